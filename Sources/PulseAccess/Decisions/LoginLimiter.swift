package import PulseCore

/// Slows down guessing: after `freeAttempts` wrong ones a key (an address or a user name) waits, twice as long after each further one.
///
/// Pure: it is told what happened and what time it is. Right credentials clear the key. Keys that have been quiet are forgotten, and their
/// number is bounded, so that a flood of addresses cannot fill the memory.
package struct LoginLimiter: Sendable {
    package static let freeAttempts = 5
    package static let firstWait = Duration.seconds(15)
    package static let longestWait = Duration.seconds(15 * 60)
    package static let forgetAfter = Duration.seconds(60 * 60)
    package static let mostKeys = 10_000

    private struct Record {
        var failures = 0
        var lastFailure: Timestamp
        var blockedUntil: Timestamp?
    }

    private var records: [String: Record] = [:]

    package init() {}

    /// How long this key still has to wait; nil when it may try.
    package func wait(for key: String, at now: Timestamp) -> Duration? {
        guard let until = records[key]?.blockedUntil, until > now else { return nil }
        return until.since(now)
    }

    package mutating func failed(_ key: String, at now: Timestamp) {
        forgetQuietKeys(at: now)
        var record = records[key] ?? Record(lastFailure: now)
        record.failures += 1
        record.lastFailure = now
        if record.failures >= Self.freeAttempts {
            let doublings = min(record.failures - Self.freeAttempts, 10)
            record.blockedUntil = now + min(Self.firstWait * (1 << doublings), Self.longestWait)
        }
        records[key] = record
    }

    package mutating func succeeded(_ key: String) {
        records[key] = nil
    }

    private mutating func forgetQuietKeys(at now: Timestamp) {
        guard records.count >= Self.mostKeys else { return }
        records = records.filter { now.since($0.value.lastFailure) < Self.forgetAfter }
        if records.count >= Self.mostKeys, let oldest = records.min(by: { $0.value.lastFailure < $1.value.lastFailure }) {
            records[oldest.key] = nil
        }
    }
}
