/// One step of a schema: dated SQL that is never edited once it has shipped.
package struct Migration: Sendable {
    /// `2026-11-24 accounts`: sorts by date, says what it is about.
    package let name: String
    package let sql: String

    package init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}
