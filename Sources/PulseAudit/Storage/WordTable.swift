import GRDB
import PulseCore

/// The words of records, for finding them by text.
enum WordTable {
    static func add(_ records: [AuditRecord], _ database: GRDB.Database) throws {
        let statement = try database.cachedStatement(sql: "INSERT INTO word (rowid, text) VALUES (?, ?)")
        for record in records { try statement.execute(arguments: [record.sequence, text(record)]) }
    }

    /// Before the records are removed: the table does not know what it was told.
    static func remove(upTo last: Int64, _ database: GRDB.Database) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT \(RecordTable.columns) FROM record WHERE sequence <= ?", arguments: [last])
        let statement = try database.cachedStatement(sql: "INSERT INTO word (word, rowid, text) VALUES ('delete', ?, ?)")
        while let row = try rows.next() {
            let record = RecordTable.record(row)
            try statement.execute(arguments: [record.sequence, text(record)])
        }
    }

    private static func text(_ record: AuditRecord) -> String {
        ([record.event, record.user, record.address, record.path, record.outcome.rawValue] + DetailsForm.sorted(record.details).map(\.value))
            .joined(separator: " ")
    }

    /// How many words of a question are looked for.
    private static let mostWords = 8

    /// The words of a question, each the beginning of a word of the record; nil when there is none in it.
    static func question(_ text: String) -> String? {
        let words = text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && !".:-_@".contains($0) }).prefix(mostWords)
        return words.isEmpty ? nil : words.map { "\"\($0)\"*" }.joined(separator: " AND ")
    }
}
