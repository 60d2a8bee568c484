import PulseCore

/// Counters of SMART that grow, of a disk in a cluster or in a machine with an agent.
struct DiskGrowth: Sendable {
    /// One counter, and how much growth of it is how bad.
    struct Counter: Sendable {
        let metric: Metric
        /// In the plural.
        let noun: String
        let watch: Double?
        let warning: Double
        /// Within a day.
        var critical: Double?

        func severity(_ growth: CounterGrowth) -> FindingSeverity? {
            if let critical, growth.inDay >= critical { return .critical }
            if growth.amount >= warning { return .warning }
            return watch.map { growth.amount >= $0 } == true ? .watch : nil
        }
    }

    struct Found: Sendable {
        let counter: Counter
        let growth: CounterGrowth
        let severity: FindingSeverity
    }

    let counters: [Counter]
    let title: String

    /// - Parameters:
    ///   - part: of which the series are; empty of a disk that is a resource of its own.
    ///   - counts: what it counts now.
    func found(_ look: Look, part: String, _ counts: [Metric: Double]) throws -> [Found] {
        guard counters.contains(where: { counts[$0.metric] != nil }) else { throw NotEvaluable("It does not tell what it counts.") }
        return try counters.compactMap { counter in
            guard let count = counts[counter.metric], count > 0 else { return nil }
            let past = try look.history(counter.metric, part: part, hours: CounterGrowth.hours, atLeast: 0)
            guard let growth = CounterGrowth(past, count, at: look.now) else {
                try Self.demand(past, at: look.now)
                return nil
            }
            return counter.severity(growth).map { Found(counter: counter, growth: growth, severity: $0) }
        }
    }

    private static func demand(_ past: HourlySeries, at now: Timestamp) throws {
        guard let first = past.hours.first, now.since(first.start) >= .hours(CounterGrowth.leastHours) else {
            throw NotEvaluable("What it counts is known for less than \(CounterGrowth.leastHours) hours.")
        }
    }

    /// - Parameter label: `/dev/sda (Model) of nas`.
    func raised(_ look: Look, _ found: [Found], part: String, label: String, advice: String) -> Raised? {
        guard let worst = found.map(\.severity).max() else { return nil }
        return Raised(
            instance: part, worst, title, description: "\(label): \(Words.list(found.map(\.words))).", recommendation: advice,
            evidence: Words.list(found.map(\.short)) + ".", items: found.flatMap { $0.items(look, part) })
    }
}

extension DiskGrowth.Found {
    private static func number(_ value: Double) -> String { Words.short(value, places: 0) }

    fileprivate var words: String {
        "\(counter.noun) have grown from \(Self.number(growth.before)) to \(Self.number(growth.now)) since \(Words.minute(growth.since)), "
            + "the last time at \(Words.minute(growth.last))"
    }

    fileprivate var short: String {
        "\(Self.number(growth.amount)) more \(counter.noun), \(Self.number(growth.inDay)) of them within a day"
    }

    fileprivate func items(_ look: Look, _ part: String) -> [Evidence] {
        let least = counter.watch ?? counter.warning
        return [
            .series(
                look.id, counter.metric, part: part, from: max(growth.since - .days(1), look.now - .hours(CounterGrowth.hours)), to: look.now,
                marks: [
                    .init("before", growth.before, at: growth.since), .init("last step", growth.now, at: growth.last),
                    .init("now", growth.now, at: look.now),
                ], text: short),
            .limit("growth of \(counter.noun)", "\(Self.number(least)) in \(CounterGrowth.days) days", value: least),
        ]
    }
}

extension DiskGrowth {
    private static let sectorsPerDay = 100.0
    private static let lost = [
        Counter(metric: .pendingSectors, noun: "unreadable sectors", watch: nil, warning: 2, critical: sectorsPerDay),
        Counter(metric: .mediaErrors, noun: "uncorrectable errors", watch: nil, warning: 2, critical: sectorsPerDay),
    ]
    private static let title = "A disk gets worse"
    /// Flash retires a few blocks in the course of its life; a turning disk that begins to, goes on.
    private static let turningReallocated = Counter(
        metric: .reallocatedSectors, noun: "replaced sectors", watch: 2, warning: 10, critical: sectorsPerDay)
    private static let flashReallocated = Counter(
        metric: .reallocatedSectors, noun: "replaced sectors", watch: 5, warning: 50, critical: sectorsPerDay)

    static let turning = DiskGrowth(counters: [turningReallocated] + lost, title: title)
    static let flash = DiskGrowth(counters: [flashReallocated] + lost, title: title)

    private static let transfers = Counter(metric: .linkErrors, noun: "damaged transfers", watch: 10, warning: 100)
    static let link = DiskGrowth(counters: [transfers], title: "Transfers to a disk are damaged")

    static let sectorsMatter = "A disk that loses sector after sector fails soon; one that lost some long ago and none since often does not."

    static let sectorWords: String = {
        func number(_ value: Double?) -> String { Words.short(value ?? 0, places: 0) }
        return "Warning when unreadable sectors (pending or offline uncorrectable) or uncorrectable errors (of media) have grown by "
            + "\(number(lost[0].warning)) or more. Of replaced (reallocated) sectors watch from \(number(turningReallocated.watch)) and warning from "
            + "\(number(turningReallocated.warning)) more on a turning disk, from \(number(flashReallocated.watch)) and "
            + "\(number(flashReallocated.warning)) on a solid-state one. Critical from \(number(sectorsPerDay)) more of one of them within a day. "
            + CounterGrowth.words + " How high they are is no matter. Not of virtual disks."
    }()

    static let linkWords =
        "Watch when the errors of the link (attribute 199, UDMA_CRC_Error_Count) have grown by \(Words.short(transfers.watch ?? 0, places: 0)) or "
        + "more, warning from \(Words.short(transfers.warning, places: 0)). " + CounterGrowth.words
        + " Not of virtual disks, and not of NVMe and SAS, which do not count that."
}
