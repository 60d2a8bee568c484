import GRDB
import PulseCore
import PulseStorage

struct SessionRecord: Sendable {
    /// Whose session it is.
    enum Holder: Sendable, Equatable {
        case user(String)
        /// The id of a viewer link.
        case link(String)

        var name: String {
            switch self {
            case .user(let name), .link(let name): name
            }
        }
    }

    let key: String
    let holder: Holder
    let method: SignInMethod
    let address: String?
    let csrfToken: String
    let createdAt: Timestamp
    let lastUsedAt: Timestamp

    fileprivate var user: String? { if case .user(let name) = holder { name } else { nil } }
    fileprivate var link: String? { if case .link(let id) = holder { id } else { nil } }
}

/// Sessions by the digest of their cookie.
struct SessionStore: Sendable {
    /// A person has a few browsers; more sessions than this mean that something signs in again and again. A link may be on many screens.
    static let mostPerHolder = 50

    let database: PulseStorage.Database

    static func find(key: String, _ connection: GRDB.Database) throws -> SessionRecord? {
        try Row.fetchOne(connection, sql: "SELECT * FROM session WHERE key = ?", arguments: [key]).flatMap(record)
    }

    func all(of user: String) throws -> [SessionRecord] {
        try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT * FROM session WHERE user = ? ORDER BY last_used_at DESC", arguments: [user])
                .compactMap(Self.record)
        }
    }

    func insert(_ session: SessionRecord, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO session (key, user, link, method, address, csrf_token, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                session.key, session.user, session.link, session.method.rawValue, session.address, session.csrfToken,
                session.createdAt.milliseconds, session.lastUsedAt.milliseconds,
            ])
        let column = session.user == nil ? "link" : "user"
        try transaction.database.execute(
            sql: """
                DELETE FROM session WHERE \(column) = ?1 AND key NOT IN
                (SELECT key FROM session WHERE \(column) = ?1 ORDER BY last_used_at DESC LIMIT ?2)
                """, arguments: [session.user ?? session.link, Self.mostPerHolder])
    }

    func touch(key: String, at now: Timestamp) throws {
        try database.write {
            try $0.database.execute(sql: "UPDATE session SET last_used_at = ? WHERE key = ?", arguments: [now.milliseconds, key])
        }
    }

    func remove(key: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM session WHERE key = ?", arguments: [key])
    }

    /// - Parameter kept: the session that made the change, which goes on.
    func removeAll(of user: String, but kept: String? = nil, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM session WHERE user = ? AND key IS NOT ?", arguments: [user, kept])
    }

    func removeUnused(createdBefore: Timestamp, usedBefore: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "DELETE FROM session WHERE created_at < ? OR last_used_at < ?",
            arguments: [createdBefore.milliseconds, usedBefore.milliseconds])
    }

    private static func record(_ row: Row) -> SessionRecord? {
        let (user, link) = (row["user"] as String?, row["link"] as String?)
        guard let holder = user.map(SessionRecord.Holder.user) ?? link.map(SessionRecord.Holder.link) else { return nil }
        return SessionRecord(
            key: row["key"], holder: holder, method: SignInMethod(rawValue: row["method"]) ?? .password, address: row["address"],
            csrfToken: row["csrf_token"], createdAt: Timestamp(milliseconds: row["created_at"]),
            lastUsedAt: Timestamp(milliseconds: row["last_used_at"]))
    }
}
