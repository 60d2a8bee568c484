import Foundation
import GRDB
import PulseCore
package import PulseDelivery
import PulseStorage

/// Rows of `webhook_endpoint`.
package struct WebhookStore: Sendable {
    let database: DatabaseSource

    package init(database: DatabaseSource) { self.database = database }

    func all() throws -> [WebhookEndpoint] { try database.read(Self.all) }

    func find(_ id: String) throws -> WebhookEndpoint? {
        try database.read {
            try Row.fetchOne($0, sql: "SELECT * FROM webhook_endpoint WHERE id = ?", arguments: [id]).flatMap(WebhookEndpoint.init(row:))
        }
    }

    /// In the order in which they were made.
    func all(in transaction: WriteTransaction) throws -> [WebhookEndpoint] { try Self.all(transaction.database) }

    private static func all(_ database: GRDB.Database) throws -> [WebhookEndpoint] {
        try Row.fetchAll(database.cachedStatement(sql: "SELECT * FROM webhook_endpoint ORDER BY place")).compactMap(WebhookEndpoint.init(row:))
    }

    func insert(_ id: String, _ settings: WebhookSettings, at now: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO webhook_endpoint (id, name, kind, format, url, events, outcomes, allows_private, authority, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [id] + Self.columns(settings) + [now.milliseconds])
    }

    func update(_ id: String, _ settings: WebhookSettings, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                UPDATE webhook_endpoint SET name = ?, kind = ?, format = ?, url = ?, events = ?, outcomes = ?, allows_private = ?, authority = ?
                WHERE id = ?
                """, arguments: Self.columns(settings) + [id])
    }

    private static func columns(_ settings: WebhookSettings) -> StatementArguments {
        [
            settings.name, settings.kind.rawValue, settings.format.rawValue, settings.address.url, settings.filter.events.joined(separator: " "),
            settings.filter.outcomes.map(\.rawValue).joined(separator: " "), settings.allowsPrivateNetworks, settings.authority,
        ]
    }

    func setLastSequence(_ sequence: Int64, of id: String, in transaction: WriteTransaction) throws {
        try transaction.database.cachedStatement(sql: "UPDATE webhook_endpoint SET last_sequence = ? WHERE id = ?").execute(arguments: [sequence, id])
    }
}

/// The sealed secrets of endpoints: the one of now, and for a while the one before it.
struct WebhookSecretStore: Sendable {
    struct Sealed: Sendable {
        let current: Data?
        let previous: (sealed: Data, until: Timestamp)?
    }

    let database: DatabaseSource

    func read(_ id: String) throws -> Sealed {
        try database.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT secret, previous_secret, previous_until FROM webhook_endpoint WHERE id = ?", arguments: [id])
            let (previous, until) = (row?["previous_secret"] as Data?, row?["previous_until"] as Int64?)
            return Sealed(
                current: row?["secret"],
                previous: previous.flatMap { previous in until.map { (sealed: previous, until: Timestamp(milliseconds: $0)) } })
        }
    }

    func set(_ sealed: Data?, of id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE webhook_endpoint SET secret = ?, previous_secret = NULL, previous_until = NULL WHERE id = ?", arguments: [sealed, id])
    }

    /// What is current becomes the previous one, for as long as receivers may need to learn the new one.
    func rotate(_ sealed: Data, of id: String, previousUntil: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE webhook_endpoint SET previous_secret = secret, previous_until = ?, secret = ? WHERE id = ?",
            arguments: [previousUntil.milliseconds, sealed, id])
    }
}

extension WebhookEndpoint {
    /// Nil for a row that this version cannot understand; it is kept and not delivered to.
    fileprivate init?(row: Row) {
        func words(_ name: String) -> [String] { (row[name] as String).split(separator: " ").map(String.init) }
        guard let kind = WebhookKind(rawValue: row["kind"]), let format = AuditFormat(rawValue: row["format"]),
            let filter = try? WebhookFilter(events: words("events"), outcomes: words("outcomes").compactMap(AuditEvent.Outcome.init(rawValue:))),
            let settings = try? WebhookSettings(
                name: row["name"], kind: kind, format: format, url: row["url"], filter: filter, allowsPrivateNetworks: row["allows_private"],
                authority: row["authority"])
        else { return nil }
        self.init(
            id: row["id"], settings: settings, hasSecret: (row["secret"] as Data?) != nil, createdAt: Timestamp(milliseconds: row["created_at"]),
            lastSequence: row["last_sequence"])
    }
}
