package import PulseCore

/// How long events are kept and how often what is older is removed.
package struct AuditRetention: Sendable, Equatable {
    /// 0 keeps everything.
    package let days: Int
    package let interval: Duration

    package static let standard = AuditRetention(days: 365, interval: .seconds(24 * 3600))

    package init(days: Int, interval: Duration) { (self.days, self.interval) = (days, interval) }

    /// - Returns: nil when everything is kept.
    package func cutoff(at now: Timestamp) -> Timestamp? { days > 0 ? now - .seconds(days * 86_400) : nil }
}

/// Decides when the log is to be signed and when old events are to be removed.
package struct AuditSchedule: Sendable {
    package enum Duty: Sendable, Equatable {
        case checkpoint, cleanup
    }

    private static let checkpointInterval = Duration.seconds(3600)
    /// A server that has just started has other things to do.
    private static let firstCleanup = Duration.seconds(300)

    private var checkpointDue: Timestamp
    private var cleanupDue: Timestamp?
    private let retention: AuditRetention

    package init(_ retention: AuditRetention, startedAt: Timestamp) {
        self.retention = retention
        checkpointDue = startedAt + Self.checkpointInterval
        cleanupDue = retention.days > 0 ? startedAt + Self.firstCleanup : nil
    }

    /// What is due, each once.
    package mutating func due(at now: Timestamp) -> [Duty] {
        var duties: [Duty] = []
        if now >= checkpointDue {
            checkpointDue = now + Self.checkpointInterval
            duties.append(.checkpoint)
        }
        if let due = cleanupDue, now >= due {
            cleanupDue = now + retention.interval
            duties.append(.cleanup)
        }
        return duties
    }

    /// There was more to remove than is removed at once.
    package mutating func cleanUpSoon(at now: Timestamp) { cleanupDue = now }
}
