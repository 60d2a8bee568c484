/// Physical disks of a node and what SMART says of them.
enum DiskEndpoints {
    static func list(_ call: Call) throws(APIRefusal) -> Payload {
        let skips = call.flag("skipsmart")
        return Payload(rows: try call.node().equipment.disks.map { row($0, skips: skips) })
    }

    private static func row(_ disk: PhysicalDisk, skips: Bool) -> String {
        var row = JSONObject()
        row.put("devpath", disk.path)
        row.put("type", disk.kind.rawValue)
        row.put("model", disk.model)
        row.put("serial", disk.serial)
        row.put("vendor", disk.kind == .nvme ? "unknown" : "ATA     ")
        row.put("size", disk.size)
        row.put("rpm", disk.kind == .hdd ? 5_400 : 0)
        row.put("gpt", 1)
        row.put("used", disk.usage)
        row.put("health", skips ? "UNKNOWN" : disk.failed ? "FAILED" : disk.kind == .nvme ? "PASSED" : "OK")
        if let remaining = disk.remaining, !skips { row.put("wearout", remaining) } else { row.put("wearout", "N/A") }
        // Minus one where there is none, and text where there is one.
        if let osd = disk.osd { row.put("osdid", String(osd)) } else { row.put("osdid", -1) }
        row.put("osdid-list", json: disk.osd.map { "[\"\($0)\"]" } ?? "null")
        row.put("wwn", "0x5000c500" + disk.serial.lowercased())
        row.put("by_id_link", "/dev/disk/by-id/\(disk.kind == .nvme ? "nvme" : "ata")-\(disk.model.replacing(" ", with: "_"))_\(disk.serial)")
        return row.json
    }

    static func smart(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        guard let path = call.request.query["disk"] else { throw .parameter("disk", "property is missing and it is not optional") }
        guard let disk = node.equipment.disks.first(where: { $0.path == path }) else {
            throw .failed("Can't get SMART data of \(path): no such device")
        }
        var row = JSONObject()
        row.put("health", disk.failed ? "FAILED!" : "PASSED")
        if call.flag("healthonly") { return Payload(row.json) }
        if disk.kind == .nvme {
            row.put("type", "text")
            row.put("text", text(disk))
        } else {
            row.put("type", "ata")
            row.put("attributes", json: JSONText.array(attributes(disk)))
        }
        row.put("wearout", ifPresent: disk.remaining)
        return Payload(row.json)
    }

    /// The words of smartctl.
    private static func text(_ disk: PhysicalDisk) -> String {
        [
            "", "SMART/Health Information (NVMe Log 0x02)", "Critical Warning:                   \(disk.failed ? "0x04" : "0x00")",
            "Temperature:                        \(disk.temperature) Celsius", "Available Spare:                    \(disk.failed ? 3 : 100)%",
            "Available Spare Threshold:          10%", "Percentage Used:                    \(100 - (disk.remaining ?? 100))%",
            "Data Units Read:                    92,105,411 [47.1 TB]", "Power On Hours:                     21,300",
            "Media and Data Integrity Errors:    \(disk.failed ? 417 : 0)", "",
        ].joined(separator: "\n")
    }

    private static func attributes(_ disk: PhysicalDisk) -> [String] {
        var list = [
            attribute(5, "Reallocated_Sector_Ct", value: disk.failed ? 4 : 100, threshold: 10, raw: disk.failed ? "3904" : "0"),
            attribute(9, "Power_On_Hours", value: 80, threshold: 0, raw: "18344"),
            attribute(194, "Temperature_Celsius", value: 100 - disk.temperature, threshold: 0, raw: "\(disk.temperature) (Min/Max 21/50)"),
            attribute(197, "Current_Pending_Sector", value: 100, threshold: 0, raw: disk.failed ? "96" : "0"),
        ]
        if let remaining = disk.remaining { list.append(attribute(233, "Media_Wearout_Indicator", value: remaining, threshold: 1, raw: "0")) }
        return list
    }

    private static func attribute(_ id: Int, _ name: String, value: Int, threshold: Int, raw: String) -> String {
        var row = JSONObject()
        let digits = String(id)
        row.put("id", String(repeating: " ", count: 3 - digits.count) + digits)
        row.put("name", name)
        row.put("flags", "PO--CK")
        row.put("value", value)
        row.put("worst", value)
        row.put("threshold", threshold)
        row.put("normalized", value)
        row.put("fail", value < threshold ? "FAILING_NOW" : "-")
        row.put("raw", raw)
        return row.json
    }
}
