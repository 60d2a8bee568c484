import GRDB

/// The chunks of one group for one stretch of time.
struct Block: Equatable, Sendable {
    let id: Int64
    let group: Int64
    let tier: Tier
    /// The beginning of the stretch, at a whole multiple of the tier's chunk span, seconds.
    let start: Int64
    /// The id of its first chunk.
    let first: Int64
    let count: Int

    var end: Int64 { start + tier.chunkSpan }
}

/// Chunks before they are stored.
struct BlockDraft {
    var slots: [Int] = []
    var payloads: [[UInt8]] = []

    mutating func add(_ payload: [UInt8], slot: Int) {
        slots.append(slot)
        payloads.append(payload)
    }
}

/// Rows of `block`.
enum BlockTable {
    /// All blocks, without their slots.
    static func all(_ database: GRDB.Database) throws -> [Block] {
        try GRDB.Row.fetchAll(database, sql: "SELECT id, series_group, tier, start, first, count FROM block ORDER BY id").compactMap(block)
    }

    /// Blocks of a group that begin from `from` to `to`, both included, in the order in which they were written, with their slots.
    static func starting(_ group: Int64, from: Int64, to: Int64, _ database: GRDB.Database) throws -> [(block: Block, slots: SlotSet)] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, series_group, tier, start, first, count, slots FROM block
                WHERE series_group = ? AND start BETWEEN ? AND ? ORDER BY id
                """)
        return try GRDB.Row.fetchAll(statement, arguments: [group, from, to]).compactMap { row in
            guard let block = block(row), let slots = try? SlotSet(blob(row, 6)), slots.slots.count == block.count else { return nil }
            return (block, slots)
        }
    }

    /// Stores the chunks of a draft side by side, and the block that names them.
    ///
    /// - Parameter draft: by ascending slot.
    static func insert(_ draft: BlockDraft, group: Int64, tier: Tier, start: Int64, _ database: GRDB.Database) throws -> Block {
        let first = try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM chunk") ?? 1
        // Ids of deleted blocks at the end must not come again while an older block is still read under them.
        let next = max(first, try Int64.fetchOne(database, sql: "SELECT coalesce(max(first + count), 1) FROM block") ?? 1)
        for (offset, (slot, payload)) in zip(draft.slots, draft.payloads).enumerated() {
            let place = ChunkPlace(series: SeriesGroup.series(group, slot), tier: tier, start: start)
            try ChunkTable.insert(payload, id: next + Int64(offset), place, database)
        }
        try database.cachedStatement(sql: "INSERT INTO block (series_group, tier, start, first, count, slots) VALUES (?, ?, ?, ?, ?, ?)").execute(
            arguments: [group, tier.rawValue, start, next, draft.slots.count, bytes(SlotSet(draft.slots).encoded())])
        return Block(
            id: database.lastInsertedRowID, group: group, tier: tier, start: start, first: next, count: draft.slots.count)
    }

    /// Stores the chunks of a block once more for another stretch. Those that were set aside are missing there too.
    static func repeated(_ block: Block, at start: Int64, _ database: GRDB.Database) throws -> [Block] {
        try starting(block.group, from: block.start, to: block.start, database).filter { $0.block == block }.map { block, slots in
            var draft = BlockDraft()
            for (rank, slot) in slots.slots.enumerated() {
                let place = ChunkPlace(series: SeriesGroup.series(block.group, slot), tier: block.tier, start: block.start)
                guard let stored = try ChunkTable.stored(block.first + Int64(rank), place, database) else { continue }
                draft.add(stored.payload, slot: slot)
            }
            return try insert(draft, group: block.group, tier: block.tier, start: start, database)
        }
    }

    /// Deletes a block with its chunks.
    static func delete(_ block: Block, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "DELETE FROM chunk WHERE id >= ? AND id < ?").execute(
            arguments: [block.first, block.first + Int64(block.count)])
        try database.cachedStatement(sql: "DELETE FROM block WHERE id = ?").execute(arguments: [block.id])
    }

    private static func block(_ row: GRDB.Row) -> Block? {
        guard let tier = Tier(rawValue: row[2]) else { return nil }
        return Block(id: row[0], group: row[1], tier: tier, start: row[3], first: row[4], count: row[5])
    }
}
