/// `/cluster/resources`: the whole cluster in one list, as pvestatd of every node last measured it.
///
/// A dead node leaves in steps: its row goes offline at once, its guests keep their last values for five minutes, then they are
/// `unknown` and have lost even their names.
struct ResourceRows {
    static let expiry = 300.0

    let call: Call
    private let world: ClusterWorld
    private let now: Double
    private var rows: [String] = []
    /// Per node: cores and bytes its guests use, summed while their rows are made.
    private var load: [String: (cores: Double, memory: Int)] = [:]

    static func answer(_ call: Call) throws(APIRefusal) -> Payload {
        var list = ResourceRows(call)
        return Payload(rows: list.make(type: call.request.query["type"]))
    }

    private init(_ call: Call) {
        self.call = call
        world = call.world
        now = call.now
    }

    private mutating func make(type: String?) -> [String] {
        if type != "storage" { addGuests(shown: type == nil || type == "vm") }
        if type == nil || type == "node" { addNodes() }
        if type == nil || type == "storage" { addStorages() }
        if type == nil { addPools() }
        if type == nil || type == "sdn" { addNetworks() }
        return call.inHashOrder(rows)
    }

    // MARK: Guests

    private mutating func addGuests(shown: Bool) {
        let nodes = Dictionary(world.nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let seesAll =
            call.may("VM.Audit", "/")
            && !world.access.grants.contains {
                $0.path.hasPrefix("/vms") || $0.path.hasPrefix("/pool") && $0.subject == call.principal.subject
            }
        for guest in world.guests {
            guard let node = nodes[guest.node] else { continue }
            let measured = ResourceRows.measurement(node, now)
            let sample = measured.map { GuestSample(guest, at: $0) }
            if let sample, node.online {
                let cores = load[node.name]?.cores ?? 0
                let memory = load[node.name]?.memory ?? 3 << 30
                load[node.name] = (
                    cores + sample.cpu * Double(guest.cores), memory + (guest.kind == .lxc ? sample.memory : sample.hostMemory)
                )
            }
            guard shown, seesAll || call.maySee(guest) else { continue }
            let known = measured.map { guest.created < $0 } ?? false
            rows.append(known ? row(guest, sample, at: measured ?? now) : unknown(guest))
        }
        if shown, world.quirks.duplicateVmid { duplicate() }
    }

    /// When the values shown were taken; nil when they have expired.
    static func measurement(_ node: Node, _ now: Double) -> Double? {
        guard let stopped = node.downSince ?? node.statisticsStoppedAt else {
            return max(node.lastRound(before: now), min(node.bootedAt, now))
        }
        return now - stopped < expiry ? node.lastRound(before: stopped) : nil
    }

    private func row(_ guest: Guest, _ sample: GuestSample?, at measured: Double) -> String {
        guard let sample else { return unknown(guest) }
        let firstRunning = world.quirks.notANumber || world.quirks.negativeUptime ? world.guests.first(where: \.running)?.vmid : nil
        var row = start(guest, status: GuestEndpoints.status(guest, at: measured))
        row.put("name", guest.shownName)
        row.put("template", guest.template ? 1 : 0)
        row.put("cpu", world.quirks.notANumber && guest.vmid == firstRunning ? .nan : sample.cpu)
        row.put("maxcpu", guest.cores)
        row.put("mem", GuestEndpoints.memory(guest, sample, world.version))
        row.put("maxmem", guest.memory)
        if world.version.is9, guest.kind == .qemu { row.put("memhost", sample.hostMemory) }
        // What a machine has used of its disk the host cannot know.
        row.put("disk", guest.kind == .qemu ? 0 : sample.disk)
        row.put("maxdisk", guest.disk)
        row.put("netin", sample.received)
        row.put("netout", sample.sent)
        row.put("diskread", sample.diskRead)
        row.put("diskwrite", sample.diskWritten)
        row.put("uptime", world.quirks.negativeUptime && guest.vmid == firstRunning ? -4_711 : sample.uptime)
        return row.json
    }

    private func unknown(_ guest: Guest) -> String { start(guest, status: "unknown").json }

    private func start(_ guest: Guest, status: String) -> JSONObject {
        var row = JSONObject()
        row.put("type", guest.kind.rawValue)
        row.put("id", "\(guest.kind.rawValue)/\(guest.vmid)")
        row.put("vmid", guest.vmid)
        row.put("node", guest.node)
        row.put("status", status)
        if !guest.tags.isEmpty { row.put("tags", guest.tags.joined(separator: ";")) }
        row.put("pool", ifPresent: guest.pool)
        row.put("lock", ifPresent: guest.lock)
        row.put("hastate", ifPresent: guest.haState)
        return row
    }

    /// Split brain or a broken file system of the cluster: one vmid, two nodes.
    private mutating func duplicate() {
        guard world.nodes.count > 1, var twin = world.guests.first else { return }
        twin.node = world.nodes.first { $0.name != twin.node }?.name ?? twin.node
        twin.name = "twin-of-\(twin.vmid)"
        rows.append(row(twin, GuestSample(twin, at: now), at: now))
    }

    // MARK: Nodes

    private mutating func addNodes() {
        for node in world.nodes {
            var row = JSONObject()
            NodeEndpoints.fill(&row, node, call, load: load[node.name] ?? (0, 3 << 30))
            if node.online { row.put("cgroup-mode", 2) }
            if world.guests.contains(where: \.highlyAvailable) { row.put("hastate", node.online ? "online" : "unknown") }
            rows.append(row.json)
        }
    }

    // MARK: Storages, pools, networks

    private mutating func addStorages() {
        for storage in world.storages where call.may(["Datastore.Audit", "Datastore.AllocateSpace"], "/storage/\(storage.id)") {
            for node in world.nodes where storage.isOn(node.name) { rows.append(storageRow(storage, node)) }
        }
    }

    private func storageRow(_ storage: Storage, _ node: Node) -> String {
        var measured = ResourceRows.measurement(node, now)
        if let inactive = storage.inactiveSince, let t = measured {
            measured = now - inactive < ResourceRows.expiry ? min(t, inactive) : nil
        }
        var row = JSONObject()
        row.put("type", "storage")
        row.put("id", "storage/\(node.name)/\(storage.id)")
        row.put("storage", storage.id)
        row.put("node", node.name)
        row.put("status", measured == nil ? "unknown" : "available")
        row.put("plugintype", storage.type)
        row.put("content", storage.content)
        row.put("shared", storage.shared ? 1 : 0)
        if let measured {
            row.put("disk", storage.used(on: node.name, at: measured, epoch: world.epoch))
            row.put("maxdisk", storage.size)
        }
        return row.json
    }

    private mutating func addPools() {
        for pool in world.pools where call.may("Pool.Audit", "/pool/\(pool)") {
            var row = JSONObject()
            row.put("type", "pool")
            row.put("id", "/pool/\(pool)")
            row.put("pool", pool)
            rows.append(row.json)
        }
    }

    private mutating func addNetworks() {
        guard call.may("SDN.Audit", "/sdn/zones/localnetwork") else { return }
        for node in world.nodes where node.online {
            var row = JSONObject()
            row.put("type", world.version.is9 ? "network" : "sdn")
            row.put("id", world.version.is9 ? "network/\(node.name)/zone/localnetwork" : "sdn/\(node.name)/localnetwork")
            row.put(world.version.is9 ? "network" : "sdn", "localnetwork")
            if world.version.is9 { row.put("network-type", "zone") }
            row.put("node", node.name)
            row.put("status", "ok")
            rows.append(row.json)
        }
    }
}
