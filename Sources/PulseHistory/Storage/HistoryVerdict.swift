import GRDB
import PulseCore

/// What is wrong with a file of history.
package struct HistoryVerdict: Sendable, Equatable {
    package private(set) var chunks = 0
    package private(set) var tailRows = 0
    /// Set aside earlier.
    package private(set) var quarantined = 0
    /// One sentence each.
    package private(set) var damaged: [String] = []

    /// Reads everything there is, SQLite's own pages included.
    init(reading database: GRDB.Database) throws {
        let verdict = try String.fetchAll(database, sql: "PRAGMA quick_check(20)")
        if verdict != ["ok"] { damaged += verdict.map { "SQLite: \($0)" } }
        quarantined = try ChunkTable.quarantined(database)
        for block in try BlockTable.all(database) { try check(block, database) }
        for (_, place) in try TailTable.index(database) {
            tailRows += 1
            if (try? TailTable.payload(place.id, database)) == nil {
                damaged.append("Row \(place.id) of the newest data, of \(Timestamp(seconds: place.at))")
            }
        }
    }

    private mutating func check(_ block: Block, _ database: GRDB.Database) throws {
        guard let (_, slots) = try BlockTable.starting(block.group, from: block.start, to: block.start, database).first(where: { $0.block == block })
        else {
            return damaged.append("Block \(block.id) of group \(block.group), \(block.tier.name), from \(Timestamp(seconds: block.start))")
        }
        var reading = SeriesReading(database)
        for (rank, slot) in slots.slots.enumerated() {
            let place = ChunkPlace(series: SeriesGroup.series(block.group, slot), tier: block.tier, start: block.start)
            guard let stored = try ChunkTable.stored(block.first + Int64(rank), place, database) else { continue }
            chunks += 1
            if block.tier == .raw { _ = reading.raw(stored) } else { _ = reading.summary(stored) }
        }
        damaged += reading.damaged.map {
            "Chunk \($0.chunk) of series \($0.place.series), \($0.place.tier.name), from \(Timestamp(seconds: $0.place.start)): \($0.reason)"
        }
    }
}
