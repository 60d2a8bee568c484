import PulseCore

/// A row of `/nodes/{node}/disks/list` (`facts.md`, section 19).
struct PVEDiskRow: Sendable, Hashable {
    var device: String
    var model: String?
    var vendor: String?
    var serial: String?
    var type: String?
    var size: Int64?
    var rotations: Int?
    var health: String?
    var usage: String?
    var osd: Int?
    /// 0…1. Proxmox gives what remains.
    var wear: Double?

    /// Nil also of partitions.
    init?(_ row: JSONObject) {
        guard let device = row.text("devpath"), row.text("parent") == nil else { return nil }
        self.device = device
        (model, vendor, serial) = (Self.said(row, "model"), Self.said(row, "vendor"), Self.said(row, "serial"))
        type = row.text("type")
        size = row.amount("size")
        // 0 is a solid-state disk, -1 nobody knows.
        rotations = row.integer("rpm").flatMap { (1...100_000).contains($0) ? Int($0) : nil }
        health = row.text("health")
        usage = row.text("used")
        let first = row.array("osdid-list")?.first?.integer ?? row.integer("osdid")
        osd = first.flatMap { (0...1_000_000).contains($0) ? Int($0) : nil }
        wear = row.number("wearout").flatMap { (0...100).contains($0) ? 1 - $0 / 100 : nil }
    }

    /// Padded with spaces, or `unknown`.
    private static func said(_ row: JSONObject, _ key: String) -> String? {
        let words = row.text(key)?.split(separator: " ").joined(separator: " ") ?? ""
        return words.isEmpty || words == "unknown" ? nil : words.printable(limit: 80)
    }
}

/// A row of `/nodes/{node}/disks/zfs`.
struct PVEPoolRow: Sendable, Hashable {
    var name: String
    var health: String?
    var size: Int64?
    var allocated: Int64?
    var fragmentation: Double?
    var deduplication: Double?

    init?(_ row: JSONObject) {
        guard let name = row.text("name") else { return nil }
        self.name = name
        health = row.text("health")
        (size, allocated) = (row.amount("size"), row.amount("alloc"))
        fragmentation = row.number("frag").flatMap { (0...100).contains($0) ? $0 / 100 : nil }
        deduplication = row.number("dedup").flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    }
}

/// A row of `/nodes/{node}/disks/lvmthin`.
struct PVEThinPoolRow: Sendable, Hashable {
    /// `group/volume`.
    var name: String
    var size: Int64?
    var used: Int64?
    var metadataSize: Int64?
    var metadataUsed: Int64?

    init?(_ row: JSONObject) {
        guard let volume = row.text("lv") else { return nil }
        name = row.text("vg").map { "\($0)/\(volume)" } ?? volume
        (size, used) = (row.amount("lv_size"), row.amount("used"))
        (metadataSize, metadataUsed) = (row.amount("metadata_size"), row.amount("metadata_used"))
    }
}
