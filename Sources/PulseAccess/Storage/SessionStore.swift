import GRDB
import PulseCore
import PulseStorage

struct SessionRecord: Sendable {
    let key: String
    let user: String
    let csrfToken: String
    let createdAt: Timestamp
    let lastUsedAt: Timestamp
}

/// Sessions by the digest of their cookie.
struct SessionStore: Sendable {
    /// A person has a few browsers; more sessions than this mean that something signs in again and again.
    static let mostPerUser = 50

    let database: PulseStorage.Database

    func find(key: String) throws -> SessionRecord? {
        try database.read { connection in
            try Row.fetchOne(connection, sql: "SELECT * FROM session WHERE key = ?", arguments: [key]).map { row in
                SessionRecord(
                    key: row["key"], user: row["user"], csrfToken: row["csrf_token"],
                    createdAt: Timestamp(milliseconds: row["created_at"]), lastUsedAt: Timestamp(milliseconds: row["last_used_at"]))
            }
        }
    }

    func insert(_ session: SessionRecord, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT INTO session (key, user, csrf_token, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [session.key, session.user, session.csrfToken, session.createdAt.milliseconds, session.lastUsedAt.milliseconds])
        try transaction.database.execute(
            sql: """
                DELETE FROM session WHERE user = ?1 AND key NOT IN
                (SELECT key FROM session WHERE user = ?1 ORDER BY last_used_at DESC LIMIT ?2)
                """, arguments: [session.user, Self.mostPerUser])
    }

    func touch(key: String, at now: Timestamp) throws {
        try database.write {
            try $0.database.execute(sql: "UPDATE session SET last_used_at = ? WHERE key = ?", arguments: [now.milliseconds, key])
        }
    }

    func remove(key: String) throws {
        try database.write { try $0.database.execute(sql: "DELETE FROM session WHERE key = ?", arguments: [key]) }
    }

    func removeAll(of user: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM session WHERE user = ?", arguments: [user])
    }

    func removeUnused(createdBefore: Timestamp, usedBefore: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "DELETE FROM session WHERE created_at < ? OR last_used_at < ?",
            arguments: [createdBefore.milliseconds, usedBefore.milliseconds])
    }
}
