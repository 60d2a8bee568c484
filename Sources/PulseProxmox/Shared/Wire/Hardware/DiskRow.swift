import PulseCore

/// A row of `/nodes/{node}/disks/list` (`facts.md`, sections 19 and 23).
struct DiskRow: Sendable, Hashable {
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
        // A backup server has other names for the same, and `passed` for `PASSED`.
        type = row.text("type") ?? row.text("disk-type")
        size = row.amount("size")
        // 0 is a solid-state disk, -1 nobody knows.
        rotations = row.integer("rpm").flatMap { (1...100_000).contains($0) ? Int($0) : nil }
        health = row.text("health") ?? row.text("status")?.uppercased()
        usage = row.text("used").flatMap { $0 == "unused" ? nil : $0 }
        let first = row.array("osdid-list")?.first?.integer ?? row.integer("osdid")
        osd = first.flatMap { (0...1_000_000).contains($0) ? Int($0) : nil }
        wear = row.number("wearout").flatMap { (0...100).contains($0) ? 1 - $0 / 100 : nil }
    }

    /// There is nothing to read from a disk that said that it has none.
    var hasSmart: Bool { !["UNKNOWN", "SMART Disabled"].contains(health ?? "UNKNOWN") }

    /// Padded with spaces, or `unknown`.
    private static func said(_ row: JSONObject, _ key: String) -> String? {
        let words = row.text(key)?.split(separator: " ").joined(separator: " ") ?? ""
        return words.isEmpty || words == "unknown" ? nil : words.printable(limit: 80)
    }
}
