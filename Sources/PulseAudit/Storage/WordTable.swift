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

    /// Every word, and its parts: `source.add` is found by `source` too, without looking through all words that begin like that.
    private static func text(_ record: AuditRecord) -> String {
        let values =
            [record.event, record.user, record.address, record.path, record.outcome.rawValue] + DetailsForm.sorted(record.details).map(\.value)
        let words = values.joined(separator: " ")
        return words + " " + String(decoding: words.utf8.map { isJoint($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// What does not end a word: `.`, `:`, `-`, `_`, `@`, as the tokenizer of the table has it.
    private static func isJoint(_ byte: UInt8) -> Bool { [0x2E, 0x3A, 0x2D, 0x5F, 0x40].contains(byte) }

    /// How many words of a question are looked for.
    private static let mostWords = 8

    /// The words of a question; nil when there is none in it. One that ends with a star is the beginning of words: to find those takes longer.
    static func question(_ text: String) -> String? {
        let words = text.unicodeScalars.split { !isOfWord($0) && $0 != "*" }.map(String.init).compactMap { word -> String? in
            let plain = word.filter { $0 != "*" }
            return plain.isEmpty ? nil : "\"\(plain)\"\(word.hasSuffix("*") ? "*" : "")"
        }
        return words.isEmpty ? nil : words.prefix(mostWords).joined(separator: " AND ")
    }

    /// As the tokenizer of the table sees it: a word that it takes for two would be a phrase, which the table cannot find.
    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber: true
        default: scalar.isASCII && isJoint(UInt8(scalar.value))
        }
    }
}
