import Foundation
import GRDB
import PulseCore
package import PulseStorage

/// The second factors of an export: authenticator apps, recovery codes and passkeys.
///
/// None is ever taken away by an import, and whoever imports keeps their own: a file must neither lock anybody out nor open a door that was shut.
package struct SecondFactorSection: ConfigurationSection {
    private let access: AccessService
    private let sealer: Sealer

    package init(access: AccessService, sealer: Sealer) {
        self.access = access
        self.sealer = sealer
    }

    package var name: String { "secondFactors" }
    package var givesAccess: Bool { true }

    package func export() throws -> (json: String, count: Int) {
        let entries = try access.stores.database.read(here)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let here = try here(transaction.database)
        let known = Dictionary(here.map { (Self.key($0), $0) }, uniquingKeysWith: { first, _ in first })
        let read = try EntryReader.read(SecondFactorEntry.self, json, section: name, key: Self.key)
        for entry in read { if let problem = entry.problem { throw refusal(entry, problem) } }
        guard Set(read.flatMap(\.passkeys).map(\.id)).count == read.map(\.passkeys.count).reduce(0, +) else {
            throw ExportError.contentUnreadable(reason: "a passkey in it is of two users")
        }
        // Whoever imports without a second factor is not asked for that of the file from then on either.
        let own = read.first { known[Self.key($0)] == nil && Self.isOwn($0, terms.importer) }
        let wanted = read.filter { $0 != own }
        let named = Set(read.map(Self.key))
        let plan = EntryPlan(
            here: here, wanted: wanted.map { $0.goingOn(from: known[Self.key($0)]) }, mode: terms.mode, key: Self.key,
            protected: { protection(of: $0, named, terms) })
        return Prepared(section: self, plan: plan, left: own)
    }

    private static func key(_ entry: SecondFactorEntry) -> String { entry.user.lowercased() }

    private func protection(of entry: SecondFactorEntry, _ named: Set<String>, _ terms: ImportTerms) -> String? {
        if Self.isOwn(entry, terms.importer) { return "This is the account you import with; it stays as it is." }
        return named.contains(Self.key(entry))
            ? nil : "Is not in the file. An import takes no second factor away; do that under Users if you want to."
    }

    private static func isOwn(_ entry: SecondFactorEntry, _ importer: Actor) -> Bool {
        if case .user(let name) = importer { name.lowercased() == key(entry) } else { false }
    }

    fileprivate func refusal(_ entry: SecondFactorEntry, _ reason: String) -> ExportError {
        .entryUnusable(section: name, name: entry.user.printable(limit: 64), reason: reason)
    }

    private func here(_ connection: GRDB.Database) throws -> [SecondFactorEntry] {
        let users = try String.fetchAll(
            connection,
            sql: """
                SELECT name FROM user WHERE name IN (SELECT user FROM second_factor WHERE confirmed_at IS NOT NULL)
                OR name IN (SELECT user FROM passkey) ORDER BY name
                """)
        return try users.map { user in
            let keys = try Row.fetchAll(connection, sql: "SELECT * FROM passkey WHERE user = ? ORDER BY created_at, id", arguments: [user])
            return SecondFactorEntry(
                user: user, app: try app(of: user, connection),
                passkeyHandle: keys.isEmpty
                    ? nil : try String.fetchOne(connection, sql: "SELECT handle FROM passkey_user WHERE user = ?", arguments: [user]),
                passkeys: keys.map { row in
                    SecondFactorEntry.Key(
                        id: row["id"], name: row["name"], relyingParty: row["relying_party"], publicKey: Base64URL.encode(row["public_key"] as Data),
                        counter: UInt32(clamping: row["counter"] as Int64), createdAt: row["created_at"])
                })
        }
    }

    private func app(of user: String, _ connection: GRDB.Database) throws -> SecondFactorEntry.App? {
        let row = try Row.fetchOne(connection, sql: "SELECT * FROM second_factor WHERE user = ? AND confirmed_at IS NOT NULL", arguments: [user])
        return try row.map { row in
            SecondFactorEntry.App(
                secret: try sealer.open(row["sealed_secret"] as Data, for: SecondFactorService.context(user)).reveal(),
                confirmedAt: row["confirmed_at"], lastStep: row["last_step"],
                recoveryDigests: try String.fetchAll(
                    connection, sql: "SELECT digest FROM recovery_code WHERE user = ? ORDER BY digest", arguments: [user]))
        }
    }

    private struct Prepared: PreparedSection {
        let section: SecondFactorSection
        let plan: EntryPlan<SecondFactorEntry>
        let left: SecondFactorEntry?

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.user, note: \.sentence)
                + (left.map {
                    [
                        ConfigurationChange(
                            section: section.name, action: .keep, name: $0.user.printable(limit: 128),
                            sentence: "This is the account you import with; it gets no second factor from the file.")
                    ]
                } ?? [])
        }

        func write(in transaction: WriteTransaction) throws {
            let entries = plan.added + plan.changed
            for entry in entries { try clear(entry, transaction.database) }
            for entry in entries {
                try checkOwners(entry, transaction)
                if let app = entry.app { try write(app, of: entry.user, transaction.database) }
                try writePasskeys(of: entry, transaction.database)
            }
        }

        func publish() { section.access.stores.askAnew() }

        private func clear(_ entry: SecondFactorEntry, _ connection: GRDB.Database) throws {
            for table in ["second_factor", "passkey", "passkey_user"] {
                try connection.execute(sql: "DELETE FROM \(table) WHERE user = ?", arguments: [entry.user])
            }
        }

        private func checkOwners(_ entry: SecondFactorEntry, _ transaction: WriteTransaction) throws {
            guard try section.access.stores.users.find(entry.user, in: transaction) != nil else {
                throw section.refusal(entry, "it is no user here or in the file")
            }
            // Those of whom the file says something else were cleared before.
            for key in entry.passkeys {
                let owner = try String.fetchOne(transaction.database, sql: "SELECT user FROM passkey WHERE id = ?", arguments: [key.id])
                if owner != nil { throw section.refusal(entry, "a passkey of it is another user's here") }
            }
            let owner = try String.fetchOne(
                transaction.database, sql: "SELECT user FROM passkey_user WHERE handle = ?", arguments: [entry.passkeyHandle])
            if owner != nil { throw section.refusal(entry, "its handle is another user's here") }
        }

        private func write(_ app: SecondFactorEntry.App, of user: String, _ connection: GRDB.Database) throws {
            let sealed = try section.sealer.seal(Redacted(app.secret), for: SecondFactorService.context(user))
            try connection.execute(
                sql: "INSERT INTO second_factor (user, sealed_secret, begun_at, confirmed_at, last_step) VALUES (?, ?, ?, ?, ?)",
                arguments: [user, sealed, app.confirmedAt, app.confirmedAt, app.lastStep])
            for digest in app.recoveryDigests {
                try connection.execute(sql: "INSERT INTO recovery_code (user, digest) VALUES (?, ?)", arguments: [user, digest])
            }
        }

        private func writePasskeys(of entry: SecondFactorEntry, _ connection: GRDB.Database) throws {
            guard let handle = entry.passkeyHandle else { return }
            try connection.execute(sql: "INSERT INTO passkey_user (user, handle) VALUES (?, ?)", arguments: [entry.user, handle])
            for key in entry.passkeys {
                try connection.execute(
                    sql: "INSERT INTO passkey (id, user, name, relying_party, public_key, counter, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        key.id, entry.user, key.name, key.relyingParty, Data(Base64URL.decode(key.publicKey) ?? []), Int64(key.counter),
                        key.createdAt,
                    ])
            }
        }
    }
}
