import GRDB
package import PulseCore
import PulseStorage

/// An API token as it may be shown: never the token itself.
package struct APIToken: Sendable, Equatable {
    package let id: String
    package let name: String
    /// The first six and last four characters, to recognise it by.
    package let prefix: String
    package let suffix: String
    package let scopes: ScopeSet
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package let lastUsedAt: Timestamp?
}

/// API tokens by the digest of their text.
struct TokenStore: Sendable {
    let database: PulseStorage.Database

    func all() throws -> [APIToken] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM api_token ORDER BY created_at, id").map(Self.token) }
    }

    func find(digest: String) throws -> APIToken? {
        try database.read { try Row.fetchOne($0, sql: "SELECT * FROM api_token WHERE digest = ?", arguments: [digest]).map(Self.token) }
    }

    func insert(_ token: APIToken, digest: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT OR IGNORE INTO api_token (id, name, digest, prefix, suffix, scopes, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                token.id, token.name, digest, token.prefix, token.suffix, token.scopes.names.joined(separator: " "),
                token.createdAt.milliseconds, token.expiresAt?.milliseconds,
            ])
    }

    func remove(id: String) throws {
        try database.write {
            try $0.database.execute(sql: "DELETE FROM api_token WHERE id = ?", arguments: [id])
            guard $0.database.changesCount > 0 else { throw AccessError.noSuchToken(id) }
        }
    }

    func touch(id: String, at now: Timestamp) throws {
        try database.write {
            try $0.database.execute(sql: "UPDATE api_token SET last_used_at = ? WHERE id = ?", arguments: [now.milliseconds, id])
        }
    }

    private static func token(_ row: Row) -> APIToken {
        let names = (row["scopes"] as String).split(separator: " ").map(String.init)
        let (expires, used) = (row["expires_at"] as Int64?, row["last_used_at"] as Int64?)
        return APIToken(
            id: row["id"], name: row["name"], prefix: row["prefix"], suffix: row["suffix"],
            // A scope that this version does not know grants nothing.
            scopes: ScopeSet(names: names) ?? .only(Set(names.compactMap(Scope.init(rawValue:)))),
            createdAt: Timestamp(milliseconds: row["created_at"]), expiresAt: expires.map(Timestamp.init(milliseconds:)),
            lastUsedAt: used.map(Timestamp.init(milliseconds:)))
    }
}
