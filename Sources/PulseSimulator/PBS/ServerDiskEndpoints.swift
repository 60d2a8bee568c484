/// Disks of a backup server and the pools on them.
enum ServerDiskEndpoints {
    static func list(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let skips = call.flag("skipsmart")
        let wanted = call.request.query["usage-type"]
        return Payload(
            rows: call.world.disks.filter { _ in wanted == nil || wanted == "zfs" }.map { disk in
                var row = JSONObject()
                row.put("name", disk.name)
                row.put("devpath", "/dev/" + disk.name)
                row.put("used", "zfs")
                row.put("disk-type", disk.isSolid ? "ssd" : "hdd")
                row.put("size", disk.size)
                row.put("gpt", true)
                row.put("model", disk.model)
                row.put("serial", disk.serial)
                row.put("vendor", disk.isSolid ? "unknown" : "ATA")
                row.put("status", skips ? "unknown" : disk.failed ? "failed" : "passed")
                if disk.isSolid { row.put("rpm", 0) } else { row.put("rpm", 7_200) }
                if !skips { row.put("wearout", ifPresent: disk.remaining) }
                return row.json
            })
    }

    static func smart(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard let disk = call.world.disks.first(where: { $0.name == call.request.query["disk"] }) else {
            throw .badRequest("parameter verification failed - 'disk': no such block device")
        }
        var row = JSONObject()
        row.put("status", disk.failed ? "failed" : "passed")
        row.put("wearout", ifPresent: disk.remaining)
        let attributes =
            disk.isSolid
            ? [("Temperature", "38 Celsius"), ("Percentage Used", "\(100 - (disk.remaining ?? 100))%"), ("Power On Hours", "9,120")].map(text)
            : [("Reallocated_Sector_Ct", 5, disk.failed ? "1832" : "0"), ("Power_On_Hours", 9, "20144"), ("Temperature_Celsius", 194, "34")].map(
                number)
        row.put("attributes", json: JSONText.array(attributes))
        return Payload(row.json)
    }

    private static func text(_ name: String, _ raw: String) -> String {
        var row = JSONObject()
        row.put("name", name)
        row.put("raw", raw)
        row.put("value", raw)
        return row.json
    }

    private static func number(_ name: String, _ id: Int, _ raw: String) -> String {
        var row = JSONObject()
        row.put("name", name)
        row.put("id", id)
        row.put("flags", "PO--CK")
        row.put("raw", raw)
        row.put("value", raw)
        row.put("normalized", 100)
        row.put("worst", 100)
        row.put("threshold", id == 5 ? 10 : 0)
        return row.json
    }

    private static func members(of pool: String, _ call: BackupServerCall) -> [BackupServerDisk] { call.world.disks.filter { $0.pool == pool } }

    static func pools(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        Payload(
            rows: ["rpool", "backup"].map { pool in
                let size = members(of: pool, call).reduce(0) { $0 + $1.size } / (pool == "rpool" ? 2 : 1)
                let used = call.world.datastores.reduce(0) { $0 + $1.used(at: call.now, epoch: call.world.epoch) }
                let allocated = pool == "rpool" ? ServerSample(call.world, at: call.now).root : used * 3 / 2
                var row = JSONObject()
                row.put("name", pool)
                row.put("size", size)
                row.put("alloc", allocated)
                row.put("free", size - allocated)
                row.put("frag", 7)
                row.put("dedup", json: "1.0")
                row.put("health", members(of: pool, call).contains(where: \.failed) ? "DEGRADED" : "ONLINE")
                return row.json
            })
    }

    static func pool(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let name = call.parameters["name"] ?? ""
        let disks = members(of: name, call)
        guard !disks.isEmpty else { throw .badRequest("zpool status \(name) failed: cannot open '\(name)': no such pool") }
        let degraded = disks.contains(where: \.failed)
        let state = degraded ? "DEGRADED" : "ONLINE"
        let leaves = disks.map { vdev("/dev/\($0.name)1", $0.failed ? "FAULTED" : "ONLINE", level: 2) }
        let group = vdev(name == "rpool" ? "mirror-0" : "raidz1-0", state, level: 1, children: leaves)
        var row = JSONObject()
        row.put("name", name)
        row.put("state", state)
        if degraded { row.put("status", "One or more devices are faulted in response to persistent errors.") }
        row.put("scan", "scrub repaired 0B in 09:14:02 with 0 errors on \(CalendarText.ofManager(call.world.epoch - 8 * 86_400))")
        row.put("errors", "No known data errors")
        row.put("leaf", false)
        row.put("children", json: JSONText.array([vdev(name, state, level: 0, children: [group])]))
        return Payload(row.json)
    }

    private static func vdev(_ name: String, _ state: String, level: Int, children: [String] = []) -> String {
        var row = JSONObject()
        row.put("name", name)
        row.put("state", state)
        row.put("lvl", level)
        row.put("read", 0)
        row.put("write", state == "FAULTED" ? 312 : 0)
        row.put("cksum", 0)
        row.put("msg", "")
        row.put("leaf", children.isEmpty)
        if !children.isEmpty { row.put("children", json: JSONText.array(children)) }
        return row.json
    }

    static func directories(_ call: BackupServerCall) throws(APIRefusal) -> Payload { Payload("[]") }
}
