import Foundation
import GRDB
import PulseCore

/// Rows of `chunk` and `quarantine`.
enum ChunkTable {
    struct Stored {
        let id: Int64
        let place: ChunkPlace
        /// The last time in it, seconds.
        let stop: Int64
        let checksum: Int64
        let payload: [UInt8]

        var isWhole: Bool { Int64(ChunkSeal.checksum(payload, place)) == checksum }
    }

    static func insert(_ payload: [UInt8], _ place: ChunkPlace, stop: Int64, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "INSERT INTO chunk (series, tier, start, stop, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)").execute(
            arguments: [place.series, place.tier.rawValue, place.start, stop, Int64(ChunkSeal.checksum(payload, place)), bytes(payload)])
    }

    /// The chunks of a series with anything from `from` to `to`, both included, in the order in which they were written.
    static func overlapping(_ series: Int64, _ tier: Tier, from: Int64, to: Int64, _ database: GRDB.Database) throws -> [Stored] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, series, tier, start, stop, checksum, payload FROM chunk
                WHERE series = ? AND tier = ? AND start BETWEEN ? AND ? AND stop >= ? ORDER BY id
                """)
        let earliest = from.subtractingReportingOverflow(tier.chunkSpan).partialValue
        return try GRDB.Row.fetchAll(statement, arguments: [series, tier.rawValue, earliest, to, from]).map(stored)
    }

    /// The chunks of several series that begin before `end`.
    static func starting(before end: Int64, _ tier: Tier, series: Range<Int64>, _ database: GRDB.Database) throws -> [Stored] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, series, tier, start, stop, checksum, payload FROM chunk
                WHERE series >= ? AND series < ? AND tier = ? AND start < ? ORDER BY id
                """)
        return try GRDB.Row.fetchAll(statement, arguments: [series.lowerBound, series.upperBound, tier.rawValue, end]).map(stored)
    }

    /// Where the oldest chunk of several series begins; nil when there is none.
    static func oldest(_ tier: Tier, series: Range<Int64>, _ database: GRDB.Database) throws -> Int64? {
        let statement = try database.cachedStatement(sql: "SELECT min(start) FROM chunk WHERE series >= ? AND series < ? AND tier = ?")
        return try Int64.fetchOne(statement, arguments: [series.lowerBound, series.upperBound, tier.rawValue])
    }

    /// The beginning of the oldest and the end of the newest chunk of a series in a tier, seconds.
    static func extent(_ series: Int64, _ tier: Tier, _ database: GRDB.Database) throws -> (first: Int64, last: Int64)? {
        let first = try database.cachedStatement(sql: "SELECT start FROM chunk WHERE series = ? AND tier = ? ORDER BY start LIMIT 1")
        let last = try database.cachedStatement(sql: "SELECT stop FROM chunk WHERE series = ? AND tier = ? ORDER BY start DESC LIMIT 1")
        guard let start = try Int64.fetchOne(first, arguments: [series, tier.rawValue]),
            let stop = try Int64.fetchOne(last, arguments: [series, tier.rawValue])
        else { return nil }
        return (start, stop)
    }

    static func delete(_ id: Int64, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "DELETE FROM chunk WHERE id = ?").execute(arguments: [id])
    }

    /// Sets a chunk that cannot be read aside. What it held is a gap from now on.
    static func quarantine(_ id: Int64, _ reason: String, at now: Timestamp, _ database: GRDB.Database) throws {
        try database.execute(
            sql: """
                INSERT INTO quarantine (series, tier, start, stop, reason, found_at, payload)
                SELECT series, tier, start, stop, ?, ?, payload FROM chunk WHERE id = ?
                """, arguments: [reason, now.seconds, id])
        try delete(id, database)
    }

    /// Calls `body` with every chunk there is, in the order in which they were written.
    static func each(_ database: GRDB.Database, _ body: (Stored) throws -> Void) throws {
        let cursor = try GRDB.Row.fetchCursor(
            database, sql: "SELECT id, series, tier, start, stop, checksum, payload FROM chunk ORDER BY id")
        while let row = try cursor.next() { try body(stored(row)) }
    }

    static func quarantined(_ database: GRDB.Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM quarantine") ?? 0
    }

    private static func stored(_ row: GRDB.Row) -> Stored {
        Stored(
            id: row[0], place: ChunkPlace(series: row[1], tier: Tier(rawValue: row[2]) ?? .raw, start: row[3]), stop: row[4], checksum: row[5],
            payload: blob(row, 6))
    }
}

/// Bytes in the form that GRDB binds.
func bytes(_ payload: [UInt8]) -> Data { Data(payload) }

/// Bytes of a column; none where it is empty.
func blob(_ row: GRDB.Row, _ column: Int) -> [UInt8] {
    (try? row.withUnsafeData(atIndex: column) { $0.map { [UInt8]($0) } }) ?? []
}
