/// Reads a listing of snapshots piece by piece as ``PBSSource`` does, for who measures it.
package struct PBSListingReader {
    private var stream = RowStream()
    private let listing = PBSSnapshotListing()

    /// Whether the snapshots are kept; without, only the reading itself is measured.
    private let keeps: Bool

    package init(keeps: Bool) {
        self.keeps = keeps
    }

    package mutating func feed(_ piece: [UInt8]) throws {
        let (listing, keeps) = (listing, keeps)
        try stream.feed(piece) { row in keeps ? listing.take(row) : row.integer("backup-time") != nil }
    }

    /// How many snapshots there were.
    package func finish() throws -> Int {
        let tally = try stream.finish()
        return keeps ? listing.finished().count : tally.rows
    }
}
