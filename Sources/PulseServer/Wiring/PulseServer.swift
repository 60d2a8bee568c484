import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOSSL
import PulseAccess
import PulseAgents
import PulseAudit
import PulseBackups
import PulseCore
import PulseDelivery
import PulseHTTP
import PulseHistory
import PulseInventory
import PulsePatrol
import PulsePatrolWiring
import PulseProxmox
import PulseStorage
import PulseTransport
import ServiceLifecycle
import UnixSignals

/// Everything of one running Pulse, introduced to each other. Nothing runs before `run`.
struct PulseServer {
    let configuration: ServerConfiguration
    let store: OpenStore
    let access: AccessService
    let signIn: SignInServices
    let inventory: InventoryService
    let agents: AgentDesk
    let sources: SourceDesk
    let discovery: DiscoveryDesk
    let ticks: TickService
    let inbox: ObservationInbox
    let hub: EventHub
    let history: HistoryRecorder
    let audit: AuditParts
    let licence: LicenceService
    let transfer: ConfigurationDesk
    let boards: BoardService
    let patrol: PatrolService
    private let supervisor: SourceSupervisor
    private let client: OutboundClient
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// - Parameter store: the data directory, locked and opened.
    init(
        _ configuration: ServerConfiguration, store: OpenStore, isDemo: Bool = false, logger: Logger, hasher: PasswordHasher = PasswordHasher(),
        now: @escaping @Sendable () -> Timestamp = WallClock.now
    ) throws {
        self.configuration = configuration
        self.store = store
        self.logger = logger
        self.now = now
        let database = store.database
        access = try AccessService(database: database, hasher: hasher)
        hub = EventHub(run: Randomness.identifier(), demo: isDemo, at: now())
        inventory = try InventoryService(database: database, observers: [hub], at: now())
        client = OutboundClient()
        audit = AuditParts(configuration, store: store, client: client, now: now, logger: logger)
        signIn = SignInServices(
            factors: SecondFactorService(database: database, sealer: store.sealer), passkeys: PasskeyService(database: database),
            oidc: OIDCService(database: database, sealer: store.sealer, access: access, client: client, managed: configuration.provider),
            publicURL: configuration.publicURL)
        history = HistoryRecorder(
            places: try .open(in: store.directory, configuration, client: client, now: now, logger: logger), now: now, logger: logger)
        inbox = ObservationInbox()
        supervisor = SourceSupervisor(inbox: inbox)
        sources = try SourceDesk(
            store: ProxmoxSourceStore(database: database, sealer: store.sealer), supervisor: supervisor, inventory: inventory, client: client,
            interval: configuration.pollInterval, isDemo: isDemo, now: now, logger: logger)
        agents = AgentDesk(
            agents: try AgentService(
                database: database, sealer: store.sealer, takenSlugs: { [sources] in sources.names.union([ThisHostSource.slug]) }, at: now()),
            inventory: inventory, history: history, logger: logger)
        discovery = DiscoveryDesk(
            configuration, database: database, sources: sources, audit: audit.trail, client: client, isDemo: isDemo, now: now, logger: logger)
        licence = try LicenceService(
            configuration, store: store, kind: isDemo ? .demonstration : .installed, now: now)
        transfer = ConfigurationDesk(
            store: store, access: access, webhooks: audit.webhooks, isDemo: isDemo,
            listeners: .init(sources, inventory, agents.agents.profiles, signIn: signIn, now: now, logger: logger),
            now: now)
        boards = BoardService(estate: { [inventory] in inventory.estate })
        patrol = try PatrolService(
            .init(
                source: EstateReader(boards: boards, history: history.places.door, now: now),
                findings: PatrolDataFile("ai_findings.json", in: store.directory, now: now),
                runs: PatrolDataFile("ai_patrol_runs.json", in: store.directory, now: now), now: now, newID: Randomness.identifier,
                watcher: { [hub] in hub.announce($0) }))
        ticks = TickService(
            inbox: inbox, agents: agents, inventory: inventory, history: history, access: access, licence: licence, hub: hub,
            isDatabaseHealthy: { database.isHealthy() }, auditProblem: { [audit] in audit.place.service.problem }, now: now, logger: logger)
    }

    /// Takes over what the configuration says about access.
    func prepareAccess() async throws {
        if let user = configuration.firstUser, try access.users.all().isEmpty {
            do { try await access.users.add(name: user.name, password: user.password, roles: [.administrator], at: now()) } catch let error
                as AccessError
            {
                throw ConfigurationError(key: "PULSE_AUTH_USER and PULSE_AUTH_PASS", problem: error.sentence)
            }
            await record("user.add", ["user": user.name, "roles": "administrator", "from": "PULSE_AUTH_USER"])
        }
        if let proxy = configuration.proxyAuthentication { try ProxySettings.check(proxy, try access.roles.all()) }
        if configuration.provider != nil { try OIDCEnvironment.check(try signIn.unknownProviderRoles()) }
        let known = Set(try access.tokens.all().map(\.id))
        for (index, token) in configuration.apiTokens.enumerated() {
            let kept = try access.tokens.keep(token, .init(name: "From API_TOKENS (\(index + 1))", scopes: ["*"]), at: now())
            if !known.contains(kept.id) { await record("token.create", ["token": kept.id, "name": kept.name, "scopes": "*", "from": "API_TOKENS"]) }
        }
    }

    /// An import that ended between its two files, at a crash or a full disk.
    private func finishImport() {
        do {
            let sections = try transfer.resume()
            if !sections.isEmpty { logger.notice("Finished an import", metadata: ["sections": "\(sections.joined(separator: " "))"]) }
        } catch {
            logger.error(
                "An import is not finished: the audit webhooks of the file are still to come; the next start or import tries again",
                metadata: ["error": "\((error as? any SentenceError)?.sentence ?? "\(error)")"])
        }
    }

    /// What the operator's configuration changed. It is done in any case: without it nobody might come in to see what is wrong with the log.
    private func record(_ event: String, _ details: [String: String]) async {
        try? await audit.trail.record(
            AuditEvent(
                id: Randomness.identifier(), at: now(), event: event, actor: .system, address: nil, path: nil, outcome: .success, details: details))
    }

    func router() -> (router: Router<PulseContext>, routes: [RouteEntry]) {
        PulseApplication.router(
            HTTPServices(
                access: access, signIn: signIn, inventory: inventory, boards: boards, patrol: patrol,
                history: history.places.door, sources: sources, discovery: discovery, agents: agents.agents, downloads: AgentPrograms(),
                rollout: configuration.agentRollout, health: ticks,
                audit: audit.trail, auditLog: audit.place.access(configuration.audit, now: now), webhooks: audit.webhooks.service, features: licence,
                licence: licence, configuration: transfer,
                events: hub,
                logger: logger,
                version: PulseVersion.current, demo: licence.isDemonstration, servesTLS: configuration.tls != .off,
                trustedProxies: configuration.trustedProxies,
                proxy: configuration.proxyAuthentication,
                certificateKey: ServerCertificate.publicKey(configuration.tls, in: store.directory),
                now: now,
                newID: Randomness.identifier))
    }

    /// Runs until SIGTERM or SIGINT; `started` is called when the page answers.
    func run(started: @escaping @Sendable (_ port: Int) async -> Void) async throws {
        if configuration.monitorsThisHost { supervisor.start(ThisHostSource(hostname: Hostname.read(), standIn: standIn, now: now)) }
        finishImport()
        sources.startAll()
        let hub = hub
        let file = HistoryFile(configuration, open: history.places.local)
        let desk = AdminDesk(
            access: access, database: store.database, history: file, engine: history.places.engine, directory: store.directory.path, licence: licence,
            transfer: transfer, audit: AdminTrail(place: audit.place, trail: audit.trail, now: now), now: now)
        let services: [any Service] = [
            // Stopped last: what the others do at their end is to be recorded.
            audit.keeper, history, audit.webhooks.dispatcher(audit: audit.trail, features: licence, logger: logger), ticks, supervisor, discovery,
            PatrolKeeper(patrol: patrol, inventory: inventory, logger: logger),
            AdminSocket(desk: desk, directory: store.directory.path, logger: logger), try application(started: started),
            // Stopped first, because services stop in the reverse order: open streams would keep the server waiting.
            ShutdownHook { hub.close() },
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do { try await group.run() } catch {
            try? await close()
            throw error
        }
        try await close()
    }

    /// This machine is shown once: by its agent, where there is one that reports.
    private var standIn: ThisHostSource.StandIn {
        .init(
            isTold: { [agents, now] machine in agents.isReporting(machine: machine, at: now()) },
            stepAside: { [inbox, inventory, now] in
                inbox.forget(ThisHostSource.slug)
                inventory.removeSource(ThisHostSource.slug, at: now())
            })
    }

    /// Lets go of connections and files. `run` does it at its end; whoever drives the server by hand does it here.
    func close() async throws {
        await client.shutdown()
        try? agents.agents.keepAll(at: now())
        try await audit.place.service.close()
        try history.places.close()
        try store.database.close()
    }

    private func application(started: @escaping @Sendable (Int) async -> Void) throws -> some ApplicationProtocol {
        let server: HTTPServerBuilder
        switch configuration.tls {
        case .off: server = .http1()
        case .selfSigned, .files:
            server = try .tls(.http1(), tlsConfiguration: try ServerCertificate.configuration(configuration.tls, in: store.directory, now: now()))
        }
        return Application(
            router: router().router, server: server,
            configuration: ApplicationConfiguration(address: .hostname(configuration.bindAddress, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? 0) }, logger: logger)
    }
}

/// Runs a closure when the server begins to stop.
private struct ShutdownHook: Service {
    let body: @Sendable () -> Void

    func run() async throws {
        try? await gracefulShutdown()
        body()
    }
}
