import GRDB

/// Rows of `tail`: what was appended lately.
enum TailTable {
    static func insert(_ row: TailRow, id: Int64, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "INSERT INTO tail (id, series_group, at, period, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)").execute(
            arguments: [id, row.group, row.at, row.period, checksum(row.payload, row.group, row.at), bytes(row.payload)])
    }

    /// What the index holds, of every row there is.
    static func index(_ database: GRDB.Database) throws -> [(group: Int64, place: TailIndex.Place)] {
        let cursor = try GRDB.Row.fetchCursor(database, sql: "SELECT id, series_group, at, period, substr(payload, 1, 1) FROM tail ORDER BY id")
        var places: [(group: Int64, place: TailIndex.Place)] = []
        while let row = try cursor.next() {
            let isKey = blob(row, 4).first == TickRow.key
            places.append((row[1], TailIndex.Place(id: row[0], at: row[2], period: row[3], isKey: isKey)))
        }
        return places
    }

    /// Nil when it is no longer there.
    ///
    /// - Throws: `CodecError.checksum`
    static func payload(_ id: Int64, _ database: GRDB.Database) throws -> [UInt8]? {
        let statement = try database.cachedStatement(sql: "SELECT series_group, at, checksum, payload FROM tail WHERE id = ?")
        // A cursor's row is a view of the statement; a fetched one would be a copy.
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: [id])
        guard let row = try cursor.next() else { return nil }
        let payload = blob(row, 3)
        guard checksum(payload, row[0], row[1]) == row[2] as Int64 else { throw CodecError.checksum }
        return payload
    }

    /// Deletes the rows before `id`: whole pages of them, since they lie in the order of their ids.
    static func delete(before id: Int64, _ database: GRDB.Database) throws {
        try database.execute(sql: "DELETE FROM tail WHERE id < ?", arguments: [id])
    }

    private static func checksum(_ payload: [UInt8], _ group: Int64, _ at: Int64) -> Int64 {
        Int64(ChunkSeal.checksum(payload, ChunkPlace(series: group, tier: .raw, start: at)))
    }
}
