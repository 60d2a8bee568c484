import PulseCore

/// A row of `/nodes/localhost/tasks`.
enum PBSTaskRow {
    static func task(_ row: JSONObject, node: String) -> TaskRecord? {
        guard let id = row.text("upid"), let type = row.text("worker_type"), let began = row.moment("starttime") else { return nil }
        let ended = row.moment("endtime")
        var task = TaskRecord(
            id: id, node: node, type: type, startedAt: began,
            outcome: ended == nil ? .running : row.text("status").map(outcome) ?? .unknown)
        task.endedAt = ended
        task.subject = row.text("worker_id")
        task.user = row.text("user")
        return task
    }

    /// `OK`, `WARNINGS: 2`, or what went wrong, with or without `TASK ERROR: ` in front.
    static func outcome(_ status: String) -> WorkOutcome {
        let prefix = "TASK ERROR: "
        return WorkOutcome(status: (status.hasPrefix(prefix) ? String(status.dropFirst(prefix.count)) : status).printable(limit: 400))
    }

    /// `UPID:node:PID:PSTART:TASKID:STARTTIME:type:id:user:`, numbers in hexadecimal: the moment it began, in seconds since 1970.
    static func began(_ upid: String) -> Int64? {
        let parts = upid.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 6 && parts[0] == "UPID" ? Int64(parts[5], radix: 16) : nil
    }

    static func type(_ upid: String) -> String? {
        let parts = upid.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 6 && parts[0] == "UPID" && !parts[6].isEmpty ? String(parts[6]) : nil
    }

    /// The name of the machine, which nothing else tells.
    static func node(_ upid: String) -> String? {
        let parts = upid.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 6 && parts[0] == "UPID" && !parts[1].isEmpty ? String(parts[1]) : nil
    }
}
