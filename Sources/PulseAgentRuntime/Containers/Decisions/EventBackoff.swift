/// How long to wait before a stream of events that ended is opened again.
struct EventBackoff: Sendable, Equatable {
    private var backoff = Backoff()

    init() {
        // A stream that never brought anything counts as one that failed before.
        _ = backoff.failed(chance: 0)
    }

    /// - Parameters:
    ///   - delivered: whether anything had come through it.
    ///   - random: 0..<1.
    mutating func ended(delivered: Bool, random: Double) -> Duration {
        if delivered { backoff.succeeded() }
        return backoff.failed(chance: random)
    }
}
