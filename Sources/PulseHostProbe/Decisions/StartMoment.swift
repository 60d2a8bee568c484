import PulseCore

/// When a machine started, as one moment that stays the same until it starts again.
///
/// The kernel computes it from the clock, so it moves by a second now and then, and an event for each would say nothing.
struct StartMoment: Hashable, Sendable {
    /// A clock that was set by more than this was wrong before.
    private static let tolerance = Duration.seconds(10)

    private var bootID: String?
    private(set) var moment: Timestamp?

    mutating func observe(_ reading: HostReading, at now: Timestamp) {
        let told = reading.statistics?.startedAt ?? reading.uptime.map { now - $0 }
        let isSameStart = reading.identity.bootID == bootID
        bootID = reading.identity.bootID
        if let told, let moment, isSameStart, (.zero - Self.tolerance...Self.tolerance).contains(told.since(moment)) { return }
        // Whole seconds are as much as anybody can vouch for.
        moment = told.map { Timestamp(seconds: $0.seconds) }
    }
}
