import GRDB
import PulseCore
package import PulseStorage

/// An API token as an export has it: its digest, by which it goes on working, never its text.
package struct TokenEntry: Codable, Sendable, Equatable {
    package var name: String
    /// SHA-256 of the token's text, lower-case hexadecimal; v5 stores the same.
    package var digest: String
    package var prefix: String
    package var suffix: String
    package var scopes: [String]
    /// Whose rights bound it; nil for one of nobody's.
    package var owner: String?
    /// Where it may come from; from anywhere when there is none.
    package var networks: [String]
    /// Milliseconds since 1970.
    package var createdAt: Int64
    package var expiresAt: Int64?

    package init(
        name: String, digest: String, prefix: String, suffix: String, scopes: [String], owner: String? = nil, networks: [String] = [],
        createdAt: Int64, expiresAt: Int64? = nil
    ) {
        self.name = name
        self.digest = digest
        self.prefix = prefix
        self.suffix = suffix
        self.scopes = scopes
        self.owner = owner
        self.networks = networks
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Whether a text has the form of a digest.
    package static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// As ids are made from digests everywhere.
    var id: String { String(digest.prefix(16)) }
}

/// The API tokens of an export. The token an import is made with stays.
package struct TokenSection: ConfigurationSection {
    package static let name = "tokens"

    private let access: AccessService
    private var database: PulseStorage.Database { access.stores.database }

    package init(access: AccessService) {
        self.access = access
    }

    package var name: String { Self.name }
    package var givesAccess: Bool { true }

    package func export() throws -> (json: String, count: Int) {
        let entries = try database.read(here)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(TokenEntry.self, json, section: name, key: \.digest)
        for entry in wanted { try check(entry) }
        let plan = EntryPlan(here: try here(transaction.database), wanted: wanted, mode: terms.mode, key: \.digest) { token in
            guard case .token(let id, _) = terms.importer, id == token.id else { return nil }
            return "This is the token you import with; it stays as it is."
        }
        return Prepared(section: self, plan: plan)
    }

    private func here(_ connection: GRDB.Database) throws -> [TokenEntry] {
        try Row.fetchAll(connection, sql: "SELECT * FROM api_token ORDER BY created_at, id").map { row in
            TokenEntry(
                name: row["name"], digest: row["digest"], prefix: row["prefix"], suffix: row["suffix"],
                scopes: (row["scopes"] as String).split(separator: " ").map(String.init), owner: row["owner"],
                networks: (row["networks"] as String).split(separator: " ").map(String.init), createdAt: row["created_at"],
                expiresAt: row["expires_at"])
        }
    }

    private func check(_ entry: TokenEntry) throws {
        func refuse(_ reason: String) -> ExportError {
            .entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: reason)
        }
        guard (1...100).contains(entry.name.count), entry.name == entry.name.printable(limit: 100) else { throw refuse("its name is not one") }
        guard TokenEntry.isDigest(entry.digest) else {
            throw refuse("its digest is not a SHA-256 in hexadecimal")
        }
        guard entry.prefix.utf8.count <= 6, entry.suffix.utf8.count <= 4 else { throw refuse("more of its text is there than is ever shown") }
        guard PermissionSet(names: entry.scopes) != nil else { throw refuse("it has scopes that this version does not know") }
        guard entry.networks.count <= 100, entry.networks.allSatisfy({ NetworkRange($0) != nil && !$0.contains(" ") }) else {
            throw refuse("its networks are not networks")
        }
    }

    private struct Prepared: PreparedSection {
        let section: TokenSection
        let plan: EntryPlan<TokenEntry>

        var changes: [ConfigurationChange] {
            plan.changes(
                in: section.name, name: { "\($0.name) (\($0.prefix)…\($0.suffix))" }, note: { "Scopes: \($0.scopes.joined(separator: ", "))." })
        }

        func write(in transaction: WriteTransaction) throws {
            for entry in plan.removed {
                try transaction.database.execute(sql: "DELETE FROM api_token WHERE digest = ?", arguments: [entry.digest])
            }
            for entry in plan.added + plan.changed {
                try checkOwner(entry, transaction)
                try transaction.database.execute(
                    sql: """
                        INSERT INTO api_token (id, name, digest, prefix, suffix, scopes, owner, networks, created_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (digest) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, owner = excluded.owner,
                        networks = excluded.networks, expires_at = excluded.expires_at
                        """,
                    arguments: [
                        entry.id, entry.name, entry.digest, entry.prefix, entry.suffix, entry.scopes.joined(separator: " "), entry.owner,
                        entry.networks.joined(separator: " "), entry.createdAt, entry.expiresAt,
                    ])
            }
        }

        func publish() { section.access.stores.askAnew() }

        /// Without its owner nothing would bound it.
        private func checkOwner(_ entry: TokenEntry, _ transaction: WriteTransaction) throws {
            guard let owner = entry.owner, try section.access.stores.users.find(owner, in: transaction) == nil else { return }
            throw ExportError.entryUnusable(
                section: section.name, name: entry.name.printable(limit: 64),
                reason: "its owner '\(owner.printable(limit: 64))' is no user here or in the file")
        }
    }
}
