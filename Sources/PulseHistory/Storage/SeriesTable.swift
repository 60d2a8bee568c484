import GRDB
import PulseCore

/// Rows of `series` and `series_group`.
enum SeriesTable {
    struct Row {
        let id: Int64
        let key: SeriesKey
        let precision: Precision
    }

    struct Group {
        let id: Int64
        let source: String
        /// Rows of the tail up to this id are in chunks already.
        var sealedTo: Int64 = 0
    }

    /// Series of kinds and metrics that this version does not know are left alone.
    static func all(_ database: GRDB.Database) throws -> [Row] {
        try rows(GRDB.Row.fetchCursor(database, sql: "SELECT id, resource, metric, part, precision FROM series ORDER BY id"))
    }

    /// The same of one group.
    static func all(of group: Int64, _ database: GRDB.Database) throws -> [Row] {
        let statement = try database.cachedStatement(
            sql: "SELECT id, resource, metric, part, precision FROM series WHERE id BETWEEN ? AND ? ORDER BY id")
        let ids = SeriesGroup.series(group, 0)...SeriesGroup.series(group, SeriesGroup.size - 1)
        return try rows(GRDB.Row.fetchCursor(statement, arguments: [ids.lowerBound, ids.upperBound]))
    }

    private static func rows(_ cursor: RowCursor) throws -> [Row] {
        var rows: [Row] = []
        while let row = try cursor.next() {
            guard let resource = ResourceID(row[1] as String), let metric = Metric(rawValue: row[2]), let precision = Precision(rawValue: row[4])
            else { continue }
            rows.append(Row(id: row[0], key: SeriesKey(resource, metric, part: row[3]), precision: precision))
        }
        return rows
    }

    static func insert(_ row: Row, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "INSERT INTO series (id, resource, metric, part, precision) VALUES (?, ?, ?, ?, ?)")
            .execute(arguments: [row.id, row.key.resource.description, row.key.metric.rawValue, row.key.part, row.precision.rawValue])
    }

    static func insert(_ addition: SeriesRegistry.Addition, _ database: GRDB.Database) throws {
        if let group = addition.newGroup { try insert(group: group.id, source: group.source, database) }
        try insert(addition.row, database)
    }

    static func delete(_ series: Int64, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "DELETE FROM series WHERE id = ?").execute(arguments: [series])
    }

    static func groups(_ database: GRDB.Database) throws -> [Group] {
        try GRDB.Row.fetchAll(database, sql: "SELECT id, source, sealed_to FROM series_group ORDER BY id").map {
            Group(id: $0[0], source: $0[1], sealedTo: $0[2])
        }
    }

    static func sealedTo(_ group: Int64, _ database: GRDB.Database) throws -> Int64 {
        try Int64.fetchOne(try database.cachedStatement(sql: "SELECT sealed_to FROM series_group WHERE id = ?"), arguments: [group]) ?? 0
    }

    static func insert(group: Int64, source: String, _ database: GRDB.Database) throws {
        try database.execute(sql: "INSERT INTO series_group (id, source) VALUES (?, ?)", arguments: [group, source])
    }

    static func setSealed(to row: Int64, group: Int64, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "UPDATE series_group SET sealed_to = ? WHERE id = ?").execute(arguments: [row, group])
    }
}
