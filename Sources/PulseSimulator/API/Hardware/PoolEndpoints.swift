/// ZFS pools and LVM below the storages of a node.
enum PoolEndpoints {
    static func list(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        return Payload(
            rows: node.equipment.pools.map { pool in
                let used = used(pool, node, call)
                var row = JSONObject()
                row.put("name", pool.name)
                row.put("size", pool.size)
                row.put("alloc", used)
                row.put("free", pool.size - used)
                row.put("frag", 14)
                row.put("dedup", json: "1.0")
                row.put("health", pool.state.rawValue)
                return row.json
            })
    }

    private static func used(_ pool: ZFSPool, _ node: Node, _ call: Call) -> Int {
        let storage = call.world.storages.first { $0.id == pool.storage }
        return min(pool.size, storage?.used(on: node.name, at: call.now, epoch: call.world.epoch) ?? pool.size / 3)
    }

    /// The vdev tree of `zpool status`.
    static func details(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let name = call.parameters["name"] ?? ""
        guard let pool = node.equipment.pools.first(where: { $0.name == name }) else {
            throw .failed("command 'zpool status -P \(name)' failed: exit code 1")
        }
        let disks = node.equipment.disks.filter { $0.pool == name }
        let leaves = disks.enumerated().map { position, disk in
            let bad = disk.failed || pool.state != .online && position == disks.count - 1
            return device(disk.path, bad ? "FAULTED" : "ONLINE", errors: bad ? 31 : 0, children: nil)
        }
        let group = device(name == "tank" ? "raidz1-0" : "mirror-0", pool.state.rawValue, errors: 0, children: leaves)
        let top = device(name, pool.state.rawValue, errors: 0, children: [group])
        var row = JSONObject()
        row.put("name", name)
        row.put("state", pool.state.rawValue)
        if pool.state != .online {
            row.put(
                "status",
                "One or more devices are faulted in response to persistent errors.\n\tSufficient replicas exist for the pool to continue functioning in a degraded state.\n"
            )
            row.put("action", "Replace the faulted device, or use 'zpool clear' to mark the device\n\trepaired.\n")
        }
        row.put("scan", scan(pool))
        row.put("errors", pool.scrubErrors > 0 ? "\(pool.scrubErrors) data errors, use '-v' for a list" : "No known data errors")
        row.put("children", json: JSONText.array([top]))
        return Payload(row.json)
    }

    private static func scan(_ pool: ZFSPool) -> String {
        guard let end = pool.scrubbedAt else { return "none requested" }
        return "scrub repaired \(pool.scrubErrors > 0 ? "128K" : "0B") in 06:12:44 with \(pool.scrubErrors) errors on \(CalendarText.ofManager(end))"
    }

    private static func device(_ name: String, _ state: String, errors: Int, children: [String]?) -> String {
        var row = JSONObject()
        row.put("name", name)
        row.put("state", state)
        row.put("read", 0)
        row.put("write", errors)
        row.put("cksum", 0)
        row.put("msg", errors > 0 ? "too many errors" : "")
        row.put("leaf", children == nil ? 1 : 0)
        if let children { row.put("children", json: JSONText.array(children)) }
        return row.json
    }

    /// Metadata that run full stop a pool that has room.
    static func thin(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        guard let pool = node.equipment.thinPool else { return Payload("[]") }
        let storage = call.world.storages.first { $0.id == "local-lvm" }
        var row = JSONObject()
        row.put("vg", pool.group)
        row.put("lv", pool.volume)
        row.put("lv_size", pool.size)
        row.put("used", storage?.used(on: node.name, at: call.now, epoch: call.world.epoch) ?? 0)
        row.put("metadata_size", pool.metadataSize)
        row.put("metadata_used", Int(Double(pool.metadataSize) * pool.metadataFill))
        return Payload(rows: [row.json])
    }

    static func volumeGroups(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        guard let pool = node.equipment.thinPool else { return Payload("{\"leaf\":0,\"children\":[]}") }
        var disk = JSONObject()
        disk.put("name", "/dev/nvme0n1p3")
        disk.put("size", pool.size + 300 << 30)
        disk.put("free", 16 << 30)
        disk.put("leaf", 1)
        var group = JSONObject()
        group.put("name", pool.group)
        group.put("size", pool.size + 300 << 30)
        group.put("free", 16 << 30)
        group.put("lvcount", 3)
        group.put("leaf", 0)
        group.put("children", json: "[\(disk.json)]")
        return Payload("{\"leaf\":0,\"children\":[\(group.json)]}")
    }
}
