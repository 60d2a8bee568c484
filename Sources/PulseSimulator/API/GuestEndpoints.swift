/// Lists and current states of guests on one node.
enum GuestEndpoints {
    static func machines(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let full = call.flag("full")
        let rows = call.world.guests.filter { $0.node == node.name && $0.kind == .qemu && call.maySee($0) }
        return Payload(rows: call.inHashOrder(rows.map { machine($0, call, full: full).json }))
    }

    static func containers(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let rows = call.world.guests.filter { $0.node == node.name && $0.kind == .lxc && call.maySee($0) }
        return Payload(rows: call.inHashOrder(rows.map { container($0, call).json }))
    }

    static func machineStatus(_ call: Call) throws(APIRefusal) -> Payload {
        let guest = try call.guest(.qemu)
        var row = machine(guest, call, full: true)
        row.put("ha", json: highAvailability(guest))
        if guest.agent != .notConfigured { row.put("agent", 1) }
        if guest.isUp(at: call.now) {
            row.put("running-machine", call.version.is9 ? "pc-i440fx-10.1+pve0" : "pc-i440fx-9.2+pve1")
            row.put("running-qemu", call.version.is9 ? "10.1.2" : "9.2.0")
            row.put("nics", json: nics(guest, at: call.now))
        }
        return Payload(row.json)
    }

    static func containerStatus(_ call: Call) throws(APIRefusal) -> Payload {
        let guest = try call.guest(.lxc)
        var row = container(guest, call)
        row.put("ha", json: highAvailability(guest))
        return Payload(row.json)
    }

    static func status(_ guest: Guest, at t: Double) -> String {
        guard guest.isUp(at: t) else { return "stopped" }
        return if case .paused = guest.power { "paused" } else { "running" }
    }

    // MARK: Rows

    private static func machine(_ guest: Guest, _ call: Call, full: Bool) -> JSONObject {
        let sample = GuestSample(guest, at: call.now)
        let up = guest.isUp(at: call.now)
        var row = common(guest, sample, call)
        // Paused is a matter of QEMU: the process runs.
        row.put("status", up ? "running" : "stopped")
        row.put("disk", 0)
        row.put("mem", full || !call.version.is9 ? memory(guest, sample, call.version) : sample.hostMemory)
        row.put("diskread", full ? sample.diskRead : 0)
        row.put("diskwrite", full ? sample.diskWritten : 0)
        if up { row.put("pid", 2_000 + guest.vmid * 7) }
        if call.version.is9, up {
            row.put("memhost", sample.hostMemory)
            putPressures(into: &row, guest, call, asText: false)
        }
        if full { putMonitor(into: &row, guest, sample, call) }
        return row
    }

    /// Before 9 an estimate that stays below the configured memory; since then it may exceed it.
    static func memory(_ guest: Guest, _ sample: GuestSample, _ version: SimulatedVersion) -> Int {
        version.is9 ? sample.shownMemory : min(sample.shownMemory, guest.memory)
    }

    /// What only a question to QEMU itself brings.
    private static func putMonitor(into row: inout JSONObject, _ guest: Guest, _ sample: GuestSample, _ call: Call) {
        row.put("qmpstatus", status(guest, at: call.now))
        if case .shrinking(let minimum) = guest.balloon {
            row.put("balloon_min", minimum)
            row.put("shares", 1_000)
        }
        guard guest.isUp(at: call.now), guest.balloon != .off else { return }
        row.put("balloon", guest.memory)
        guard guest.tellsMemory else { return }
        row.put("freemem", sample.freeMemory)
        var balloon = JSONObject()
        balloon.put("actual", guest.memory)
        balloon.put("max_mem", guest.memory)
        balloon.put("total_mem", guest.memory - 60 << 20)
        balloon.put("free_mem", sample.freeMemory)
        balloon.put("last_update", Int(call.now) - 3)
        row.put("ballooninfo", json: balloon.json)
    }

    private static func container(_ guest: Guest, _ call: Call) -> JSONObject {
        let sample = GuestSample(guest, at: call.now)
        let up = guest.isUp(at: call.now)
        var row = common(guest, sample, call)
        row.put("status", up ? "running" : "stopped")
        row.put("type", "lxc")
        row.put("disk", sample.disk)
        row.put("mem", sample.memory)
        row.put("diskread", sample.diskRead)
        row.put("diskwrite", sample.diskWritten)
        row.put("swap", sample.swap)
        row.put("maxswap", 512 << 20)
        if up { row.put("pid", 2_000 + guest.vmid * 7) }
        if call.version.is9, up { putPressures(into: &row, guest, call, asText: true) }
        return row
    }

    private static func common(_ guest: Guest, _ sample: GuestSample, _ call: Call) -> JSONObject {
        var row = JSONObject()
        // Text in the lists of containers until 8.2.
        if guest.kind == .lxc, call.version.major < 8 { row.put("vmid", String(guest.vmid)) } else { row.put("vmid", guest.vmid) }
        row.put("name", guest.shownName)
        row.put("cpu", sample.cpu)
        row.put("cpus", guest.cores)
        row.put("maxmem", guest.memory)
        row.put("maxdisk", guest.disk)
        row.put("netin", sample.received)
        row.put("netout", sample.sent)
        row.put("uptime", sample.uptime)
        if !guest.tags.isEmpty { row.put("tags", guest.tags.joined(separator: ";")) }
        // In the lists of a node, unlike those of the cluster, the key is there only when it says yes.
        if guest.template { row.put("template", 1) }
        row.put("lock", ifPresent: guest.lock)
        return row
    }

    /// Machines tell numbers, containers text. Whose storage is gone waits for it all the time.
    private static func putPressures(into row: inout JSONObject, _ guest: Guest, _ call: Call, asText: Bool) {
        let names = ["pressurecpusome", "pressureiosome", "pressureiofull", "pressurememorysome", "pressurememoryfull"]
        let isStranded = call.world.storages.contains { $0.id == guest.storage && $0.inactiveSince != nil }
        for (offset, name) in (asText ? names : names + ["pressurecpufull"]).enumerated() {
            let noise = Signal.noise(seed: guest.seed &+ UInt64(offset), at: call.now)
            let waits = isStranded && name.hasPrefix("pressureio")
            let value = (waits ? 96 : 0) + Double(Int(max(0, noise) * 180)) / 100
            if asText { row.put(name, NodeEndpoints.twoPlaces(value)) } else { row.put(name, value) }
        }
    }

    private static func highAvailability(_ guest: Guest) -> String {
        var object = JSONObject()
        object.put("managed", guest.highlyAvailable ? 1 : 0)
        object.put("state", ifPresent: guest.haState)
        return object.json
    }

    private static func nics(_ guest: Guest, at t: Double) -> String {
        let sample = GuestSample(guest, at: t)
        var nic = JSONObject()
        nic.put("netin", sample.received)
        nic.put("netout", sample.sent)
        var object = JSONObject()
        object.put("tap\(guest.vmid)i0", json: nic.json)
        return object.json
    }

    static func containerInterfaces(_ call: Call) throws(APIRefusal) -> Payload {
        let guest = try call.guest(.lxc)
        guard guest.isUp(at: call.now) else { throw .failed("CT \(guest.vmid) not running") }
        let rows = [
            GuestAddress(name: "lo", hardware: "00:00:00:00:00:00", ipv4: "127.0.0.1", prefix: 8, ipv6: "::1", prefix6: 128),
            GuestAddress.first(of: guest, name: "eth0"),
        ]
        return Payload(rows: rows.map(\.containerRow))
    }
}

/// A network interface inside a guest.
struct GuestAddress {
    let name: String
    let hardware: String
    let ipv4: String
    let prefix: Int
    let ipv6: String
    let prefix6: Int

    static func first(of guest: Guest, name: String) -> GuestAddress {
        let low = Int(guest.seed % 250) + 1
        let third = guest.vmid % 250
        return GuestAddress(
            name: name, hardware: mac(guest), ipv4: "10.\(20 + guest.vmid / 250 % 200).\(third).\(low)", prefix: 24,
            ipv6: "fe80::be24:11ff:fe\(twoDigits(third)):\(twoDigits(low))01", prefix6: 64)
    }

    static func mac(_ guest: Guest) -> String {
        "BC:24:11:"
            + [guest.seed & 255, guest.seed >> 8 & 255, guest.seed >> 16 & 255].map { twoDigits(Int($0)).uppercased() }.joined(
                separator: ":")
    }

    private static func twoDigits(_ value: Int) -> String {
        let digits = String(value & 255, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    var containerRow: String {
        var row = JSONObject()
        row.put("name", name)
        row.put("hwaddr", hardware.lowercased())
        row.put("hardware-address", hardware.lowercased())
        row.put("inet", "\(ipv4)/\(prefix)")
        row.put("inet6", "\(ipv6)/\(prefix6)")
        row.put("ip-addresses", json: JSONText.array([address(ipv4, "inet", prefix), address(ipv6, "inet6", prefix6)]))
        return row.json
    }

    var agentAddresses: String {
        JSONText.array([address(ipv4, "ipv4", prefix), address(ipv6, "ipv6", prefix6)])
    }

    private func address(_ text: String, _ type: String, _ prefix: Int) -> String {
        var object = JSONObject()
        object.put("ip-address", text)
        object.put("ip-address-type", type)
        object.put("prefix", prefix)
        return object.json
    }
}
