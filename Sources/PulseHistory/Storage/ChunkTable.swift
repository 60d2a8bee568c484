import Foundation
import GRDB
import PulseCore

/// Rows of `chunk` and `quarantine`.
enum ChunkTable {
    struct Stored {
        let id: Int64
        let place: ChunkPlace
        let checksum: Int64
        let payload: [UInt8]

        var isWhole: Bool { Int64(ChunkSeal.checksum(payload, place)) == checksum }
    }

    static func insert(_ payload: [UInt8], id: Int64, _ place: ChunkPlace, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "INSERT INTO chunk (id, checksum, payload) VALUES (?, ?, ?)").execute(
            arguments: [id, Int64(ChunkSeal.checksum(payload, place)), bytes(payload)])
    }

    /// Nil when it was set aside.
    static func stored(_ id: Int64, _ place: ChunkPlace, _ database: GRDB.Database) throws -> Stored? {
        let statement = try database.cachedStatement(sql: "SELECT checksum, payload FROM chunk WHERE id = ?")
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: [id])
        guard let row = try cursor.next() else { return nil }
        return Stored(id: id, place: place, checksum: row[0], payload: blob(row, 1))
    }

    /// Sets a chunk that cannot be read aside. What it held is a gap from now on.
    static func quarantine(_ id: Int64, _ place: ChunkPlace, _ reason: String, at now: Timestamp, _ database: GRDB.Database) throws {
        try database.execute(
            sql: """
                INSERT INTO quarantine (series, tier, start, reason, found_at, payload)
                SELECT ?, ?, ?, ?, ?, payload FROM chunk WHERE id = ?
                """, arguments: [place.series, place.tier.rawValue, place.start, reason, now.seconds, id])
        try database.execute(sql: "DELETE FROM chunk WHERE id = ?", arguments: [id])
    }

    static func quarantined(_ database: GRDB.Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM quarantine") ?? 0
    }
}

/// Bytes in the form that GRDB binds.
func bytes(_ payload: [UInt8]) -> Data { Data(payload) }

/// Bytes of a column; none where it is empty.
func blob(_ row: GRDB.Row, _ column: Int) -> [UInt8] {
    (try? row.withUnsafeData(atIndex: column) { $0.map { [UInt8]($0) } }) ?? []
}
