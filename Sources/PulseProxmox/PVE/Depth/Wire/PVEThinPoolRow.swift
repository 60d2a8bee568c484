import PulseCore

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
