import Crypto
import Foundation
import Hummingbird
import Logging
import PulseAccess
import PulseAgents
import PulseAudit
import PulseBackups
import PulseCore
import PulseDelivery
import PulseHistory
import PulseInventory
import PulsePatrol
import PulseStorage
import PulseTransport
import Synchronization

@testable import PulseHTTP

/// The real router over a real file, with a small fleet and a clock that stands still.
struct TestServer {
    static let start = Timestamp(seconds: 1_790_000_000)
    static let slug = SourceSlug(naming: "homelab", avoiding: [])

    let access: AccessService
    let inventory: InventoryService
    let hub: EventHub
    let history: HistoryStore
    let audit = RecordingTrail()
    let log: AuditService
    let licence: LicenceService
    /// Signs the licences that this server takes; a fixed key, so that recorded talks stay the same.
    static let issuer = LicenceIssuer(privateKeyText: Redacted(Data(repeating: 7, count: 32).base64EncodedString()))
    let sources = FakeSources()
    let agents: AgentService
    let patrol: PatrolService
    let application: Application<RouterResponder<PulseContext>>
    let routes: [RouteEntry]
    let setupCode: String

    /// - Parameters:
    ///   - features: nil for those of the licence.
    ///   - agents: a machine and a cluster tell of themselves as well.
    ///   - estateProblem: why no run of patrol has an outcome.
    init(
        trustedProxies: [NetworkRange] = [], proxy: ProxyAuthentication? = nil, features: (any FeatureGate)? = FewFeatures(),
        publicURL: String? = nil,
        demo: Bool = false, agents: Bool = false, downloads: (any AgentDownloads)? = FakeDownloads(),
        estateProblem: String? = nil
    ) throws {
        let directory = NSTemporaryDirectory() + "pulse-http-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let database = try Database(
            path: "\(directory)/pulse.db",
            migrations: AccessSchema.migrations + SignInSchema.migrations + AnnotationStore.migrations + LicenceClockStore.migrations
                + AgentService.migrations)
        let sealer = Sealer(key: SymmetricKey(size: .bits256))
        licence = try LicenceService(
            file: LicenceFile(directory: directory, sealer: sealer), clockStore: LicenceClockStore(database: database, sealer: sealer),
            keys: Self.issuer?.publicKeys ?? LicencePublicKeys([]), now: { Self.start })
        access = try AccessService(database: database, hasher: PasswordHasher(logarithmOfCost: 2))
        setupCode = access.setupCode ?? ""
        hub = EventHub(run: "run", demo: demo, at: Self.start)
        inventory = try InventoryService(database: database, observers: [hub], at: Self.start)
        try inventory.tick([Self.observation(at: Self.start)] + (agents ? EveryAgent.observations(at: Self.start) : []), at: Self.start)
        history = try HistoryStore(path: NSTemporaryDirectory() + "pulse-http-\(UUID().uuidString)-metrics.db")
        try history.append(SampleCollector.samples(of: [Self.observation(at: Self.start)], in: inventory.fleet), at: Self.start)
        // A fixed key, so that what is told of it stays the same.
        self.agents = try AgentService(
            database: database, sealer: sealer, takenSlugs: { [Self.slug] }, secrets: CountedSecrets().secrets, at: Self.start)
        patrol = try FakePatrol.service(inventory, hub, estateProblem: estateProblem)
        let door = TestAuditLog.door()
        log = door.trail
        let built = PulseApplication.router(
            HTTPServices(
                access: access, signIn: try Self.signIn(database, access, publicURL: publicURL), inventory: inventory,
                boards: BoardService(estate: { [inventory] in inventory.estate }), patrol: patrol, history: history,
                sources: sources, discovery: FakeDiscovery(), agents: self.agents, downloads: downloads, health: FakeHealth(), audit: audit,
                auditLog: door, webhooks: try Self.webhooks(),
                features: features ?? licence,
                licence: licence, configuration: FakeConfiguration(),
                events: hub,
                logger: Logger(label: "test"),
                version: "0.0.0", demo: demo, servesTLS: false, trustedProxies: trustedProxies, proxy: proxy, now: { Self.start }, newID: { "id" }))
        routes = built.routes
        application = Application(router: built.router)
    }

    private static func signIn(_ database: Database, _ access: AccessService, publicURL: String?) throws -> SignInServices {
        let sealer = Sealer(key: SymmetricKey(size: .bits256))
        return SignInServices(
            factors: SecondFactorService(database: database, sealer: sealer), passkeys: PasskeyService(database: database),
            oidc: OIDCService(database: database, sealer: sealer, access: access, client: NoNetwork()), publicURL: publicURL)
    }

    /// Endpoints without anybody who delivers.
    private static func webhooks() throws -> WebhookService {
        let path = NSTemporaryDirectory() + "pulse-http-\(UUID().uuidString)-audit.db"
        let database = try Database(path: path, migrations: AuditSchema.migrations + WebhookSchema.migrations)
        let sealer = Sealer(key: SymmetricKey(data: Data(repeating: 7, count: 32)))
        let product = WebhookProduct(version: "0.0.0", host: "pulse-1")
        let source = DatabaseSource(database)
        let senders = WebhookSenders(
            database: source, sealer: sealer, factory: SenderFactory(client: OutboundClient()), allowed: [], product: product)
        let ids = Mutex(0)
        return WebhookService(
            database: source, sealer: sealer, senders: senders, product: product,
            newID: {
                ids.withLock {
                    $0 += 1
                    return "endpoint-\($0)"
                }
            }, changed: { _ in })
    }

    /// A backup of this night, an orphan, a job and a failed task.
    static func ledger(at now: Timestamp) -> SourceLedger {
        var ledger = SourceLedger()
        ledger.revision = 1
        var archive = BackupArchive(type: .machine, backupID: "101", at: now - .seconds(3600))
        (archive.size, archive.note, archive.volume) = (1_000_000, "web", "nas:backup/vzdump-qemu-101-2026_09_21-13_13_20.vma.zst")
        var orphan = BackupArchive(type: .container, backupID: "404", at: now - .seconds(86_400))
        orphan.size = 2000
        ledger.archives[BackupPlace(.storage(slug, "nas", node: nil))] = Told([archive, orphan], at: now)
        var job = BackupJob(id: "backup-nightly", isEnabled: true, selection: .guests([101]))
        (job.schedule, job.storage) = ("02:30", "nas")
        ledger.jobs = Told([job], at: now)
        var node = NodeLedger()
        var task = TaskRecord(id: "UPID:pve-1:1", node: "pve-1", type: "vzdump", startedAt: now - .seconds(60), outcome: .failed("job errors"))
        (task.subject, task.lastLines) = ("102", ["ERROR: Backup of VM 102 failed"])
        node.tasks = Told([task], at: now)
        node.services = Told([ServiceRecord(name: "pveproxy")], at: now)
        ledger.nodes["pve-1"] = node
        ledger.snapshots[101] = Told([GuestSnapshot(name: "before", at: now - .seconds(60))], at: now)
        addTape(to: &ledger, at: now)
        return ledger
    }

    private static func addTape(to ledger: inout SourceLedger, at now: Timestamp) {
        var tape = TapeMedium(id: "u-1", label: "W02L9")
        (tape.pool, tape.set, tape.status, tape.location) = ("weekly", "weekly-2026-31", "damaged", "vault-bank")
        (tape.bytesUsed, tape.isExpired, tape.hasCatalog, tape.labelledAt) = (1_000_000, false, false, now - .seconds(86_400))
        ledger.tapes = Told([tape, TapeMedium(id: "u-2", label: "SPARE")], at: now)
        var drive = TapeDevice(name: "lto9")
        (drive.vendor, drive.model, drive.serial, drive.changer, drive.numberInChanger) = ("IBM", "ULT3580-TD9", "S1", "library", 0)
        (drive.isBusy, drive.work) = (true, "tape-backup-job")
        ledger.tapeDrives = Told([drive], at: now)
        ledger.tapeChangers = Told([TapeDevice(name: "library")], at: now)
    }

    /// A cluster with one node and two guests: one healthy, one whose name is an attack and whose disk nobody knows.
    static func observation(at now: Timestamp, cpu: Double = 0.125) -> Observation {
        var node = NodeFacts(name: "pve-1")
        node.version = "9.2.10"
        node.loadAverage = [0.5, 0.25, 0.125]
        node.startedAt = now - .seconds(3600)
        var guest = GuestFacts(type: .qemu, vmid: 101, node: "pve-1")
        guest.processors = 2
        guest.interfaces = [NetworkInterface(name: "eth0", hardwareAddress: "BC:24:11:00:00:01", addresses: ["10.0.0.7/24"])]
        let container = GuestFacts(type: .lxc, vmid: 102, node: "pve-1")
        var metrics = MetricTable()
        metrics[.cpu] = .measured(cpu, at: now)
        metrics[.memoryUsed] = .estimated(1_073_741_824, at: now, .pageCacheIncluded)
        metrics[.memoryTotal] = .measured(2_147_483_648, at: now)
        metrics[.diskUsed] = .unknown(.guestAgentOff)
        let nodeID = ResourceID.node(slug, "pve-1")
        return Observation(
            source: slug, at: now,
            report: SourceReport(
                source: slug, kind: .proxmoxVE, name: "Homelab", condition: .reachable, version: "9.2.10", lastAnswerAt: now, interval: .seconds(10)),
            resources: [
                ObservedResource(id: nodeID, name: "pve-1", parent: .cluster(slug), status: .online, facts: .node(node)),
                ObservedResource(
                    id: .guest(slug, vmid: 101), name: "web", parent: nodeID, status: .running, tags: ["prod"], facts: .guest(guest), metrics: metrics
                ),
                ObservedResource(
                    id: .guest(slug, vmid: 102), name: "<script>alert(1)</script>\u{7}\"", parent: nodeID, status: .stopped, facts: .guest(container)),
            ], completeKinds: [.node, .guest], ledger: ledger(at: now))
    }
}

/// What the talks need, and nothing else.
struct FewFeatures: FeatureGate {
    func allows(_ feature: Feature) -> Bool { feature == .auditLogging }
}

/// Short words for what most tests need.
extension AccessService {
    func addUser(name: String, password: Redacted<String>, roles: [RoleID] = [.administrator], at now: Timestamp) async throws {
        try await users.add(name: name, password: password, roles: roles, at: now)
    }

    func makeToken(name: String, scopes: [String], lifetime: Duration?, at now: Timestamp) throws -> (token: APIToken, text: Redacted<String>) {
        try tokens.make(.init(name: name, scopes: scopes, lifetime: lifetime), at: now)
    }
}

/// Nothing accepts connections.
struct NoNetwork: OutboundCalling {
    func send(_ request: OutboundRequest) async throws(TransportError) -> OutboundResponse { throw .refused }
}

struct FakeHealth: HealthReporting {
    func healthReport(at now: Timestamp) -> HealthReport {
        HealthReport(databaseWritable: true, tickAge: .milliseconds(500), sourcesReachable: 1, sourcesTotal: 1, uptime: .seconds(60))
    }
}

final class RecordingTrail: AuditTrail {
    private let recorded = Mutex<[AuditEvent]>([])
    /// When set, nothing can be recorded.
    let isBroken = Mutex(false)

    struct Broken: Error {}

    func record(_ event: AuditEvent) async throws {
        if isBroken.withLock({ $0 }) { throw Broken() }
        recorded.withLock { $0.append(event) }
    }

    var events: [AuditEvent] { recorded.withLock { $0 } }
}

/// A configuration without content: what was given for data comes back as the list of changes.
struct FakeConfiguration: ConfigurationAdministration {
    func export(passphrase: Redacted<String>) async throws -> ExportedConfiguration {
        _ = try Passphrase(passphrase)
        return ExportedConfiguration(text: "cHVsc2U=", counts: ["sources": 1, "users": 2])
    }

    func bring(_ text: String, passphrase: Redacted<String>, importer: Actor, mayManageAccess: Bool, isDryRun: Bool) async throws
        -> ImportedConfiguration
    {
        guard text == "cHVsc2U=" else { throw ExportError.notAnExport }
        return ImportedConfiguration(
            changes: [
                ConfigurationChange(section: "sources", action: .add, name: "Homelab", sentence: "Is added."),
                ConfigurationChange(
                    section: "users", action: .keep, name: importer.name, sentence: mayManageAccess ? "All rights." : "Not all rights."),
            ], isFromV5: false, isDryRun: isDryRun)
    }
}

/// Sources without a network: one that works, kept in memory.
final class FakeSources: SourceAdministration {
    private let kept = Mutex<[SourceSlug: ConfiguredSource]>([:])

    func configuredSources() throws -> [ConfiguredSource] { kept.withLock { $0.values.sorted { $0.slug < $1.slug } } }

    func test(_ draft: SourceDraft, stored: SourceSlug?) async throws -> ConnectionTestResult {
        ConnectionTestResult(
            problem: Problem(code: "certificate_unconfirmed", sentence: "Unknown certificate.", nextStep: "Confirm it."),
            steps: [.init(asked: "TLS handshake with \(draft.address ?? "")", answered: "certificate AA:BB", ok: true)],
            certificate: .init(
                fingerprint: "AA:BB", subject: "CN=pve-1", issuer: "CN=PVE", notAfter: nil, trustedBySystem: false, needsConfirmation: true),
            version: nil, clusterName: nil, nodes: [], guests: nil, missingPrivileges: [])
    }

    func add(_ draft: SourceDraft) async throws -> ConfiguredSource {
        let slug = SourceSlug(naming: draft.name ?? "source", avoiding: [])
        let source = ConfiguredSource(
            slug: slug, kind: .proxmoxVE, name: draft.name ?? "source",
            addresses: [.init(address: draft.address ?? "", node: nil, fingerprint: draft.fingerprint)],
            authentication: authentication(draft), interval: .seconds(10), report: nil)
        kept.withLock { $0[slug] = source }
        return source
    }

    func update(_ slug: SourceSlug, _ draft: SourceDraft) async throws -> ConfiguredSource {
        guard let source = kept.withLock({ $0[slug] }) else { throw APIError(.notFound, "not_found", "There is no source '\(slug)'.") }
        return source
    }

    func remove(_ slug: SourceSlug) async throws {
        guard kept.withLock({ $0.removeValue(forKey: slug) }) != nil else { throw APIError(.notFound, "not_found", "There is no source '\(slug)'.") }
    }

    private func authentication(_ draft: SourceDraft) -> ConfiguredSource.Authentication {
        switch draft.credentials {
        case .token(let id, _): .token(id: id)
        case .password(let user, _): .password(user: user)
        case nil: .none
        }
    }
}

extension TestServer {
    /// For everything, for thirty days.
    static var licenceKey: String {
        let claims = LicenceClaims(
            id: "lic-1", email: "ann@example.org", tier: LicenceTier(name: "pro"), issuedAt: start, expiresAt: start + .seconds(30 * 86_400),
            mostNodes: 10)
        return (try? issuer?.issue(claims).reveal()) ?? ""
    }
}
