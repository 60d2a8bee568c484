import PulseCore

/// A row of `/cluster/tasks` or `/nodes/{node}/tasks`.
enum PVETaskRow {
    static func task(_ row: JSONObject) -> TaskRecord? {
        guard let id = row.text("upid"), id.utf8.count <= 512, let type = row.text("type"), let began = row.moment("starttime") else { return nil }
        guard let node = row.text("node") ?? Self.node(id) else { return nil }
        let ended = row.moment("endtime")
        var task = TaskRecord(id: id, node: node, type: type, startedAt: began, outcome: ended == nil ? .running : outcome(row.text("status")))
        task.endedAt = ended
        task.subject = row.text("id")
        task.user = user(row)
        return task
    }

    private static func outcome(_ status: String?) -> WorkOutcome {
        status.map { WorkOutcome(status: $0.printable(limit: 400)) } ?? .unknown
    }

    private static func user(_ row: JSONObject) -> String? {
        row.text("user").map { user in row.text("tokenid").map { "\(user)!\($0)" } ?? user }
    }

    /// `UPID:node:PID:…`
    private static func node(_ upid: String) -> String? {
        let parts = upid.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 6 && parts[0] == "UPID" && !parts[1].isEmpty ? String(parts[1]) : nil
    }
}
