/// What is configured for HA: services, and the groups or rules that say where they may run.
enum ServiceEndpoints {
    private static func managed(_ call: Call) -> [Guest] { call.world.guests.filter(\.highlyAvailable) }
    private static func identifier(_ guest: Guest) -> String { (guest.kind == .qemu ? "vm:" : "ct:") + String(guest.vmid) }
    private static func digest(_ call: Call) -> String { String(SplitMix64.mix(call.world.seed, "resources.cfg"), radix: 16) }

    static func resources(_ call: Call) throws(APIRefusal) -> Payload {
        Payload(
            rows: managed(call).map { guest in
                var row = JSONObject()
                row.put("sid", identifier(guest))
                row.put("type", guest.kind == .qemu ? "vm" : "ct")
                row.put("state", guest.running ? "started" : "stopped")
                row.put("max_restart", 1)
                row.put("max_relocate", 1)
                if call.version.is9 { row.put("failback", 1) } else { row.put("group", "everywhere") }
                row.put("digest", digest(call))
                return row.json
            })
    }

    /// Gone since 9, where asking for them is an error.
    static func groups(_ call: Call) throws(APIRefusal) -> Payload {
        if call.version.is9 { throw .failed("cannot index groups: ha groups have been migrated to rules") }
        guard !managed(call).isEmpty else { return Payload("[]") }
        var row = JSONObject()
        row.put("group", "everywhere")
        row.put("type", "group")
        row.put("nodes", call.world.nodes.map(\.name).joined(separator: ","))
        row.put("restricted", 0)
        row.put("nofailback", 0)
        row.put("digest", digest(call))
        return Payload(rows: [row.json])
    }

    static func rules(_ call: Call) throws(APIRefusal) -> Payload {
        guard !managed(call).isEmpty else { return Payload("[]") }
        var row = JSONObject()
        row.put("rule", "ha-group-everywhere")
        row.put("type", "node-affinity")
        row.put("resources", managed(call).map(identifier).joined(separator: ","))
        row.put("nodes", call.world.nodes.map(\.name).joined(separator: ","))
        row.put("strict", 0)
        row.put("order", 1)
        row.put("digest", digest(call))
        return Payload(rows: [row.json])
    }

    static func manager(_ call: Call) throws(APIRefusal) -> Payload {
        var nodes = JSONObject()
        for node in call.world.nodes { nodes.put(node.name, node.online ? "online" : "unknown") }
        var manager = JSONObject()
        manager.put("node_status", json: managed(call).isEmpty ? "{}" : nodes.json)
        if !managed(call).isEmpty, let master = call.world.nodes.first(where: \.online) {
            manager.put("master_node", master.name)
            manager.put("timestamp", Int(call.clock) - 4)
        }
        var quorum = JSONObject()
        quorum.put("node", call.entry)
        // Text, here.
        quorum.put("quorate", call.world.quorate ? "1" : "0")
        var row = JSONObject()
        row.put("manager_status", json: manager.json)
        row.put("quorum", json: quorum.json)
        return Payload(row.json)
    }
}
