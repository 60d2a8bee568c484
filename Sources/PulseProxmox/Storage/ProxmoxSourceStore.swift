import Foundation
import GRDB
package import PulseCore
package import PulseStorage

/// The configured sources, their secrets sealed.
package struct ProxmoxSourceStore: Sendable {
    package static let migrations = [
        Migration(
            "2026-11-24 pve sources",
            """
            CREATE TABLE pve_source (
                slug TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                authentication TEXT NOT NULL CHECK (authentication IN ('token', 'password')),
                account TEXT NOT NULL,
                sealed_secret BLOB NOT NULL,
                interval_milliseconds INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE pve_endpoint (
                source TEXT NOT NULL REFERENCES pve_source (slug) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                url TEXT NOT NULL,
                node TEXT,
                fingerprint TEXT,
                PRIMARY KEY (source, position)
            ) STRICT;
            """),
        // The tables keep the name of the product that came first.
        Migration(
            "2026-11-26 product of sources",
            "ALTER TABLE pve_source ADD COLUMN product TEXT NOT NULL DEFAULT 'pve' CHECK (product IN ('pve', 'pbs', 'pmg'))"),
    ]

    private let database: PulseStorage.Database
    private let sealer: Sealer

    package init(database: PulseStorage.Database, sealer: Sealer) {
        self.database = database
        self.sealer = sealer
    }

    package func all() throws -> [ProxmoxSourceConfiguration] { try database.read(all) }

    package func all(in transaction: WriteTransaction) throws -> [ProxmoxSourceConfiguration] { try all(transaction.database) }

    private func all(_ connection: GRDB.Database) throws -> [ProxmoxSourceConfiguration] {
        try Row.fetchAll(connection, sql: "SELECT * FROM pve_source ORDER BY slug").compactMap { try configuration($0, connection) }
    }

    /// Inserts or replaces a source with all its endpoints.
    package func save(_ source: ProxmoxSourceConfiguration) throws {
        try database.write { try save(source, in: $0) }
    }

    package func save(_ source: ProxmoxSourceConfiguration, in transaction: WriteTransaction) throws {
        let (kind, account, secret) =
            switch source.credentials {
            case .token(let id, let secret): ("token", id, secret)
            case .password(let user, let password): ("password", user, password)
            }
        let sealed = try sealer.seal(secret, for: context(source.slug))
        try transaction.database.execute(
            sql: """
                INSERT INTO pve_source (product, slug, name, authentication, account, sealed_secret, interval_milliseconds)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (slug) DO UPDATE SET product = excluded.product, name = excluded.name, authentication = excluded.authentication, account = excluded.account,
                sealed_secret = excluded.sealed_secret, interval_milliseconds = excluded.interval_milliseconds
                """,
            arguments: [source.product.rawValue, source.slug.description, source.name, kind, account, sealed, source.interval.wholeMilliseconds])
        try saveEndpoints(source.endpoints, of: source.slug, in: transaction)
    }

    /// Replaces the endpoints alone, when the cluster told of new ones.
    package func saveEndpoints(_ endpoints: [ProxmoxEndpoint], of slug: SourceSlug) throws {
        try database.write { try saveEndpoints(endpoints, of: slug, in: $0) }
    }

    package func remove(_ slug: SourceSlug) throws {
        try database.write { try remove(slug, in: $0) }
    }

    package func remove(_ slug: SourceSlug, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM pve_source WHERE slug = ?", arguments: [slug.description])
    }

    private func saveEndpoints(_ endpoints: [ProxmoxEndpoint], of slug: SourceSlug, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM pve_endpoint WHERE source = ?", arguments: [slug.description])
        for (position, endpoint) in endpoints.enumerated() {
            try transaction.database.execute(
                sql: "INSERT INTO pve_endpoint (source, position, url, node, fingerprint) VALUES (?, ?, ?, ?, ?)",
                arguments: [slug.description, position, endpoint.url, endpoint.node, endpoint.fingerprint])
        }
    }

    private func configuration(_ row: Row, _ connection: GRDB.Database) throws -> ProxmoxSourceConfiguration? {
        guard let slug = SourceSlug(row["slug"] as String), let product = ProxmoxProduct(rawValue: row["product"]) else { return nil }
        let secret = try sealer.open(row["sealed_secret"] as Data, for: context(slug))
        let account: String = row["account"]
        let endpoints = try Row.fetchAll(
            connection, sql: "SELECT url, node, fingerprint FROM pve_endpoint WHERE source = ? ORDER BY position", arguments: [slug.description])
        return ProxmoxSourceConfiguration(
            product: product, slug: slug, name: row["name"],
            endpoints: endpoints.map { ProxmoxEndpoint(url: $0["url"], node: $0["node"], fingerprint: $0["fingerprint"]) },
            credentials: (row["authentication"] as String) == "token"
                ? .token(id: account, secret: secret) : .password(user: account, password: secret),
            interval: .milliseconds(row["interval_milliseconds"] as Int64))
    }

    private func context(_ slug: SourceSlug) -> String { "source \(slug)" }
}
