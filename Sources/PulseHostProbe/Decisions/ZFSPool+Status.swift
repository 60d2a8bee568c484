import PulseCore

extension ZFSPool {
    /// Adds what `zpool status` says to a row of `zpool list`.
    mutating func take(_ status: PoolStatus) {
        health = status.health ?? health
        scan = status.scan
        scrubbedAt = status.scrubbedAt
        errors = status.errors
        readErrors = status.sum(\.read)
        writeErrors = status.sum(\.write)
        checksumErrors = status.sum(\.checksum)
    }
}

extension PoolStatus {
    /// Over the devices that are made of no others. What could not be mended is counted again by all that stands above them, so the pool's own count
    /// can be the larger one.
    fileprivate func sum(_ count: KeyPath<Row, Int>) -> Int? {
        guard let pool = rows.first else { return nil }
        let leaves = rows.indices.filter { $0 + 1 == rows.endIndex || rows[$0 + 1].depth <= rows[$0].depth }
        return max(pool[keyPath: count], leaves.reduce(0) { $0 &+ rows[$1][keyPath: count] })
    }
}
