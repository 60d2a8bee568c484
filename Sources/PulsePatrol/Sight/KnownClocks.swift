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

    init(_ ledger: Ledger, at now: Timestamp) {
        let told = ledger.sources.values.flatMap { $0.nodes.values.map(\.clock) }
        known = told.compactMap { clock in clock.at.flatMap { now.since($0) <= .days(1) ? clock.value : nil } }
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
