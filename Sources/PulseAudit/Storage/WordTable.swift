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

    /// The words of a question; nil when there is none in it.
    ///
    /// - Parameter beginnings: each is the beginning of a word of the record, or a whole one.
    static func question(_ text: String, beginnings: Bool) -> String? {
        let words = text.unicodeScalars.split { !isOfWord($0) }.prefix(mostWords)
        return words.isEmpty ? nil : words.map { "\"\(String($0))\"\(beginnings ? "*" : "")" }.joined(separator: " AND ")
    }

    /// As the tokenizer of the table sees it: a word that it takes for two would be a phrase, which the table cannot find.
    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber: true
        default: ".:-_@".unicodeScalars.contains(scalar)
        }
    }
}
