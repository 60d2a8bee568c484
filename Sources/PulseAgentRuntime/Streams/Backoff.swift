/// How long to wait before the next attempt: twice as long each time, up to a limit, and between half of it and the whole, so that a
/// thousand agents do not all come back at once.
struct Backoff: Equatable, Sendable {
    let base: Duration
    let longest: Duration
    /// Attempts in a row that failed.
    private(set) var failures = 0

    init(base: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.base = base
        self.longest = longest
    }

    mutating func succeeded() { failures = 0 }

    /// - Parameter chance: from 0 to 1, drawn anew each time.
    mutating func failed(chance: Double) -> Duration {
        let doubled = failures < 16 ? base * (1 << failures) : longest
        failures += 1
        return min(doubled, longest) * (0.5 + 0.5 * min(max(chance, 0), 1))
    }
}
