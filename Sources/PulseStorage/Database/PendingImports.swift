import Foundation
import GRDB
import PulseCore

/// What an import still has to write to the second file, once `pulse.db` has its part.
struct PendingPart: Sendable {
    let section: String
    let entries: String
    let terms: ImportTerms
}

/// Parts of an import that wait in `pulse.db`, sealed. Outside of an import there are none.
package struct PendingImports: Sendable {
    package static let migration = Migration(
        "2026-11-26 pending import",
        """
        CREATE TABLE pending_import (
            section TEXT PRIMARY KEY,
            mode TEXT NOT NULL,
            at INTEGER NOT NULL,
            sealed_entries BLOB NOT NULL
        ) STRICT;
        """)

    let sealer: Sealer

    func all(in database: Database) throws -> [PendingPart] {
        let rows = try database.read { try Row.fetchAll($0, sql: "SELECT * FROM pending_import ORDER BY rowid") }
        return try rows.map { row in
            let section: String = row["section"]
            return PendingPart(
                section: section, entries: try sealer.open(row["sealed_entries"] as Data, for: context(section)).reveal(),
                // Who may bring in what was decided before; nobody's own account is in the second file.
                terms: ImportTerms(
                    mode: ImportTerms.Mode(rawValue: row["mode"]) ?? .merge, importer: .system, mayManageAccess: true,
                    at: Timestamp(milliseconds: row["at"])))
        }
    }

    func keep(_ part: PendingPart, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT OR REPLACE INTO pending_import (section, mode, at, sealed_entries) VALUES (?, ?, ?, ?)",
            arguments: [
                part.section, part.terms.mode.rawValue, part.terms.at.milliseconds,
                try sealer.seal(Redacted(part.entries), for: context(part.section)),
            ])
    }

    func clear(in database: Database) throws {
        try database.write { try $0.database.execute(sql: "DELETE FROM pending_import") }
    }

    private func context(_ section: String) -> String { "pending import \(section)" }
}
