/// How long to wait before a stream of events that ended is opened again.
struct EventBackoff: Sendable, Equatable {
    private static let longest = Duration.seconds(60)

    private var failures = 0

    init() {}

    /// - Parameters:
    ///   - delivered: whether anything had come through it.
    ///   - random: 0..<1, so that a thousand agents do not knock at the same moment.
    mutating func ended(delivered: Bool, random: Double) -> Duration {
        failures = delivered ? 0 : min(failures + 1, 6)
        let whole = min(Duration.seconds(1 << failures), Self.longest)
        return whole * (0.5 + random / 2)
    }
}
