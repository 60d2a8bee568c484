import PulseCore

/// Counts the restarts of one container within the last hour.
///
/// Two witnesses tell of them: the engine's own lifetime counter, which counts only what its restart policy did, and the starts that events tell
/// of. They see partly the same, so the larger of the two counts.
struct RestartCounter: Sendable, Equatable {
    private static let window = Duration.seconds(3600)
    /// More restarts than that within an hour are as many.
    private static let most = 1_000

    private var lastCount: Int?
    private var byCounter: [Timestamp] = []
    private var byStarts: [Timestamp] = []

    init() {}

    /// The counter was read. What it had before it was first read is not of this hour as far as anybody knows.
    mutating func read(_ count: Int, at now: Timestamp) {
        defer { lastCount = count }
        guard let lastCount, count > lastCount else { return }
        Self.add(min(count - lastCount, Self.most), at: now, to: &byCounter)
    }

    /// It was started again, after an end that nobody had asked for.
    mutating func startedAgain(at moment: Timestamp) {
        Self.add(1, at: moment, to: &byStarts)
    }

    func count(at now: Timestamp) -> Int {
        let since = now - Self.window
        return max(byCounter.count { $0 > since }, byStarts.count { $0 > since })
    }

    private static func add(_ count: Int, at moment: Timestamp, to list: inout [Timestamp]) {
        list.removeAll { $0 <= moment - window }
        list += Array(repeating: moment, count: count)
        if list.count > most { list.removeFirst(list.count - most) }
    }
}
