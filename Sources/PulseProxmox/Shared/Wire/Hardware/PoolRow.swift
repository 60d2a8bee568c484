import PulseCore

/// A row of `/nodes/{node}/disks/zfs`.
struct PoolRow: Sendable, Hashable {
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
