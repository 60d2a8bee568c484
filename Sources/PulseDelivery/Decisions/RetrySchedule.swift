import PulseCore

/// When a message that was not taken is offered again.
///
/// The waits are those of the Standard Webhooks specification, "Deliverability and reliability": three days and more, ten attempts.
package struct RetrySchedule: Sendable, Equatable {
    /// Before the second, third, … attempt; the first is made at once.
    package let waits: [Duration]
    /// A wait is made longer by up to this share of it, so that endpoints behind one proxy do not come back together.
    package let jitter: Double
    /// A receiver that asks for more patience than this is tried all the same.
    package let longestRetryAfter: Duration
    /// After 429, 502, 503 or 504 at least this.
    package let throttleWait: Duration

    package static let standard = RetrySchedule(
        waits: [
            .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3600), .seconds(5 * 3600), .seconds(10 * 3600), .seconds(14 * 3600),
            .seconds(20 * 3600), .seconds(24 * 3600),
        ], jitter: 0.1, longestRetryAfter: .seconds(24 * 3600), throttleWait: .seconds(60))

    package init(waits: [Duration], jitter: Double, longestRetryAfter: Duration, throttleWait: Duration) {
        self.waits = waits
        self.jitter = jitter
        self.longestRetryAfter = longestRetryAfter
        self.throttleWait = throttleWait
    }

    package var attempts: Int { waits.count + 1 }

    /// - Parameters:
    ///   - attempts: that were made, from 1.
    ///   - chance: 0..<1, for the jitter.
    /// - Returns: nil when no further attempt is made.
    package func wait(after attempts: Int, status: Int?, retryAfter: Duration?, chance: Double) -> Duration? {
        guard attempts >= 1, attempts <= waits.count else { return nil }
        let planned = waits[attempts - 1]
        var wait = planned + .milliseconds(Int64(Double(planned.wholeMilliseconds) * jitter * chance))
        if let status, [429, 502, 503, 504].contains(status) { wait = max(wait, throttleWait) }
        if let retryAfter { wait = max(wait, min(retryAfter, longestRetryAfter)) }
        return wait
    }
}
