/// The task list of a backup server, and single tasks.
enum ServerTaskEndpoints {
    static let parameters: [String: [String]] = [
        "start": [], "limit": [], "running": [], "errors": [], "store": [], "userfilter": [], "typefilter": [], "since": [], "until": [],
        "statusfilter": ["ok", "warning", "error", "unknown"],
    ]

    static func list(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let all = ServerTasks(call).all(since: call.number("since")).filter { isWanted($0, call) }
        let limit = call.number("limit") ?? 50
        let page = all.dropFirst(call.number("start") ?? 0).prefix(limit == 0 ? Int.max : limit)
        return Payload(JSONText.array(page.map { row($0, call) }), total: all.count)
    }

    private static func isWanted(_ task: ServerTask, _ call: BackupServerCall) -> Bool {
        guard maySee(task, call) else { return false }
        let query = call.request.query
        let status = task.status(at: Int(call.clock))
        if call.flag("running"), status != nil { return false }
        if call.flag("errors"), status == nil || status == "OK" { return false }
        if let until = call.number("until"), task.start > until { return false }
        if let store = query["store"], !(task.id ?? "").hasPrefix(store) { return false }
        if let user = query["userfilter"], !task.user.contains(user) { return false }
        if let type = query["typefilter"], !task.type.contains(type) { return false }
        guard let kind = query["statusfilter"] else { return true }
        return kind == (status == nil ? "unknown" : status == "OK" ? "ok" : status?.hasPrefix("WARNINGS") == true ? "warning" : "error")
    }

    private static func maySee(_ task: ServerTask, _ call: BackupServerCall) -> Bool {
        task.user == call.principal.subject || call.may("Sys.Audit", "/system/tasks")
    }

    private static func row(_ task: ServerTask, _ call: BackupServerCall) -> String {
        var row = JSONObject()
        row.put("upid", task.upid)
        row.put("node", "localhost")
        row.put("pid", task.pid)
        row.put("pstart", task.processStart)
        row.put("starttime", task.start)
        row.put("worker_type", task.type)
        if let id = task.id { row.put("worker_id", id) } else { row.put("worker_id", json: "null") }
        row.put("user", task.user)
        if let status = task.status(at: Int(call.clock)) {
            row.put("endtime", task.end)
            row.put("status", status)
        }
        return row.json
    }

    // MARK: One task

    static func status(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let task = try find(call)
        let status = task.status(at: Int(call.clock))
        var row = JSONObject()
        row.put("upid", task.upid)
        row.put("node", call.world.name)
        row.put("pid", task.pid)
        row.put("pstart", task.processStart)
        row.put("starttime", task.start)
        row.put("type", task.type)
        row.put("id", ifPresent: task.id)
        row.put("user", String(task.user.prefix { $0 != "!" }))
        if task.user.contains("!") { row.put("tokenid", String(task.user.drop { $0 != "!" }.dropFirst())) }
        row.put("status", status == nil ? "running" : "stopped")
        row.put("exitstatus", ifPresent: status)
        if status != nil, call.world.version.is4 { row.put("endtime", task.end) }
        return Payload(row.json)
    }

    static func log(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let task = try find(call)
        var lines = ["\(CalendarText.ofLog(task.start)): starting task \(task.upid)"]
        if let status = task.status(at: Int(call.clock)) {
            let end = CalendarText.ofLog(task.end)
            if status != "OK", !status.hasPrefix("WARNINGS") { lines.append("\(end): \(status)") }
            lines.append("\(end): TASK " + (status == "OK" || status.hasPrefix("WARNINGS") ? status : "ERROR: " + status))
        }
        let page = lines.enumerated().dropFirst(call.number("start") ?? 0).prefix(call.number("limit").map { $0 == 0 ? 9_999 : $0 } ?? 50)
        let rows = page.map { offset, text in
            var row = JSONObject()
            row.put("n", offset + 1)
            row.put("t", text)
            return row.json
        }
        return Payload(JSONText.array(rows), total: lines.count)
    }

    private static func find(_ call: BackupServerCall) throws(APIRefusal) -> ServerTask {
        let upid = call.parameters["upid"] ?? ""
        guard let task = ServerTasks(call).all(since: nil).first(where: { $0.upid == upid }) else {
            throw .badRequest("unable to open task log - no such task '\(upid)'")
        }
        guard maySee(task, call) else { throw .permissionCheck }
        return task
    }
}
