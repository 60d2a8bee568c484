import GRDB

/// Settings that came from somewhere else and that no domain reads yet: kept as they are, under a name, until one does.
///
/// Not sealed: nothing that is a secret is kept here.
package struct KeptSettings: Sendable {
    package static let migration = Migration(
        "2026-11-26 kept settings", "CREATE TABLE kept_settings (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT")

    private static let find = "SELECT content FROM kept_settings WHERE name = ?"
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package func read(_ name: String) throws -> String? { try database.read { try String.fetchOne($0, sql: Self.find, arguments: [name]) } }

    package func read(_ name: String, in transaction: WriteTransaction) throws -> String? {
        try String.fetchOne(transaction.database, sql: Self.find, arguments: [name])
    }

    package func keep(_ content: String, as name: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT INTO kept_settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content", arguments: [name, content])
    }

    package func remove(_ name: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM kept_settings WHERE name = ?", arguments: [name])
    }
}
