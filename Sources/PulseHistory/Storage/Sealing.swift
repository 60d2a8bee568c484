import PulseCore

/// Makes chunks of finished rows of the tail, within one transaction: from then on the rows no longer count for this group.
struct Sealing {
    let database: SQLConnection
    let group: Int64
    /// By slot.
    let precisions: [Int: Precision]
    /// By the beginning of their stretch.
    private var drafts: [Int64: BlockDraft] = [:]

    /// Series in one pass over the rows: what bounds the memory it takes, 720 samples of 16 bytes each.
    private static let pass = 256

    init(_ database: SQLConnection, group: Int64, precisions: [Int: Precision]) {
        self.database = database
        self.group = group
        self.precisions = precisions
    }

    /// - Returns: the new blocks.
    mutating func run(_ places: [TailIndex.Place]) throws -> [Block] {
        for first in stride(from: 0, to: (precisions.keys.max() ?? -1) + 1, by: Self.pass) {
            pass(places, first..<first + Self.pass)
        }
        if let last = places.last { try SeriesTable.setSealed(to: last.id, group: group, database) }
        return try drafts.sorted { $0.key < $1.key }.map { start, draft in
            try BlockTable.insert(draft, group: group, tier: .raw, start: start, database)
        }
    }

    private mutating func pass(_ places: [TailIndex.Place], _ slots: Range<Int>) {
        var gathered = Array(repeating: RawChunk(times: [], quanta: []), count: slots.count)
        TailScan(database: database, places: places[...]).samples((0..<slots.upperBound).map { slots.contains($0) }) { at, slot, quanta in
            gathered[slot - slots.lowerBound].times.append(at)
            gathered[slot - slots.lowerBound].quanta.append(quanta)
        }
        for (offset, samples) in gathered.enumerated() where !samples.times.isEmpty {
            guard let precision = precisions[slots.lowerBound + offset] else { continue }
            for part in SampleMerge.cut(SampleMerge.merged([samples])) {
                let start = RollUp.floor(part.times[0], to: Tier.raw.chunkSpan)
                drafts[start, default: BlockDraft()].add(part.encoded(precision, start: start), slot: slots.lowerBound + offset)
            }
        }
    }
}
