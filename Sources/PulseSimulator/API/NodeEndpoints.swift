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
        Payload(rows: [card(), bridge(try call.node())])
    }

    private static func card() -> String {
        var row = interface("enp1s0", "eth", method: "manual", priority: 3)
        row.put("exists", 1)
        return row.json
    }

    private static func bridge(_ node: Node) -> String {
        var row = interface("vmbr0", "bridge", method: "static", priority: 4)
        row.put("autostart", 1)
        row.put("address", node.address)
        row.put("netmask", "8")
        row.put("cidr", node.address + "/8")
        row.put("bridge_ports", "enp1s0")
        row.put("bridge_stp", "off")
        row.put("bridge_fd", "0")
        return row.json
    }

    private static func interface(_ name: String, _ type: String, method: String, priority: Int) -> JSONObject {
        var row = JSONObject()
        row.put("iface", name)
        row.put("type", type)
        row.put("method", method)
        row.put("method6", "manual")
        row.put("active", 1)
        row.put("priority", priority)
        row.put("families", json: JSONText.strings(["inet"]))
        return row
    }
}
