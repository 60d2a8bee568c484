/// Task lists and single tasks.
enum TaskEndpoints {
    static let parameters: [String: [String]] = [
        "start": [], "limit": [], "source": ["archive", "active", "all"], "since": [], "until": [], "typefilter": [], "vmid": [],
        "userfilter": [],
        "errors": ["0", "1"], "statusfilter": [],
    ]
    private static let memory = 86_400.0 * 8

    static func list(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let all = tasks(of: node, call).filter { isWanted($0, call) }
        let start = call.number("start") ?? 0
        let page = all.dropFirst(start).prefix(call.number("limit") ?? 50)
        return Payload(JSONText.array(page.map { row($0, saved: false) }), total: all.count)
    }

    /// The newest 25 of each node and what runs; not a history.
    static func cluster(_ call: Call) throws(APIRefusal) -> Payload {
        let seesAll = call.may("Sys.Audit", "/")
        let rows = call.world.nodes.flatMap { node in
            tasks(of: node, call).prefix(25).filter { seesAll || $0.user == call.principal.user }.map { row($0, saved: true) }
        }
        return Payload(rows: rows)
    }

    /// Newest first.
    private static func tasks(of node: Node, _ call: Call) -> [TaskRecord] {
        let end = min(call.now, node.downSince ?? call.now)
        let routine = TaskRecord.routine(of: node, in: call.world, from: end - memory, to: end)
        let caused = call.world.eventTasks.filter { $0.node == node.name }
        return (routine + caused).sorted { $0.start > $1.start }
    }

    private static func isWanted(_ task: TaskRecord, _ call: Call) -> Bool {
        let query = call.request.query
        let source = query["source"] ?? "archive"
        if source == "archive", task.end == nil { return false }
        if source == "active", task.end != nil { return false }
        if let since = call.number("since"), task.start < since { return false }
        if let until = call.number("until"), task.start > until { return false }
        if let type = query["typefilter"], task.type != type { return false }
        if let vmid = query["vmid"], task.id != vmid { return false }
        if let user = query["userfilter"], !task.user.contains(user) { return false }
        if call.flag("errors"), task.status == "OK" { return false }
        guard let statuses = query["statusfilter"]?.split(separator: ",") else { return seesAll(call, task) }
        return statuses.contains(Substring(kind(of: task))) && seesAll(call, task)
    }

    private static func seesAll(_ call: Call, _ task: TaskRecord) -> Bool {
        task.user == call.principal.user || call.may("Sys.Audit", "/nodes/\(task.node)")
    }

    private static func kind(of task: TaskRecord) -> String {
        if task.status == "OK" { return "ok" }
        return task.status.hasPrefix("WARNINGS") ? "warning" : "error"
    }

    private static func row(_ task: TaskRecord, saved: Bool) -> String {
        var row = JSONObject()
        row.put("upid", task.upid)
        row.put("node", task.node)
        row.put("type", task.type)
        row.put("id", task.id)
        row.put("user", task.user)
        row.put("starttime", task.start)
        row.put("pid", task.pid)
        row.put("pstart", task.processStart)
        if let end = task.end {
            row.put("endtime", end)
            row.put("status", task.status)
            if saved { row.put("saved", "1") }
        }
        return row.json
    }

    // MARK: One task

    static func status(_ call: Call) throws(APIRefusal) -> Payload {
        let task = try find(call)
        var row = JSONObject()
        row.put("upid", task.upid)
        row.put("node", task.node)
        row.put("type", task.type)
        row.put("id", task.id)
        row.put("user", task.user)
        row.put("starttime", task.start)
        row.put("pid", task.pid)
        row.put("pstart", task.processStart)
        row.put("status", task.end == nil ? "running" : "stopped")
        if task.end != nil { row.put("exitstatus", task.status) }
        return Payload(row.json)
    }

    static func log(_ call: Call) throws(APIRefusal) -> Payload {
        let lines = TaskLog(try find(call), in: call.world, at: Int(call.now)).lines
        let limit = call.number("limit") ?? 50
        let page = lines.enumerated().dropFirst(call.number("start") ?? 0).prefix(limit == 0 ? Int.max : limit)
        let rows = page.map { offset, text in
            var row = JSONObject()
            row.put("n", offset + 1)
            row.put("t", text)
            return row.json
        }
        return Payload(JSONText.array(rows), total: lines.count)
    }

    private static func find(_ call: Call) throws(APIRefusal) -> TaskRecord {
        let node = try call.node()
        let upid = call.parameters["upid"] ?? ""
        guard let task = tasks(of: node, call).first(where: { $0.upid == upid }), seesAll(call, task) else {
            throw .failed("unable to parse worker upid '\(upid)'")
        }
        return task
    }
}
