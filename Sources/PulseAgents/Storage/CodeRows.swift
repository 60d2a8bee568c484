import GRDB
import PulseCore
import PulseStorage

/// One-time codes as rows, by the digest of their text.
enum CodeRows {
    struct Entry {
        let code: EnrolmentCode
        let digest: String
    }

    static func all(_ connection: GRDB.Database) throws -> [Entry] {
        try Row.fetchAll(connection, sql: "SELECT * FROM agent_code ORDER BY created_at, id").map(entry)
    }

    static func all(_ database: PulseStorage.Database) throws -> [Entry] { try database.read { try all($0) } }

    static func all(in transaction: WriteTransaction) throws -> [Entry] { try all(transaction.database) }

    static func insert(_ code: EnrolmentCode, digest: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_code (id, digest, created_by, created_at, expires_at, uses, uses_left, tags, name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                code.id, digest, code.createdBy, code.createdAt.milliseconds, code.expiresAt.milliseconds, code.uses, code.usesLeft,
                try TextList.text(code.tags), code.name,
            ])
    }

    static func use(_ id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "UPDATE agent_code SET uses_left = uses_left - 1 WHERE id = ?", arguments: [id])
    }

    /// - Returns: false when there was none.
    static func remove(_ id: String, in transaction: WriteTransaction) throws -> Bool {
        try transaction.database.execute(sql: "DELETE FROM agent_code WHERE id = ?", arguments: [id])
        return transaction.database.changesCount > 0
    }

    /// Codes that opened nothing for a day: until then an agent that comes too late is told why.
    static func removeOld(before moment: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM agent_code WHERE expires_at < ?", arguments: [moment.milliseconds])
    }

    private static func entry(_ row: Row) -> Entry {
        let code = EnrolmentCode(
            id: row["id"], createdBy: row["created_by"], createdAt: Timestamp(milliseconds: row["created_at"]),
            expiresAt: Timestamp(milliseconds: row["expires_at"]), uses: row["uses"], usesLeft: row["uses_left"],
            tags: TextList.list(row["tags"]), name: row["name"])
        return Entry(code: code, digest: row["digest"])
    }
}
