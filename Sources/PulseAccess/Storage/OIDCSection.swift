import GRDB
import PulseCore
package import PulseStorage

/// The OpenID provider as an export has it, its secret in the clear: the passphrase round it protects it.
struct OIDCEntry: Codable, Sendable, Equatable {
    /// Which person of the provider is which user here.
    struct Identity: Codable, Sendable, Equatable {
        let issuer: String
        let subject: String
        let user: String
    }

    var settings: OIDCSettings
    var secret: String?
    var identities: [Identity]
}

/// The OpenID provider of an export. Where the file has none, the one that is here stays.
package struct OIDCSection: ConfigurationSection {
    private let desk: OIDCSettingsDesk
    private let changed: @Sendable () -> Void

    /// - Parameter changed: called when the provider is another than before.
    package init(desk: OIDCSettingsDesk, changed: @escaping @Sendable () -> Void) {
        self.desk = desk
        self.changed = changed
    }

    package var name: String { "oidc" }
    /// Groups of a provider become roles, so whoever names the provider makes administrators.
    package var givesAccess: Bool { true }

    package func export() throws -> (json: String, count: Int) {
        let entries = try desk.store.database.read(desk.entries)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(OIDCEntry.self, json, section: name, key: Self.key).map(checked)
        let plan = EntryPlan(here: try desk.entries(transaction.database), wanted: wanted, mode: terms.mode, key: Self.key) { _ in
            wanted.isEmpty ? "The file has no provider; this one stays." : nil
        }
        return Prepared(section: self, plan: plan)
    }

    /// There is one provider, whatever it is called.
    private static func key(_ entry: OIDCEntry) -> String { "provider" }

    private func checked(_ entry: OIDCEntry) throws -> OIDCEntry {
        func refuse(_ reason: String) -> ExportError {
            .entryUnusable(section: name, name: entry.settings.name.printable(limit: 64), reason: reason)
        }
        guard (entry.secret?.utf8.count ?? 0) <= OIDCSettingsDesk.longestSecret else { throw refuse("its secret is too long") }
        guard entry.identities.allSatisfy({ max($0.issuer.utf8.count, $0.subject.utf8.count, $0.user.utf8.count) <= 1024 }) else {
            throw refuse("a person of it has too long a name")
        }
        var entry = entry
        do { entry.settings = try entry.settings.checked() } catch let error as OIDCSettingsError { throw refuse(error.sentence) }
        return entry
    }

    private struct Prepared: PreparedSection {
        let section: OIDCSection
        let plan: EntryPlan<OIDCEntry>

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.settings.issuer) {
                $0.settings.hidesLocalSignIn ? "Passwords and passkeys are not offered then; 'pulse reset-password' brings them back." : ""
            }
        }

        func write(in transaction: WriteTransaction) throws {
            for entry in plan.added + plan.changed { try section.desk.put(entry, in: transaction) }
        }

        func publish() { section.changed() }
    }
}

extension OIDCSettingsDesk {
    /// None or one.
    func entries(_ connection: GRDB.Database) throws -> [OIDCEntry] {
        guard let kept = try OIDCStore.find(connection) else { return [] }
        let secret = try kept.sealedSecret.map { try open($0, of: kept.settings).reveal() }
        return [OIDCEntry(settings: kept.settings, secret: secret, identities: try OIDCStore.identities(connection))]
    }

    /// The secret is sealed anew with the key of this installation. People whose user is not here are left out.
    func put(_ entry: OIDCEntry, in transaction: WriteTransaction) throws {
        let sealed = try entry.secret.map { try seal(Redacted($0), of: entry.settings) }
        try store.keep(.init(settings: entry.settings, sealedSecret: sealed, secretEndpoint: nil), in: transaction)
        for identity in entry.identities { try store.linkWhereUserIs(identity, in: transaction) }
    }
}
