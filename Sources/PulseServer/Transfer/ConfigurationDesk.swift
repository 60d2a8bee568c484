import Foundation
import HTTPTypes
import PulseAccess
import PulseAgents
import PulseAudit
import PulseCore
import PulseHTTP
import PulseInventory
import PulseProxmox
import PulseStorage

/// Exports and imports the configuration: sealing, the sections of all domains, and exports of Pulse v5.
///
/// Never in an export: the licence, `.encryption.key`, sessions, history, the audit log.
struct ConfigurationDesk: ConfigurationAdministration {
    private let transfer: ConfigurationTransfer
    private let sources: ProxmoxSourceStore
    private let derivation = KeyDerivation()
    private let isDemo: Bool
    private let now: @Sendable () -> Timestamp

    /// What has to be told when an import changed something under it; on files without a server, nobody.
    struct Listeners: Sendable {
        var sources: @Sendable () -> Void = {}
        var notes: @Sendable () -> Void = {}
        var profiles: @Sendable () -> Void = {}
        var signIn: @Sendable () -> Void = {}
    }

    /// - Parameter webhooks: nil where the audit log is not at hand; their part of an import is left out then.
    init(
        store: OpenStore, access: AccessService, webhooks: AuditWebhooks?, isDemo: Bool, listeners: Listeners = Listeners(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        let sources = ProxmoxSourceStore(database: store.database, sealer: store.sealer)
        self.sources = sources
        self.isDemo = isDemo
        self.now = now
        // A domain that has settings adds its line here.
        let sections: [any ConfigurationSection] =
            [
                ProxmoxSourceSection(store: sources, changed: listeners.sources),
                DiscoverySection(database: store.database),
                AnnotationSection(store: AnnotationStore(database: store.database), changed: listeners.notes),
                ProfileSection(database: store.database, changed: listeners.profiles),
                // They name profiles.
                ProfileRuleSection(database: store.database, changed: listeners.profiles),
                // Users have roles, and tokens have owners.
                RoleSection(access: access),
                UserSection(access: access),
                TokenSection(access: access),
                SecondFactorSection(access: access, sealer: store.sealer),
                LinkSection(access: access, now: now),
                // Its people are users.
                OIDCSection(desk: OIDCSettingsDesk(database: store.database, sealer: store.sealer), changed: listeners.signIn),
                V5AlertSection(store: KeptSettings(database: store.database)),
            ] + (webhooks.map { [WebhookSection(service: $0.service)] } ?? [])
        transfer = ConfigurationTransfer(
            database: store.database, sections: sections, second: webhooks.map { SecondFile(sealer: store.sealer, write: $0.write) })
    }

    /// Finishes an import that ended between the two files. At a start, before anything is changed.
    func resume() throws -> [String] { try transfer.resume() }

    func export(passphrase: Redacted<String>) async throws -> ExportedConfiguration {
        let passphrase = try Passphrase(passphrase)
        let (sections, counts) = try transfer.export()
        let document = ExportDocument(madeBy: "pulse \(PulseVersion.current)", exportedAt: now().description, sections: sections)
        let sealed = try await ExportContainer(derivation: derivation).seal(try document.json(), with: passphrase)
        return ExportedConfiguration(text: sealed.base64EncodedString(), counts: counts)
    }

    func bring(_ text: String, passphrase: Redacted<String>, importer: Actor, mayManageAccess: Bool, isDryRun: Bool) async throws
        -> ImportedConfiguration
    {
        try refuseInDemo()
        let container = try ExportText.container(in: text)
        let terms = ImportTerms(mode: .replace, importer: importer, mayManageAccess: mayManageAccess, at: now())
        guard ExportContainer.isOurs(container) else {
            return try await bringV5(container, passphrase: passphrase, terms.with(.merge), isDryRun: isDryRun)
        }
        let content = try await ExportContainer(derivation: derivation).open(container, with: try Passphrase(passphrase))
        let document = try ExportDocument(json: content)
        let changes = try transfer.bring(terms, isDryRun: isDryRun) { _ in document.sections }
        return ImportedConfiguration(changes: changes, isFromV5: false, isDryRun: isDryRun)
    }

    private func bringV5(_ container: Data, passphrase: Redacted<String>, _ terms: ImportTerms, isDryRun: Bool) async throws -> ImportedConfiguration
    {
        let content = try await V5Container(derivation: derivation).open(container, with: passphrase)
        return try bringV5(try V5Export(json: content), terms, isDryRun: isDryRun)
    }

    /// What the command line read in a data directory of Pulse v5. Only adds, as the import of its export does.
    func bring(_ takeover: V5Takeover, importer: Actor, mayManageAccess: Bool, isDryRun: Bool) throws -> ImportedConfiguration {
        try refuseInDemo()
        let terms = ImportTerms(mode: .merge, importer: importer, mayManageAccess: mayManageAccess, at: now())
        let imported = try bringV5(try V5Export(json: takeover.content), terms, isDryRun: isDryRun)
        let leftOut = takeover.leftOut.map { ConfigurationChange.leftOut($0.section, "", $0.sentence) }
        return ImportedConfiguration(changes: imported.changes + leftOut, isFromV5: true, isDryRun: isDryRun)
    }

    private func bringV5(_ export: V5Export, _ terms: ImportTerms, isDryRun: Bool) throws -> ImportedConfiguration {
        var leftOut: [ConfigurationChange] = []
        let changes = try transfer.bring(terms, isDryRun: isDryRun) { transaction in
            let translated = try V5Translation(of: export, beside: try sources.all(in: transaction))
            leftOut = translated.leftOut
            return translated.sections
        }
        return ImportedConfiguration(changes: changes + leftOut, isFromV5: true, isDryRun: isDryRun)
    }

    /// The demonstration has a licence because it shows no real source; none may come in by this door either.
    private func refuseInDemo() throws {
        guard !isDemo else {
            throw APIError(.forbidden, "demo", "This is a demonstration with simulated clusters; no configuration can be imported into it.")
        }
    }
}
