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
    package let scopes: PermissionSet
    /// Whose permissions bound it at each use; nil for tokens of the configuration and the command line.
    package let owner: String?
    /// Where it may come from; from anywhere when there is none.
    package let networks: [NetworkRange]
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package let lastUsedAt: Timestamp?
    package let lastUsedAddress: String?
}

/// API tokens by the digest of their text.
struct TokenStore: Sendable {
    let database: PulseStorage.Database

    /// Addresses remembered of each token. The one not seen longest makes room.
    static let mostAddresses = 32

    func all() throws -> [APIToken] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM api_token ORDER BY created_at, id").map(Self.token) }
    }

    static func find(digest: String, _ connection: GRDB.Database) throws -> APIToken? {
        try Row.fetchOne(connection, sql: "SELECT * FROM api_token WHERE digest = ?", arguments: [digest]).map(token)
    }

    func find(id: String) throws -> APIToken? {
        try database.read { try Row.fetchOne($0, sql: "SELECT * FROM api_token WHERE id = ?", arguments: [id]).map(Self.token) }
    }

    func insert(_ token: APIToken, digest: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT OR IGNORE INTO api_token (id, name, digest, prefix, suffix, scopes, owner, networks, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                token.id, token.name, digest, token.prefix, token.suffix, token.scopes.names.joined(separator: " "), token.owner,
                token.networks.map(\.description).joined(separator: " "), token.createdAt.milliseconds, token.expiresAt?.milliseconds,
            ])
    }

    /// Gives the record another text; the old one ends with the transaction.
    func replaceText(id: String, digest: String, prefix: String, suffix: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE api_token SET digest = ?, prefix = ?, suffix = ? WHERE id = ?", arguments: [digest, prefix, suffix, id])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchToken(id) }
    }

    func remove(id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM api_token WHERE id = ?", arguments: [id])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchToken(id) }
    }

    static func hasSeen(_ address: String, id: String, _ connection: GRDB.Database) throws -> Bool {
        try Bool.fetchOne(
            connection, sql: "SELECT EXISTS (SELECT 1 FROM api_token_address WHERE token = ? AND address = ?)", arguments: [id, address]) ?? false
    }

    func touch(id: String, from address: String, at now: Timestamp) throws {
        try database.write { transaction in
            try transaction.database.execute(
                sql: "UPDATE api_token SET last_used_at = ?, last_used_address = ? WHERE id = ?", arguments: [now.milliseconds, address, id])
            try transaction.database.execute(
                sql: "INSERT OR REPLACE INTO api_token_address (token, address, seen_at) VALUES (?, ?, ?)",
                arguments: [id, address, now.milliseconds])
            try transaction.database.execute(
                sql: """
                    DELETE FROM api_token_address WHERE token = ?1 AND address NOT IN
                    (SELECT address FROM api_token_address WHERE token = ?1 ORDER BY seen_at DESC LIMIT ?2)
                    """, arguments: [id, Self.mostAddresses])
        }
    }

    private static func token(_ row: Row) -> APIToken {
        let (expires, used) = (row["expires_at"] as Int64?, row["last_used_at"] as Int64?)
        return APIToken(
            id: row["id"], name: row["name"], prefix: row["prefix"], suffix: row["suffix"],
            scopes: PermissionSet(stored: row["scopes"]), owner: row["owner"],
            networks: (row["networks"] as String).split(separator: " ").compactMap { NetworkRange(String($0)) },
            createdAt: Timestamp(milliseconds: row["created_at"]), expiresAt: expires.map(Timestamp.init(milliseconds:)),
            lastUsedAt: used.map(Timestamp.init(milliseconds:)), lastUsedAddress: row["last_used_address"])
    }
}
