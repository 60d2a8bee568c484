import GRDB
import PulseCore
package import PulseStorage

/// A user as an export has it: the hash of the password, never the password.
struct UserEntry: Codable, Sendable, Equatable {
    var name: String
    /// Empty where the account signs in by other means.
    var passwordHash: String
    var roles: [String]
    var origin: String
    var disabled: Bool
    var createdAt: Int64
    var preferences: String
}

/// The users of an export, with their roles. Their second factors are ``SecondFactorSection``.
///
/// None is ever removed by an import, and whoever imports keeps their own account as it is: an import must not lock anybody out who is in.
package struct UserSection: ConfigurationSection {
    private static let longestPreferences = 64 * 1024

    private let access: AccessService
    private var database: PulseStorage.Database { access.stores.database }

    package init(access: AccessService) {
        self.access = access
    }

    package var name: String { "users" }
    package var givesAccess: Bool { true }

    package func export() throws -> (json: String, count: Int) {
        let entries = try database.read(here)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(UserEntry.self, json, section: name) { $0.name.lowercased() }
        for entry in wanted { try check(entry) }
        let named = Set(wanted.map { $0.name.lowercased() })
        let plan = EntryPlan(
            here: try here(transaction.database), wanted: wanted, mode: terms.mode, key: { $0.name.lowercased() },
            protected: { protection(of: $0, named, terms) })
        return Prepared(section: self, plan: plan)
    }

    private func protection(of user: UserEntry, _ named: Set<String>, _ terms: ImportTerms) -> String? {
        if case .user(let importer) = terms.importer, importer.lowercased() == user.name.lowercased() {
            return "This is the account you import with; it stays as it is, password and all."
        }
        return named.contains(user.name.lowercased()) ? nil : "Is not in the file. An import removes no user; remove it under Users if you want to."
    }

    private func here(_ connection: GRDB.Database) throws -> [UserEntry] {
        try Row.fetchAll(connection, sql: "SELECT * FROM user ORDER BY name").map { row in
            UserEntry(
                name: row["name"], passwordHash: row["password_hash"],
                roles: try String.fetchAll(
                    connection, sql: "SELECT role FROM user_role WHERE user = ? ORDER BY role", arguments: [row["name"] as String]),
                origin: row["origin"], disabled: row["disabled"], createdAt: row["created_at"], preferences: row["preferences"])
        }
    }

    private func check(_ entry: UserEntry) throws {
        func refuse(_ reason: String) -> ExportError {
            .entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: reason)
        }
        guard (try? UserName(entry.name)) != nil else { throw refuse("this is not the name of a user") }
        guard entry.passwordHash.isEmpty || PasswordHasher.isUsable(hash: entry.passwordHash) else {
            throw refuse("its password is not hashed as Pulse does")
        }
        guard UserAccount.Origin(rawValue: entry.origin) != nil else { throw refuse("where it comes from is not known here") }
        guard entry.roles.count <= 100, entry.roles.allSatisfy({ RoleID($0) != nil }) else { throw refuse("its roles are not roles") }
        guard entry.preferences.utf8.count <= Self.longestPreferences, entry.preferences.hasPrefix("{") else {
            throw refuse("its settings of the page are not readable")
        }
    }

    private struct Prepared: PreparedSection {
        let section: UserSection
        let plan: EntryPlan<UserEntry>

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.name) { entry in
                let roles = "Roles: \(entry.roles.isEmpty ? "none" : entry.roles.joined(separator: ", "))."
                return plan.changed.contains(entry) ? "\(roles) The password is that of the file from then on; sessions end." : roles
            }
        }

        func write(in transaction: WriteTransaction) throws {
            let users = section.access.stores.users
            let hadAdministrator = try !users.administrators(in: transaction).isEmpty
            for entry in plan.added + plan.changed { try write(entry, users, transaction) }
            if hadAdministrator, try users.administrators(in: transaction).isEmpty {
                throw ExportError.contentUnreadable(reason: "it would leave no administrator who can sign in")
            }
        }

        private func write(_ entry: UserEntry, _ users: UserStore, _ transaction: WriteTransaction) throws {
            try transaction.database.execute(
                sql: """
                    INSERT INTO user (name, password_hash, origin, disabled, created_at, preferences) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, origin = excluded.origin,
                    disabled = excluded.disabled, preferences = excluded.preferences
                    """,
                arguments: [entry.name, entry.passwordHash, entry.origin, entry.disabled, entry.createdAt, entry.preferences])
            try users.setRoles(of: entry.name, entry.roles.compactMap { RoleID($0) }, in: transaction)
            try transaction.database.execute(sql: "DELETE FROM session WHERE user = ?", arguments: [entry.name])
        }

        func publish() { section.access.stores.askAnew() }
    }
}
