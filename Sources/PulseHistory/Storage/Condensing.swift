import PulseCore

/// Moves a stretch of a tier of a group to the next tier, within one transaction: the new blocks come and the old ones go together.
struct Condensing {
    let database: SQLConnection
    let group: Int64
    let tier: Tier
    private(set) var reading: SeriesReading
    private var drafts: [Int64: BlockDraft] = [:]

    init(_ database: SQLConnection, group: Int64, tier: Tier) {
        self.database = database
        self.group = group
        self.tier = tier
        reading = SeriesReading(database)
    }

    /// - Parameter blocks: of this group and tier.
    /// - Returns: the new blocks.
    mutating func run(_ blocks: [Block], at now: Timestamp) throws -> [Block] {
        guard let from = blocks.map(\.start).min(), let to = blocks.map(\.start).max() else { return [] }
        let wanted = Set(blocks.map(\.id))
        let found = try BlockTable.starting(group, from: from, to: to, database).filter { wanted.contains($0.block.id) }
        if let next = Tier(rawValue: tier.rawValue + 1) { try gather(found, to: next) }
        for damage in reading.damaged { try ChunkTable.quarantine(damage.chunk, damage.place, damage.reason, at: now, database) }
        for block in blocks { try BlockTable.delete(block, database) }
        guard let next = Tier(rawValue: tier.rawValue + 1) else { return [] }
        return try drafts.sorted { $0.key < $1.key }.map { start, draft in
            try BlockTable.insert(draft, group: group, tier: next, start: start, database)
        }
    }

    private mutating func gather(_ found: [(block: Block, slots: SlotSet)], to next: Tier) throws {
        for slot in Set(found.flatMap(\.slots.slots)).sorted() {
            let chunks = try found.compactMap { block, slots in
                try slots.rank(of: slot).flatMap { rank in
                    try ChunkTable.stored(
                        block.first + Int64(rank), ChunkPlace(series: SeriesGroup.series(group, slot), tier: tier, start: block.start), database)
                }
            }
            guard let (records, precision) = summarised(chunks, next) else { continue }
            for (start, part) in Dictionary(grouping: records, by: { RollUp.floor($0.start, to: next.chunkSpan) }) {
                drafts[start, default: BlockDraft()].add(SummaryChunk.encoded(part, start: start, tier: next, precision), slot: slot)
            }
        }
    }

    private mutating func summarised(_ chunks: [ChunkTable.Stored], _ next: Tier) -> (records: [SummaryRecord], precision: Precision)? {
        if tier == .raw {
            let parts = chunks.compactMap { reading.raw($0) }
            return parts.first.map { (RollUp.records(of: SampleMerge.merged(parts.map(\.chunk)), tier: next, $0.precision), $0.precision) }
        }
        let parts = chunks.compactMap { reading.summary($0) }
        return parts.first.map { (RollUp.records(of: parts.flatMap(\.records), tier: next, $0.precision), $0.precision) }
    }
}
