import PulseAgentProtocol
import PulseCore

/// When an agent was heard last, and whether it is overdue.
///
/// Pure. It is overdue after three intervals, and not before half a minute: a slow answer is no outage.
struct AgentLiveness: Equatable, Sendable {
    enum Change: Equatable, Sendable {
        case none
        case fellSilent
    }

    private(set) var lastSeenAt: Timestamp?
    private(set) var interval = Duration.seconds(10)
    /// Of this run of the server.
    private(set) var hasReported = false
    private let startedAt: Timestamp
    private var isSilent = false

    /// - Parameter lastSeenAt: from before the start of this server.
    init(startedAt: Timestamp, lastSeenAt: Timestamp? = nil, interval: Duration? = nil) {
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
        if let interval { self.interval = Self.bounded(interval) }
    }

    var limit: Duration { max(interval * 3, .seconds(30)) }

    mutating func heard(at now: Timestamp, interval: Duration? = nil) {
        (lastSeenAt, hasReported, isSilent) = (now, true, false)
        if let interval { self.interval = Self.bounded(interval) }
    }

    func isReporting(at now: Timestamp) -> Bool { hasReported && lastSeenAt.map { now.since($0) <= limit } ?? false }

    /// It reports, or may still come: after a start of the server, and after its enrolment, an agent has its time.
    func mayReport(at now: Timestamp) -> Bool { isReporting(at: now) || (!hasReported && now.since(startedAt) <= limit) }

    /// Lets time pass; tells once when it falls silent.
    mutating func pass(to now: Timestamp) -> Change {
        let begin = hasReported ? lastSeenAt ?? startedAt : startedAt
        guard !isSilent, now.since(begin) > limit else { return .none }
        isSilent = true
        return .fellSilent
    }

    private static func bounded(_ interval: Duration) -> Duration {
        min(max(interval, AgentLimits.interval.lowerBound), AgentLimits.interval.upperBound)
    }
}
