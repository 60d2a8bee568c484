extension ClusterEndpoints {
    static func highAvailability(_ call: Call) throws(APIRefusal) -> Payload {
        let managed = call.world.guests.filter(\.highlyAvailable)
        let master = call.world.nodes.first(where: \.online) ?? call.world.nodes[0]
        var rows = [quorum(call)]
        if call.version.is9 { rows.append(fencing(master, armed: !managed.isEmpty)) }
        // A cluster without HA guests has neither master nor LRM rows.
        guard !managed.isEmpty else { return Payload(rows: rows) }
        rows.append(self.master(master, call))
        rows += call.world.nodes.map { localManager($0, call) }
        return Payload(rows: rows + managed.map { service($0, call) })
    }

    private static func quorum(_ call: Call) -> String {
        var row = JSONObject()
        row.put("id", "quorum")
        row.put("type", "quorum")
        row.put("node", call.entry)
        row.put("quorate", call.world.quorate ? 1 : 0)
        row.put("status", call.world.quorate ? "OK" : "No quorum on node '\(call.entry)'!")
        return row.json
    }

    private static func fencing(_ node: Node, armed: Bool) -> String {
        var row = JSONObject()
        row.put("id", "fencing")
        row.put("type", "fencing")
        row.put("node", node.name)
        row.put("armed-state", armed ? "armed" : "standby")
        row.put("status", armed ? "armed (CRM watchdog active)" : "standby (CRM watchdog standby)")
        return row.json
    }

    private static func master(_ node: Node, _ call: Call) -> String {
        var row = JSONObject()
        row.put("id", "master")
        row.put("type", "master")
        row.put("node", node.name)
        row.put("timestamp", Int(call.clock) - 4)
        row.put("status", "\(node.name) (active, \(CalendarText.ofManager(call.clock - 4)))")
        return row.json
    }

    private static func localManager(_ node: Node, _ call: Call) -> String {
        let busy = call.world.guests.contains { $0.highlyAvailable && $0.node == node.name && $0.running }
        let seen = node.downSince.map { $0 - 3 } ?? call.now - 5
        let state = node.downSince.map { call.now - $0 > 27 ? "old timestamp - dead?" : "active" } ?? (busy ? "active" : "idle")
        var row = JSONObject()
        row.put("id", "lrm:\(node.name)")
        row.put("type", "lrm")
        row.put("node", node.name)
        row.put("timestamp", Int(seen))
        let watchdog = call.version.is9 ? (busy ? "watchdog active, " : "watchdog standby, ") : ""
        row.put("status", "\(node.name) (\(state), \(watchdog)\(CalendarText.ofManager(seen)))")
        return row.json
    }

    private static func service(_ guest: Guest, _ call: Call) -> String {
        let sid = (guest.kind == .qemu ? "vm:" : "ct:") + String(guest.vmid)
        let dead = call.world.node(guest.node)?.downSince.map { call.now - $0 > 60 } ?? false
        let state = dead ? "fence" : guest.serviceError ? "error" : guest.running ? "started" : "stopped"
        var row = JSONObject()
        row.put("id", "service:\(sid)")
        row.put("type", "service")
        row.put("sid", sid)
        row.put("node", guest.node)
        row.put("state", state)
        row.put("crm_state", state)
        row.put("request_state", guest.running ? "started" : "stopped")
        row.put("status", "\(sid) (\(guest.node), \(state))")
        row.put("max_relocate", 1)
        row.put("max_restart", 1)
        if call.version.is9 { row.put("failback", 1) }
        return row.json
    }
}
