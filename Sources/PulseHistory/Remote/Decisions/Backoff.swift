import PulseCore

/// Decides how long to wait before an engine that took nothing is tried again: twice as long each time, less a part that is left to chance, so
/// that many senders do not come back at the same moment.
package struct Backoff: Sendable {
    package let first: Duration
    package let longest: Duration
    /// A server may ask for patience, but not for more than this.
    static let longestAsked = Duration.seconds(3600)

    private var failures = 0

    package init(first: Duration = .seconds(1), longest: Duration = .seconds(120)) {
        self.first = first
        self.longest = longest
    }

    /// - Parameters:
    ///   - asked: what the server wants to be left alone for.
    ///   - chance: 0…1.
    mutating func failed(asked: Duration?, chance: Double) -> Duration {
        let whole = min(longest, first * (1 << min(failures, 30)))
        failures += 1
        let own = whole * (0.5 + max(0, min(1, chance)) / 2)
        return max(own, min(asked ?? .zero, Self.longestAsked))
    }

    mutating func succeeded() { failures = 0 }
}
