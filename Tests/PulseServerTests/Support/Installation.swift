import Foundation
import Logging
import PulseAccess
import PulseCore
import PulseHTTP
import PulseInventory
import PulseProxmox
import PulseStorage
import PulseTransport

@testable import PulseServer

/// A data directory and what works on it.
struct Installation {
    static let words = Redacted("correct horse battery")
    static let now = Timestamp(seconds: 1_790_000_000)

    let store: OpenStore
    let access: AccessService
    let sources: ProxmoxSourceStore
    let audit: AuditParts
    let factors: SecondFactorService
    let desk: ConfigurationDesk

    init(isDemo: Bool = false) async throws {
        store = try OpenStore(path: NSTemporaryDirectory() + "pulse-move-\(UUID().uuidString)")
        access = try AccessService(database: store.database, hasher: PasswordHasher(logarithmOfCost: 2))
        sources = ProxmoxSourceStore(database: store.database, sealer: store.sealer)
        factors = SecondFactorService(database: store.database, sealer: store.sealer)
        audit = AuditParts(
            try ServerConfiguration(try await SettingsReader.make(flags: [:], environment: [:], file: nil)), store: store,
            client: OutboundClient(), now: { Self.now }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        desk = ConfigurationDesk(store: store, access: access, webhooks: audit.webhooks, isDemo: isDemo, now: { Self.now })
    }

    func addUser(_ name: String, _ password: Redacted<String> = Redacted("a password of twelve")) async throws {
        try await access.users.add(name: name, password: password, roles: [.administrator], at: Self.now)
    }

    func notes() throws -> [ResourceID: Annotation] { try AnnotationStore(database: store.database).all() }

    func bring(_ text: String, by importer: Actor = .local, all: Bool = true, dryRun: Bool = false) async throws -> [String] {
        let imported = try await desk.bring(text, passphrase: Self.words, importer: importer, mayManageAccess: all, isDryRun: dryRun)
        return imported.changes.map { "\($0.action.rawValue) \($0.section) \($0.name)" }
    }
}
