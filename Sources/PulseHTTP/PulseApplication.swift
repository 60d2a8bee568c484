package import Hummingbird
package import Logging
package import PulseAccess
package import PulseAgents
package import PulseAudit
package import PulseBackups
package import PulseCore
package import PulseHistory
package import PulseInventory
package import PulsePatrol

/// Everything the routes need, handed over once.
package struct HTTPServices: Sendable {
    package var access: AccessService
    package var signIn: SignInServices
    package var inventory: InventoryService
    package var boards: BoardService
    package var patrol: PatrolService
    package var history: any HistoryDoor
    package var sources: any SourceAdministration
    package var discovery: any DiscoveryAdministration
    package var agents: AgentService
    /// Nil when this server offers no agents.
    package var downloads: (any AgentDownloads)?
    package var rollout: AgentRollout
    package var health: any HealthReporting
    package var audit: any AuditTrail
    package var webhooks: WebhookService
    package var auditLog: AuditAccess
    package var features: any FeatureGate
    package var licence: LicenceService
    package var configuration: any ConfigurationAdministration
    package var events: EventHub
    package var logger: Logger
    package var version: String
    package var demo: Bool
    package var servesTLS: Bool
    package var trustedProxies: [NetworkRange]
    package var proxy: ProxyAuthentication?
    /// SHA-256 of the public key of Pulse's own certificate, base64; nil when Pulse does not speak TLS itself.
    package var certificateKey: String?
    package var now: @Sendable () -> Timestamp
    package var newID: @Sendable () -> String

    package init(
        access: AccessService, signIn: SignInServices, inventory: InventoryService, boards: BoardService, patrol: PatrolService,
        history: any HistoryDoor,
        sources: any SourceAdministration, discovery: any DiscoveryAdministration, agents: AgentService, downloads: (any AgentDownloads)? = nil,
        rollout: AgentRollout = .everybody,
        health: any HealthReporting, audit: any AuditTrail, auditLog: AuditAccess, webhooks: WebhookService, features: any FeatureGate,
        licence: LicenceService, configuration: any ConfigurationAdministration,
        events: EventHub, logger: Logger, version: String, demo: Bool, servesTLS: Bool, trustedProxies: [NetworkRange],
        proxy: ProxyAuthentication? = nil, certificateKey: String? = nil,
        now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String
    ) {
        self.access = access
        self.signIn = signIn
        self.inventory = inventory
        self.boards = boards
        self.patrol = patrol
        self.history = history
        self.sources = sources
        self.discovery = discovery
        self.agents = agents
        self.downloads = downloads
        self.rollout = rollout
        self.health = health
        self.audit = audit
        self.webhooks = webhooks
        self.auditLog = auditLog
        self.features = features
        self.licence = licence
        self.configuration = configuration
        self.events = events
        self.logger = logger
        self.version = version
        self.demo = demo
        self.servesTLS = servesTLS
        self.trustedProxies = trustedProxies
        self.proxy = proxy
        self.certificateKey = certificateKey
        self.now = now
        self.newID = newID
    }
}

/// The router with every route, and the list of them.
package enum PulseApplication {
    package static func router(_ services: HTTPServices) -> (router: Router<PulseContext>, routes: [RouteEntry]) {
        let router = Router(context: PulseContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ClientAddress(trusted: services.trustedProxies, servesTLS: services.servesTLS))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorAnswers(logger: services.logger))
        let trail = RequestTrail(audit: services.audit, now: services.now, newID: services.newID)
        let authenticator = Authenticator(access: services.access, proxy: services.proxy, now: services.now)
        router.add(middleware: Authentication(authenticator: authenticator, trail: trail))
        let codes = SetupCodeDesk(guesses: services.access.guesses)
        let gate = RouteGate(access: services.access, setupCodes: codes, features: services.features, trail: trail, now: services.now)
        var routes = RouteTable(router: router, gate: gate)
        HealthRoutes(health: services.health, version: services.version, now: services.now).add(to: &routes)
        let opening = SessionOpening(access: services.access, version: services.version, demo: services.demo, now: services.now)
        SessionRoutes(access: services.access, signIn: services.signIn, opening: opening, trail: trail, now: services.now).add(to: &routes)
        AccountRoutes(access: services.access, signIn: services.signIn, now: services.now).add(to: &routes)
        PasskeyRoutes(access: services.access, signIn: services.signIn, opening: opening, now: services.now).add(to: &routes)
        OIDCRoutes(access: services.access, signIn: services.signIn, proxyAuth: services.proxy != nil, trail: trail, now: services.now).add(
            to: &routes)
        OIDCSettingsRoutes(access: services.access, signIn: services.signIn, now: services.now).add(to: &routes)
        TokenRoutes(access: services.access, now: services.now).add(to: &routes)
        UserRoutes(access: services.access, signIn: services.signIn, now: services.now).add(to: &routes)
        RoleRoutes(access: services.access, now: services.now).add(to: &routes)
        LinkRoutes(access: services.access, now: services.now).add(to: &routes)
        ProxyRoutes(proxy: services.proxy).add(to: &routes)
        SecurityStatusRoutes(
            access: services.access, signIn: services.signIn, proxy: services.proxy, features: services.features, audit: services.auditLog,
            servesTLS: services.servesTLS, now: services.now
        )
        .add(to: &routes)
        ResourceRoutes(inventory: services.inventory, history: services.history, now: services.now).add(to: &routes)
        HistoryRoutes(inventory: services.inventory, history: services.history, now: services.now).add(to: &routes)
        ForecastRoutes(inventory: services.inventory, history: services.history, now: services.now).add(to: &routes)
        V5HistoryRoutes(inventory: services.inventory, history: services.history, now: services.now).add(to: &routes)
        ExpositionRoutes(
            inventory: services.inventory, history: services.history, health: services.health, version: services.version, now: services.now
        )
        .add(to: &routes)
        BoardRoutes(boards: services.boards, now: services.now).add(to: &routes)
        V5BackupRoutes(boards: services.boards, now: services.now).add(to: &routes)
        LedgerRoutes(boards: services.boards, now: services.now).add(to: &routes)
        RecordRoutes(inventory: services.inventory).add(to: &routes)
        InfraUpdateRoutes(inventory: services.inventory, agents: services.agents, now: services.now).add(to: &routes)
        SourceRoutes(sources: services.sources).add(to: &routes)
        let place = SetupPlace(publicURL: services.signIn.publicURL, publicKey: services.certificateKey)
        SetupRoutes(codes: codes, sources: services.sources, place: place, isDemo: services.demo, now: services.now).add(to: &routes)
        DiscoveryRoutes(discovery: services.discovery).add(to: &routes)
        addAgents(services, place, trail, to: &routes)
        let door = StreamDoor(hub: services.events, authenticator: authenticator, now: services.now)
        addPatrol(services, door, to: &routes)
        AuditRoutes(audit: services.auditLog, now: services.now).add(to: &routes)
        LicenseRoutes(licence: services.licence, now: services.now).add(to: &routes)
        ConfigurationRoutes(configuration: services.configuration, now: services.now).add(to: &routes)
        EventRoutes(door: door).add(to: &routes)
        StateRoutes(inventory: services.inventory, boards: services.boards, run: services.events.run, now: services.now).add(to: &routes)
        NodeConfigurationRoutes(sources: services.sources).add(to: &routes)
        WebhookRoutes(webhooks: services.webhooks, now: services.now).add(to: &routes)
        OpenAPIRoutes(version: services.version).add(to: &routes)
        PageRoutes().add(to: &routes)
        return (router, routes.entries)
    }

    private static func addPatrol(_ services: HTTPServices, _ door: StreamDoor, to routes: inout RouteTable) {
        let (patrol, now) = (services.patrol, services.now)
        let fleet = { @Sendable [inventory = services.inventory] in inventory.fleet }
        PatrolRoutes(patrol: patrol, fleet: fleet, licence: services.licence, now: now).add(to: &routes)
        FindingActions(patrol: patrol, fleet: fleet, now: now, newID: services.newID).add(to: &routes)
        SuppressionRoutes(patrol: patrol, fleet: fleet, now: now, newID: services.newID).add(to: &routes)
        CheckRoutes(patrol: patrol, fleet: fleet, now: now).add(to: &routes)
        PatrolMarkRoutes(patrol: patrol, fleet: fleet, now: now).add(to: &routes)
        PatrolStreamRoutes(door: door, features: services.features).add(to: &routes)
    }

    private static func addAgents(_ services: HTTPServices, _ place: SetupPlace, _ trail: RequestTrail, to routes: inout RouteTable) {
        let (agents, now) = (services.agents, services.now)
        let offers = AgentOffers(agents: agents, downloads: services.downloads, rollout: services.rollout)
        AgentReportRoutes(agents: agents, offers: offers, now: now).add(to: &routes)
        EnrolmentRoutes(
            agents: agents, access: services.access, place: place, downloads: services.downloads, isDemo: services.demo, trail: trail, now: now
        )
        .add(to: &routes)
        AgentRoutes(agents: agents, downloads: services.downloads, version: services.version, now: now).add(to: &routes)
        V5ReportRoutes(agents: agents, version: services.downloads?.version ?? services.version, now: now).add(to: &routes)
        DownloadRoutes(downloads: services.downloads).add(to: &routes)
        ProfileRoutes(agents: agents, now: now).add(to: &routes)
        AssignmentRoutes(agents: agents, now: now).add(to: &routes)
    }
}
