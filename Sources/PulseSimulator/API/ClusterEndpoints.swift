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
}
