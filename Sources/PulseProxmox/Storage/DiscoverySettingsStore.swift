import Foundation
import GRDB
package import PulseStorage
package import PulseTransport

/// The networks that are looked through, in `pulse.db`.
package struct DiscoverySettingsStore: Sendable {
    package static let migration = Migration(
        "2026-11-26 discovery",
        """
        CREATE TABLE discovery_settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            networks TEXT NOT NULL,
            ports TEXT NOT NULL,
            every_hours INTEGER NOT NULL CHECK (every_hours >= 0)
        ) STRICT;
        """)

    private let database: PulseStorage.Database
    /// What may be looked at; a stored network that may not any more is not looked at.
    package let rules: EgressRules

    package init(database: PulseStorage.Database, rules: EgressRules) {
        self.database = database
        self.rules = rules
    }

    package func settings() throws -> DiscoverySettings { try database.read { try read($0) ?? .off } }

    /// Nil where nobody has set anything.
    func stored(in transaction: WriteTransaction) throws -> DiscoverySettings? { try read(transaction.database) }

    package func save(_ settings: DiscoverySettings) throws { try database.write { try save(settings, in: $0) } }

    func save(_ settings: DiscoverySettings, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "INSERT OR REPLACE INTO discovery_settings (id, networks, ports, every_hours) VALUES (1, ?, ?, ?)",
            arguments: [
                settings.networks.joined(separator: " "), settings.ports.map(String.init).joined(separator: " "), settings.everyHours,
            ])
    }

    func remove(in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM discovery_settings")
    }

    private func read(_ connection: GRDB.Database) throws -> DiscoverySettings? {
        guard let row = try Row.fetchOne(connection, sql: "SELECT networks, ports, every_hours FROM discovery_settings") else { return nil }
        let networks = (row["networks"] as String).split(separator: " ").map(String.init)
        let ports = (row["ports"] as String).split(separator: " ").compactMap { Int($0) }
        // Whoever took the permission for a network away meant it.
        return (try? DiscoverySettings(networks: networks, ports: ports, everyHours: row["every_hours"], rules: rules)) ?? .off
    }
}
