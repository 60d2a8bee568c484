import Foundation
import GRDB
import PulseCore
import PulseStorage

/// The settings of the provider with their sealed secret, and which of its users is which of ours.
struct OIDCStore: Sendable {
    struct Kept: Sendable {
        var settings: OIDCSettings
        var sealedSecret: Data?
        /// The token endpoint that the secret was first sent to.
        var secretEndpoint: String?
    }

    let database: PulseStorage.Database

    func find() throws -> Kept? { try database.read(Self.find) }

    static func find(_ connection: GRDB.Database) throws -> Kept? {
        try Row.fetchOne(connection, sql: "SELECT * FROM oidc_settings").map { row in
            Kept(
                settings: try JSONDecoder().decode(OIDCSettings.self, from: Data((row["settings"] as String).utf8)),
                sealedSecret: row["sealed_secret"], secretEndpoint: row["secret_endpoint"])
        }
    }

    func keep(_ kept: Kept) throws { try database.write { try keep(kept, in: $0) } }

    func keep(_ kept: Kept, in transaction: WriteTransaction) throws {
        let text = String(decoding: try JSONEncoder().encode(kept.settings), as: UTF8.self)
        try transaction.database.execute(
            sql: "INSERT OR REPLACE INTO oidc_settings (id, settings, sealed_secret, secret_endpoint) VALUES (1, ?, ?, ?)",
            arguments: [text, kept.sealedSecret, kept.secretEndpoint])
    }

    /// Remembers where the secret was first sent to.
    func secretWentTo(_ endpoint: String) throws {
        try database.write {
            try $0.database.execute(
                sql: "UPDATE oidc_settings SET secret_endpoint = ? WHERE secret_endpoint IS NULL AND sealed_secret IS NOT NULL", arguments: [endpoint]
            )
        }
    }

    func user(issuer: String, subject: String) throws -> String? {
        try database.read {
            try String.fetchOne($0, sql: "SELECT user FROM oidc_identity WHERE issuer = ? AND subject = ?", arguments: [issuer, subject])
        }
    }

    func link(issuer: String, subject: String, to user: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT INTO oidc_identity (issuer, subject, user) VALUES (?, ?, ?)", arguments: [issuer, subject, user])
    }

    static func identities(_ connection: GRDB.Database) throws -> [OIDCEntry.Identity] {
        try Row.fetchAll(connection, sql: "SELECT issuer, subject, user FROM oidc_identity ORDER BY issuer, subject")
            .map { OIDCEntry.Identity(issuer: $0["issuer"], subject: $0["subject"], user: $0["user"]) }
    }

    /// Somebody who is linked already stays linked as they are.
    func linkWhereUserIs(_ identity: OIDCEntry.Identity, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT OR IGNORE INTO oidc_identity (issuer, subject, user) SELECT ?, ?, name FROM user WHERE name = ?",
            arguments: [identity.issuer, identity.subject, identity.user])
    }
}
