import PulseCore

/// `zpool list -Hp -o name,size,allocated,fragmentation,health` (zpool-list(8)): a row per pool, divided by tabs, exact numbers.
enum PoolListing {
    static let columns = "name,size,allocated,fragmentation,health"
    private static let limit = 256

    static func parse(_ output: Bytes) -> [ZFSPool] { output.lines.prefix(limit).compactMap(row) }

    private static func row(_ line: Bytes) -> ZFSPool? {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard fields.count == 5, !fields[0].isEmpty else { return nil }
        var pool = ZFSPool(name: fields[0].text.printable())
        // `-` where a pool that is not available cannot tell.
        pool.size = fields[1].unsigned.flatMap { Int64(exactly: $0) }
        pool.allocated = fields[2].unsigned.flatMap { Int64(exactly: $0) }
        let percent = fields[3].last == UInt8(ascii: "%") ? fields[3].dropLast() : fields[3]
        pool.fragmentation = percent.small.flatMap { $0 <= 100 ? Double($0) / 100 : nil }
        pool.health = fields[4].isEmpty ? nil : fields[4].text.printable(limit: 32)
        return pool
    }
}
