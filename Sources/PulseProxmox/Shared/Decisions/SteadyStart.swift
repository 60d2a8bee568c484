import PulseCore

/// The moment something started, from an uptime that is rounded and arrives late: it stays put unless it moves by half a minute.
struct SteadyStart: Sendable, Equatable {
    private(set) var moment: Timestamp?
    private var lastUptime: Int64?

    private static let tolerance = Duration.seconds(30)

    /// - Parameter uptime: seconds; nil or 0 when it doesn't run.
    mutating func observe(uptime: Int64?, at now: Timestamp) {
        guard let uptime, uptime > 0 else {
            (moment, lastUptime) = (nil, nil)
            return
        }
        // The same uptime again is an old row, not a later start.
        guard uptime != lastUptime || moment == nil else { return }
        lastUptime = uptime
        let seen = now - .seconds(uptime)
        if let moment, abs(seen.milliseconds - moment.milliseconds) < Self.tolerance.wholeMilliseconds { return }
        // Whole seconds, so that two servers watching the same guest agree more often.
        moment = Timestamp(seconds: seen.seconds)
    }
}
