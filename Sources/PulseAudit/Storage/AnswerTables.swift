import GRDB

/// Tallies and words: what answers questions and proves nothing. They are brought up to the records some records at a time, because bringing each in
/// with its own commit doubled what a commit writes. The records behind them are counted one by one.
enum AnswerTables {
    /// How many records they may be behind before a commit brings them up: few enough to be looked at with every question.
    static let mostBehind: Int64 = 512
    /// Records that are in memory together.
    private static let portion = 1000

    /// The last record that they know.
    static func last(_ database: GRDB.Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT last FROM answered WHERE id = 1")
        return try Int64.fetchOne(statement) ?? 0
    }

    static func isBehind(_ database: GRDB.Database) throws -> Bool {
        try RecordTable.ends(database)?.last ?? 0 > last(database)
    }

    /// - Parameter newest: the last records of all, where they are at hand: they need not be read again.
    static func bringUp(_ database: GRDB.Database, having newest: [AuditRecord] = []) throws {
        while true {
            let known = try last(database)
            let records = newest.first?.sequence == known + 1 ? newest : try RecordTable.after(known, limit: portion, database)
            guard let last = records.last else { return }
            try TallyTable.add(records, database)
            try WordTable.add(records, database)
            try database.execute(sql: "UPDATE answered SET last = ? WHERE id = 1", arguments: [last.sequence])
        }
    }
}
