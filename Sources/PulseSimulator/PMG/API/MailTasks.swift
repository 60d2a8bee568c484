/// What the nodes have done, as `/nodes/{node}/tasks` of Proxmox VE tells it.
enum MailTasks {
    static let parameters: [String: [String]] = [
        "start": [], "limit": [], "since": [], "until": [], "errors": ["0", "1"], "typefilter": [], "userfilter": [], "statusfilter": [],
    ]

    static func list(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let since = Double(try call.number("since", in: 0...4_102_444_800) ?? 0)
        let until = Double(try call.number("until", in: 0...4_102_444_800) ?? 4_102_444_800)
        let start = try call.number("start", in: 0...1_000_000) ?? 0
        let limit = try call.number("limit", in: 0...1_000_000) ?? 50
        let rows = routine(node, call.now).filter { task in
            Double(task.start) >= since && Double(task.start) <= until && (call.text("errors") != "1" || task.status != "OK")
                && (call.text("typefilter") ?? task.type) == task.type
        }
        return Payload(JSONText.array(rows.dropFirst(start).prefix(limit).map(row)), total: rows.count)
    }

    /// The newest first: a fortnight.
    private static func routine(_ node: MailNode, _ now: Double) -> [TaskRecord] {
        let today = Int(now) / 86_400
        return (today - 14...today).reversed().flatMap { day -> [TaskRecord] in
            let seed = SplitMix64.mix(node.seed ^ 0x7A5C, UInt64(day))
            return [
                ("aptupdate", 4 * 3_600 + 240, seed % 17 == 0 ? "command 'apt-get update' failed: exit code 100" : "OK"), ("backup", 7_200, "OK"),
            ]
            .map { type, second, status in
                TaskRecord(
                    node: node.name, type: type, id: "", start: day * 86_400 + second, duration: 14, status: status, seed: seed, now: now)
            }
            .filter { $0.end != nil }
        }
    }

    private static func row(_ task: TaskRecord) -> String {
        var row = JSONObject()
        row.put("upid", task.upid)
        row.put("node", task.node)
        row.put("pid", task.pid)
        row.put("pstart", task.processStart)
        row.put("starttime", task.start)
        row.put("type", task.type)
        row.put("id", task.id)
        row.put("user", task.user)
        if let end = task.end { row.put("endtime", end) }
        row.put("status", task.status)
        return row.json
    }
}

/// `rrddata` of a node; what was not measured is a row with its time and nothing else.
enum MailRoundRobin {
    private static let frames = ["hour": (60, 60), "day": (60, 1_440), "week": (1_800, 336), "month": (1_800, 1_440), "year": (21_600, 1_440)]

    static let parameters: [String: [String]] = ["timeframe": ["hour", "day", "week", "month", "year"], "cf": ["AVERAGE", "MAX"]]

    static func node(_ call: MailCall) throws(APIRefusal) -> Payload {
        let node = try call.node()
        guard let (step, points) = call.text("timeframe").flatMap({ frames[$0] }) else {
            throw .parameter("timeframe", "property is missing and it is not optional")
        }
        let last = Int(call.now) / step * step
        return Payload(
            rows: (0..<points).map { position in
                let t = last - (points - 1 - position) * step
                var row = JSONObject()
                row.put("time", t)
                if position < points - 1, Double(t) >= node.bootedAt { put(node, Double(t), into: &row) }
                return row.json
            })
    }

    private static func put(_ node: MailNode, _ t: Double, into row: inout JSONObject) {
        let sample = MailNodeSample(node, at: t)
        row.put("cpu", sample.cpu)
        row.put("maxcpu", node.cpus)
        row.put("iowait", sample.wait)
        row.put("loadavg", sample.loadAverages[0])
        row.put("memtotal", node.memory)
        row.put("memused", Double(sample.memory))
        row.put("swaptotal", 4 << 30)
        row.put("swapused", 96 << 20)
        row.put("roottotal", node.rootSize)
        row.put("rootused", Double(sample.root))
        row.put("netin", 60_000 * (1.2 + Signal.noise(seed: node.seed, at: t)))
        row.put("netout", 30_000 * (1.2 + Signal.noise(seed: node.seed ^ 9, at: t)))
    }
}
