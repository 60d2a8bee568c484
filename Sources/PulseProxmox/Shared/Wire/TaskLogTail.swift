import PulseCore

/// The last lines of a task's log, gathered while the log arrives.
struct TaskLogTail: Sendable {
    static let most = 20
    private static let longest = 400
    private var lines: [String] = []

    var last: [String] { lines.suffix(Self.most) }

    mutating func take(_ row: JSONObject) -> Bool {
        guard row["n"] != nil else { return false }
        lines.append((row.text("t") ?? "").printable(limit: Self.longest))
        if lines.count > 10 * Self.most { lines.removeFirst(lines.count - Self.most) }
        return true
    }
}
