import GRDB
package import PulseCore
package import PulseStorage

/// What people wrote about resources, by id.
package struct AnnotationStore: Sendable {
    package static let migrations = [
        Migration(
            "2026-11-24 annotations",
            """
            CREATE TABLE annotation (
                resource TEXT PRIMARY KEY,
                display_name TEXT,
                note TEXT NOT NULL,
                updated_at INTEGER NOT NULL
            ) STRICT
            """)
    ]

    private let database: PulseStorage.Database

    package init(database: PulseStorage.Database) {
        self.database = database
    }

    package func all() throws -> [ResourceID: Annotation] { try database.read(Self.all) }

    func all(in transaction: WriteTransaction) throws -> [ResourceID: Annotation] { try Self.all(transaction.database) }

    private static func all(_ connection: GRDB.Database) throws -> [ResourceID: Annotation] {
        let rows = try Row.fetchAll(connection, sql: "SELECT resource, display_name, note FROM annotation")
        return Dictionary(
            rows.compactMap { row in
                ResourceID(row["resource"] as String).map { ($0, Annotation(displayName: row["display_name"], note: row["note"])) }
            }, uniquingKeysWith: { first, _ in first })
    }

    package func save(_ annotation: Annotation, for id: ResourceID, at now: Timestamp) throws {
        try database.write { try save(annotation, for: id, at: now, in: $0) }
    }

    package func save(_ annotation: Annotation, for id: ResourceID, at now: Timestamp, in transaction: WriteTransaction) throws {
        guard !annotation.isEmpty else {
            return try transaction.database.execute(sql: "DELETE FROM annotation WHERE resource = ?", arguments: [id.description])
        }
        try transaction.database.execute(
            sql: """
                INSERT INTO annotation (resource, display_name, note, updated_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (resource) DO UPDATE SET display_name = excluded.display_name, note = excluded.note,
                updated_at = excluded.updated_at
                """,
            arguments: [id.description, annotation.displayName, annotation.note, now.milliseconds])
    }
}
