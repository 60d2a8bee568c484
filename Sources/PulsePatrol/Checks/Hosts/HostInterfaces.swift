import PulseCore

/// Damaged packets of an interface, as a share of all that it moves, hour after hour.
struct InterfaceErrorRule: Sendable {
    /// So many hours in a row.
    static let hours = 6
    /// Looked back; and so long without a bad hour ends it.
    static let window = 48
    static let quiet = 12
    /// Errors a minute: fewer are nothing, however few packets there are.
    static let least = 1.0
    /// Copper may lose one packet of a million; one of ten thousand is no chance, and one of a thousand slows every connection.
    static let watch = 0.0001
    static let warning = 0.001
    /// Bytes. Agents tell bytes and errors but no packets, so these are reckoned from the traffic as if all were full. With smaller ones there are
    /// more and the share is less than told; with jumbo frames it is more.
    static let packet = 1500.0
    static let jumbo = 9000.0
    private static let reckoned = "reckoned with \(Words.short(packet, places: 0)) bytes each"

    /// What is assumed, and in which direction it errs.
    static var assumption: String {
        "Packets are not counted but reckoned from the traffic, \(Words.short(packet, places: 0)) bytes each. Where they are smaller there are more "
            + "of them, and the true share is less than told (of half the size, half of it): it may be raised too early. With jumbo frames "
            + "(\(Words.short(jumbo, places: 0)) bytes) the true share is up to \(Words.short(jumbo / packet, places: 0)) times as much as told: it "
            + "may be raised too late."
    }

    struct Hour: Sendable {
        let start: Timestamp
        /// A minute.
        let errors: Double
        let packets: Double

        var share: Double { errors > 0 ? errors / (errors + packets) : 0 }
        var isBad: Bool { errors >= InterfaceErrorRule.least && share >= InterfaceErrorRule.watch }
    }

    /// Radio loses packets by its nature.
    static func judges(_ name: String) -> Bool { !["wl", "ww"].contains { name.hasPrefix($0) } }

    static func judge(_ look: Look) throws -> Answer {
        let interfaces = try look.host().interfaces.map(\.name).filter(judges)
        _ = try look.current(.networkErrors)
        // Bridges and bonds have addresses, and their packets are counted where they come in.
        let counted = try interfaces.filter { try !look.history(.networkErrors, part: $0, hours: window, atLeast: 0).hours.isEmpty }
        guard !counted.isEmpty else { throw NotEvaluable("None of its interfaces has told errors for an hour yet.") }
        return try .each(of: counted, named: \.self) { try raised(look, $0) }
    }

    private static func raised(_ look: Look, _ name: String) throws -> Raised? {
        let hours = try hours(look, name)
        guard lasts(hours, at: look.now) else { return nil }
        let bad = hours.filter { $0.isBad && look.now.since($0.start) <= .hours(24) }
        let errors = bad.reduce(0) { $0 + $1.errors } / Double(max(1, bad.count))
        let packets = bad.reduce(0) { $0 + $1.packets } / Double(max(1, bad.count))
        return raised(look, name, bad, Hour(start: bad.first?.start ?? look.now, errors: errors, packets: packets))
    }

    private static func hours(_ look: Look, _ name: String) throws -> [Hour] {
        let errors = try look.history(.networkErrors, part: name, hours: window, atLeast: hours - 1).hours
        let traffic = try [Metric.networkIn, .networkOut].reduce(into: [Timestamp: Double]()) { sums, metric in
            for hour in try look.history(metric, part: name, hours: window, atLeast: 0).hours { sums[hour.start, default: 0] += hour.average }
        }
        return errors.compactMap { hour in
            traffic[hour.start].map { Hour(start: hour.start, errors: hour.average, packets: $0 * 60 / packet) }
        }
    }

    /// There was a stretch of bad hours, and not for long a time without any since.
    private static func lasts(_ hours: [Hour], at now: Timestamp) -> Bool {
        var (run, lasts, last) = (0, false, Timestamp?.none)
        for hour in hours {
            if let last, hour.start.since(last) > .hours(quiet) { (run, lasts) = (0, false) }
            run = hour.isBad ? run + 1 : 0
            lasts = lasts || run >= Self.hours
            last = hour.isBad ? hour.start : last
        }
        return lasts && last.map { now.since($0) <= .hours(quiet + 1) } == true
    }

    private static func raised(_ look: Look, _ name: String, _ bad: [Hour], _ mean: Hour) -> Raised {
        let (rate, share) = ("\(Words.short(mean.errors, places: 1)) damaged packets a minute", share(mean.share))
        let hours = Words.count(bad.count, "hour")
        return Raised(
            instance: name, mean.share >= warning ? .warning : .watch, "Interface has damaged packets",
            description: "\(name) of \(look.name) has had \(rate) on average in \(hours) of the last 24, about \(share) of all.",
            recommendation: "Replace the cable of \(name) and try another port of the switch; look with `ethtool \(name)` at speed and duplex, and "
                + "with `ethtool -S \(name)` at what is counted.",
            evidence: "\(rate), about \(share) of all packets (\(reckoned)), in \(hours) of the last 24.",
            items: [
                .series(
                    look.id, .networkErrors, part: name, from: look.now - .hours(window), to: look.now,
                    marks: [.init("mean of the bad hours", mean.errors), .init("least", least)], text: rate),
                .limit("watch", "\(Self.share(watch)) of the packets", value: watch),
            ])
    }

    static func share(_ ratio: Double) -> String { "\(Words.short(ratio * 100, places: 3)) %" }
}

extension Check {
    static let hostInterfaceErrors = Check(
        "HOST-INTERFACE-ERRORS", key: "host-interface-errors", "An interface has damaged packets", .reliability, on: [.host],
        needs: [.current(.networkErrors)]
            + [Metric.networkErrors, .networkIn, .networkOut].map { .parts($0, hours: InterfaceErrorRule.window) },
        page: CheckPage(
            why: "Damaged packets are sent again, and connections slow down to a fraction. A cable, a plug or a port is to blame.",
            decides: "Watch when in \(InterfaceErrorRule.hours) hours in a row an interface had "
                + "\(Words.short(InterfaceErrorRule.least, places: 0)) or more errors a minute on average and these were \(InterfaceErrorRule.share(InterfaceErrorRule.watch)) or more of its packets, warning "
                + "when the bad hours have \(InterfaceErrorRule.share(InterfaceErrorRule.warning)) together. It ends after \(InterfaceErrorRule.quiet) "
                + "hours without such an hour. \(InterfaceErrorRule.assumption) What was counted since the start is no matter, nor are packets that "
                + "were dropped: the kernel drops all that nobody listens to. Not of wireless interfaces.",
            advice: "Replace the cable; try another port; look at speed and duplex."),
        role: CausalRole(explains: [Explanation(.slow, .placed)]), decide: InterfaceErrorRule.judge)
}
