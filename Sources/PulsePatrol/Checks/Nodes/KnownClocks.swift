import PulseAnalysis
import PulseCore

/// The clocks of all servers that tell theirs, of whatever product, against that of Pulse. Where most are off the same way, that of Pulse is.
struct KnownClocks: Sendable {
    static let limit = Duration.seconds(30)
    static let words =
        "Not when two or more of the clocks that Pulse knows, of all servers together, and more than half of them, differ by more than "
        + "\(Words.duration(limit)) the same way: then Pulse's own clock is taken for the wrong one (PULSE-CLOCK). With fewer than three "
        + "known the finding says that it may be."

    let known: [ClockSkew]
    /// Those that are off in the direction in which most are.
    let off: [ClockSkew]

    init(_ estate: Estate) {
        let told = estate.ledger.sources.values.flatMap { $0.nodes.values.map(\.clock) }
        known = told.compactMap { clock in clock.at.flatMap { estate.now.since($0) <= .days(1) ? clock.value : nil } }
        let (late, early) = (known.filter { $0.isOff && $0.ahead > .zero }, known.filter { $0.isOff && $0.ahead < .zero })
        off = late.count >= early.count ? late : early
    }

    var blamePulse: Bool { off.count >= 2 && off.count * 2 > known.count }

    /// Of those that are off, with the direction.
    var ahead: Duration { .seconds(Int64((Statistics.median(off.map(\.ahead.asSeconds)) ?? 0).rounded())) }
}

extension ClockSkew {
    /// By how much it is off at least.
    var leastOff: Duration { max(.zero, (ahead < .zero ? .zero - ahead : ahead) - uncertainty) }

    fileprivate var isOff: Bool { leastOff > KnownClocks.limit }
}

extension Look {
    /// For what is late by the clock of Pulse.
    ///
    /// - Returns: a sentence where too few clocks are known to tell whose is wrong.
    @discardableResult
    func trustClockOfPulse() throws -> String {
        let clocks = KnownClocks(estate)
        guard !clocks.blamePulse else {
            throw NotEvaluable("\(clocks.off.count) of \(clocks.known.count) known clocks differ the same way, so Pulse's own clock may be wrong.")
        }
        return clocks.known.count < 3 ? " Pulse knows too few clocks to tell whether this one or its own is wrong." : ""
    }
}

extension Check {
    static let pulseClock = Check(
        "PULSE-CLOCK", key: "pulse-clock-skew", "Pulse's own clock is wrong", .reliability, on: [.host], needs: [.ledger("clock")],
        page: CheckPage(
            why: "Ages of backups, of tasks and of what was last heard are reckoned by it, and none of them can be judged.",
            decides: "Warning on the machine of Pulse when two or more of the clocks that Pulse knows, and more than half of them, differ by more "
                + "than \(Words.duration(KnownClocks.limit)) from it the same way. The clocks of those servers are not evaluable meanwhile.",
            advice: "`timedatectl` on the machine of Pulse shows whether a time server is followed.")
    ) { look in
        guard look.source?.kind == .thisHost else { return .clear }
        let clocks = KnownClocks(look.estate)
        guard !clocks.known.isEmpty else { return .hidden("No server has told its clock.") }
        guard clocks.blamePulse else { return .clear }
        let amount = "\(Words.duration(clocks.ahead)) \(clocks.ahead > .zero ? "behind" : "ahead of")"
        let count = "\(clocks.off.count) of \(clocks.known.count)"
        return .raised(
            Raised(
                .warning, "Pulse's own clock is wrong", description: "The clock of \(look.name) is \(amount) \(count) clocks that Pulse knows.",
                recommendation: "Run `timedatectl` on \(look.name), and `systemctl restart chrony` when it follows no time server.",
                evidence: "\(count) clocks of servers differ the same way, by \(Words.duration(clocks.ahead)).",
                items: [.fact(look.id, "clock", amount), .limit("warning", Words.duration(KnownClocks.limit), value: KnownClocks.limit.asSeconds)]))
    }
}
