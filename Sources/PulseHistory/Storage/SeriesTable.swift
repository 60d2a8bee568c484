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
        /// The beginning of the oldest chunk that it may have, seconds.
        var oldest: [Tier: Int64] = [:]
        var chunks: [Tier: Int] = [:]
    }

    /// Series of kinds and metrics that this version does not know are left alone.
    static func all(_ database: GRDB.Database) throws -> [Row] {
        let cursor = try GRDB.Row.fetchCursor(database, sql: "SELECT id, resource, metric, part, precision FROM series ORDER BY id")
        var rows: [Row] = []
        while let row = try cursor.next() {
            guard let resource = ResourceID(row[1] as String), let metric = Metric(rawValue: row[2]),
                let precision = Precision(rawValue: row[4])
            else { continue }
            rows.append(Row(id: row[0], key: SeriesKey(resource, metric, part: row[3]), precision: precision))
        }
        return rows
    }

    static func insert(_ row: Row, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "INSERT INTO series (id, resource, metric, part, precision) VALUES (?, ?, ?, ?, ?)")
            .execute(arguments: [row.id, row.key.resource.description, row.key.metric.rawValue, row.key.part, row.precision.rawValue])
    }

    static func delete(_ series: Int64, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "DELETE FROM series WHERE id = ?").execute(arguments: [series])
    }

    static func groups(_ database: GRDB.Database) throws -> [Group] {
        let sql = """
            SELECT id, source, raw_from, minute_from, hour_from, raw_chunks, minute_chunks, hour_chunks FROM series_group ORDER BY id
            """
        return try GRDB.Row.fetchAll(database, sql: sql).map { row in
            var group = Group(id: row[0], source: row[1])
            for tier in Tier.allCases {
                group.oldest[tier] = row[2 + Int(tier.rawValue)] as Int64?
                group.chunks[tier] = row[5 + Int(tier.rawValue)] as Int
            }
            return group
        }
    }

    static func insert(group: Int64, source: String, _ database: GRDB.Database) throws {
        try database.execute(sql: "INSERT INTO series_group (id, source) VALUES (?, ?)", arguments: [group, source])
    }

    static func update(_ group: Group, _ tier: Tier, _ database: GRDB.Database) throws {
        try database.cachedStatement(sql: "UPDATE series_group SET \(tier.name)_from = ?, \(tier.name)_chunks = ? WHERE id = ?")
            .execute(arguments: [group.oldest[tier], group.chunks[tier] ?? 0, group.id])
    }
}
