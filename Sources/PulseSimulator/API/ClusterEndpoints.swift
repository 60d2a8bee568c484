/// What the cluster as a whole tells: membership, options, HA, jobs.
enum ClusterEndpoints {
    static func status(_ call: Call) throws(APIRefusal) -> Payload {
        var rows: [String] = []
        if let name = call.world.clusterName {
            var row = JSONObject()
            row.put("type", "cluster")
            row.put("id", "cluster")
            row.put("name", name)
            row.put("nodes", call.world.nodes.count)
            row.put("quorate", call.world.quorate ? 1 : 0)
            row.put("version", call.world.nodes.count)
            rows.append(row.json)
        }
        return Payload(rows: rows + call.world.nodes.map { statusRow($0, call) })
    }

    private static func statusRow(_ node: Node, _ call: Call) -> String {
        var row = JSONObject()
        row.put("type", "node")
        row.put("id", "node/\(node.name)")
        row.put("name", node.name)
        row.put("nodeid", call.world.clusterName == nil ? 0 : node.number)
        row.put("online", node.online ? 1 : 0)
        row.put("local", node.name == call.entry ? 1 : 0)
        row.put("ip", node.address)
        row.put("level", "")
        return row.json
    }

    static func options(_ call: Call) throws(APIRefusal) -> Payload {
        var row = JSONObject()
        row.put("keyboard", "de")
        row.put("mac_prefix", "BC:24:11")
        return Payload(row.json)
    }

    /// A string, on every version.
    static func nextIdentifier(_ call: Call) throws(APIRefusal) -> Payload {
        if let vmid = call.number("vmid"), call.world.guest(vmid) != nil { throw .parameter("vmid", "VM \(vmid) already exists") }
        let taken = Set(call.world.guests.map(\.vmid))
        let free = (100...).first { !taken.contains($0) } ?? 100
        return Payload(JSONText.string(String(free)))
    }

    static func backupJobs(_ call: Call) throws(APIRefusal) -> Payload {
        var nightly = JSONObject()
        nightly.put("id", "backup-1f0c7d2a-91e4")
        nightly.put("type", "vzdump")
        nightly.put("enabled", 1)
        nightly.put("schedule", "02:00")
        nightly.put("storage", "pbs-main")
        nightly.put("mode", "snapshot")
        nightly.put("all", 1)
        nightly.put("notes-template", "{{guestname}}")
        nightly.put("next-run", next(hour: 2, after: call.now))
        // The key `enabled` is missing when a job never was disabled, and retention is text or an object of text.
        var weekly = JSONObject()
        weekly.put("id", "backup-77aa10cf-4d02")
        weekly.put("type", "vzdump")
        weekly.put("schedule", "sat 03:30")
        weekly.put("storage", "local")
        weekly.put("mode", "snapshot")
        weekly.put("vmid", call.world.guests.prefix(3).map { String($0.vmid) }.joined(separator: ","))
        weekly.put("next-run", next(hour: 3, after: call.now) + 1_800)
        return Payload(rows: [nightly.json, weekly.json])
    }

    private static func next(hour: Int, after now: Double) -> Int {
        let today = Int(now) / 86_400 * 86_400 + hour * 3_600
        return today > Int(now) ? today : today + 86_400
    }

    static func replication(_ call: Call) throws(APIRefusal) -> Payload {
        guard call.world.nodes.count > 1 else { return Payload("[]") }
        let replicated = call.world.guests.filter { $0.vmid % 9 == 0 && call.maySee($0) }
        return Payload(rows: replicated.map { replicationRow($0, call.world) })
    }

    private static func replicationRow(_ guest: Guest, _ world: ClusterWorld) -> String {
        var row = JSONObject()
        row.put("id", "\(guest.vmid)-0")
        row.put("type", "local")
        row.put("guest", guest.vmid)
        row.put("jobnum", 0)
        row.put("source", guest.node)
        row.put("target", (world.nodes.first { $0.name != guest.node })?.name ?? guest.node)
        row.put("schedule", "*/15")
        return row.json
    }
}
