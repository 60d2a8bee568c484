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

    /// What is known of one key; all that has to survive a restart.
    package struct Record: Sendable, Equatable {
        package var failures = 0
        package var lastFailure: Timestamp
        package var blockedUntil: Timestamp?
    }

    private var records: [String: Record]

    package init(_ records: [String: Record] = [:]) {
        self.records = records
    }

    /// How long this key still has to wait; nil when it may try.
    package func wait(for key: String, at now: Timestamp) -> Duration? {
        guard let until = records[key]?.blockedUntil, until > now else { return nil }
        return until.since(now)
    }

    /// - Returns: what is to be kept of the key.
    @discardableResult
    package mutating func failed(_ key: String, at now: Timestamp) -> Record {
        forgetQuietKeys(at: now)
        var record = records[key].flatMap { now.since($0.lastFailure) < Self.forgetAfter ? $0 : nil } ?? Record(lastFailure: now)
        record.failures += 1
        record.lastFailure = now
        if record.failures >= Self.freeAttempts {
            let doublings = min(record.failures - Self.freeAttempts, 10)
            record.blockedUntil = now + min(Self.firstWait * (1 << doublings), Self.longestWait)
        }
        records[key] = record
        return record
    }

    /// - Returns: whether anything was known of the key.
    @discardableResult
    package mutating func succeeded(_ key: String) -> Bool {
        records.removeValue(forKey: key) != nil
    }

    private mutating func forgetQuietKeys(at now: Timestamp) {
        guard records.count >= Self.mostKeys else { return }
        records = records.filter { now.since($0.value.lastFailure) < Self.forgetAfter }
        if records.count >= Self.mostKeys, let oldest = records.min(by: { $0.value.lastFailure < $1.value.lastFailure }) {
            records[oldest.key] = nil
        }
    }
}
