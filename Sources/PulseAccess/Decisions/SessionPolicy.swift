package import PulseCore

/// How long a session lasts: 24 hours after its last use, 30 days at most.
package enum SessionPolicy {
    package static let idleLimit = Duration.seconds(24 * 60 * 60)
    package static let totalLimit = Duration.seconds(30 * 24 * 60 * 60)
    /// The last use is written at most this often, so that reading the page does not write to disk.
    package static let touchInterval = Duration.seconds(5 * 60)

    package static func isAlive(createdAt: Timestamp, lastUsedAt: Timestamp, at now: Timestamp) -> Bool {
        now.since(createdAt) < totalLimit && now.since(lastUsedAt) < idleLimit
    }

    package static func needsTouch(lastUsedAt: Timestamp, at now: Timestamp) -> Bool {
        now.since(lastUsedAt) >= touchInterval
    }
}
