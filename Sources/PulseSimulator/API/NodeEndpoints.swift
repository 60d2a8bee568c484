/// Lists and details of nodes.
enum NodeEndpoints {
    static func list(_ call: Call) throws(APIRefusal) -> Payload {
        Payload(
            rows: call.world.nodes.map { node in
                let t = ResourceRows.measurement(node, call.now) ?? call.now
                let load = load(call.world.guests(on: node.name), at: t)
                var row = JSONObject()
                fill(&row, node, call, load: load)
                row.put("ssl_fingerprint", node.fingerprint)
                return row.json
            })
    }

    private static func load(_ guests: [Guest], at t: Double) -> (cores: Double, memory: Int) {
        var sum = (cores: 0.0, memory: 3 << 30)
        for guest in guests where guest.isUp(at: t) {
            let sample = GuestSample(guest, at: t)
            sum.cores += sample.cpu * Double(guest.cores)
            sum.memory += guest.kind == .lxc ? sample.memory : sample.hostMemory
        }
        return sum
    }

    /// The node row of `/nodes` and `/cluster/resources`. Numbers need Sys.Audit; a dead node loses them in two steps.
    static func fill(_ row: inout JSONObject, _ node: Node, _ call: Call, load: (cores: Double, memory: Int)) {
        let measured = ResourceRows.measurement(node, call.now)
        row.put("type", "node")
        row.put("id", "node/\(node.name)")
        row.put("node", node.name)
        row.put("status", !node.online ? "offline" : measured == nil ? "unknown" : "online")
        guard let measured else { return }
        row.put("level", "")
        guard call.may("Sys.Audit", "/nodes/\(node.name)") else { return }
        row.put("maxcpu", node.cpus)
        row.put("maxmem", node.memory)
        row.put("maxdisk", node.rootSize)
        guard node.online else { return }
        let sample = NodeSample(node, guestCores: load.cores, guestMemory: load.memory, at: measured)
        row.put("cpu", sample.cpu)
        row.put("mem", sample.memory)
        row.put("disk", sample.root)
        row.put("uptime", sample.uptime)
    }

    static func version(_ call: Call) throws(APIRefusal) -> Payload {
        _ = try call.node()
        return try AccessEndpoints.version(call)
    }

    static func time(_ call: Call) throws(APIRefusal) -> Payload {
        _ = try call.node()
        var row = JSONObject()
        row.put("time", Int(call.clock))
        row.put("localtime", Int(call.clock))
        row.put("timezone", "Etc/UTC")
        return Payload(row.json)
    }

    static func network(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        var card = JSONObject()
        card.put("iface", "enp1s0")
        card.put("type", "eth")
        card.put("method", "manual")
        card.put("method6", "manual")
        card.put("exists", 1)
        card.put("active", 1)
        card.put("priority", 3)
        card.put("families", json: JSONText.strings(["inet"]))
        var bridge = JSONObject()
        bridge.put("iface", "vmbr0")
        bridge.put("type", "bridge")
        bridge.put("method", "static")
        bridge.put("method6", "manual")
        bridge.put("address", node.address)
        bridge.put("netmask", "8")
        bridge.put("cidr", node.address + "/8")
        bridge.put("bridge_ports", "enp1s0")
        bridge.put("bridge_stp", "off")
        bridge.put("bridge_fd", "0")
        bridge.put("active", 1)
        bridge.put("autostart", 1)
        bridge.put("priority", 4)
        bridge.put("families", json: JSONText.strings(["inet"]))
        return Payload(rows: [card.json, bridge.json])
    }
}
