import HTTPTypes
import Logging
import PulseCore
import PulseHTTP
import PulseInventory
import PulseProxmox
import PulseTransport
import Synchronization

/// Adds, changes and removes sources: the store, the running sources and the inventory in step.
final class SourceDesk: SourceAdministration {
    private let store: ProxmoxSourceStore
    private let supervisor: SourceSupervisor
    private let inventory: InventoryService
    private let client: OutboundClient
    private let trial: SourceTrial
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let interval: Duration
    /// In a demonstration only simulated servers are shown; real ones are refused.
    private let isDemo: Bool
    private let configured: Mutex<[SourceSlug: ProxmoxSourceConfiguration]>

    init(
        store: ProxmoxSourceStore, supervisor: SourceSupervisor, inventory: InventoryService, client: OutboundClient, interval: Duration,
        isDemo: Bool, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) throws {
        self.store = store
        self.supervisor = supervisor
        self.inventory = inventory
        self.client = client
        trial = SourceTrial(client: client, now: now)
        self.interval = interval
        self.isDemo = isDemo
        self.now = now
        self.logger = logger
        let stored = try store.all().map { configuration in
            var configuration = configuration
            // How often sources are asked is a setting of the server, and may have been changed since.
            configuration.interval = interval
            return (configuration.slug, configuration)
        }
        configured = Mutex(Dictionary(stored, uniquingKeysWith: { first, _ in first }))
    }

    /// What the servers are called; agents have to be called otherwise, as servers are called otherwise than all that the fleet knows.
    var names: Set<SourceSlug> { Set(configured.withLock { Array($0.keys) }) }

    /// Starts everything that was configured.
    func startAll() {
        for configuration in configured.withLock({ $0.values.sorted { $0.slug < $1.slug } }) { start(configuration) }
    }

    /// Puts a source into service without asking it first; used by the demonstration.
    func adopt(_ configuration: ProxmoxSourceConfiguration) throws {
        try store.save(configuration)
        configured.withLock { $0[configuration.slug] = configuration }
        start(configuration)
    }

    /// Takes over what was written to the store by somebody else, as by an import: starts, exchanges and stops what is new, other or gone.
    func reread() throws {
        var stored = Dictionary(try store.all().map { ($0.slug, $0) }, uniquingKeysWith: { first, _ in first })
        for slug in stored.keys { stored[slug]?.interval = interval }
        let before = configured.withLock { configured in
            defer { configured = stored }
            return configured
        }
        for slug in before.keys where stored[slug] == nil {
            supervisor.stop(slug)
            inventory.removeSource(slug, at: now())
        }
        for (slug, configuration) in stored.sorted(by: { $0.key < $1.key }) where before[slug] != configuration { start(configuration) }
    }

    func configuredSources() throws -> [ConfiguredSource] {
        let reports = inventory.fleet.sources
        let servers = configured.withLock { Array($0.values) }.map { described($0, reports[$0.slug]) }
        let selves = reports.values.filter { $0.kind == .thisHost }.map { report in
            ConfiguredSource(
                slug: report.source, kind: .thisHost, name: report.name, addresses: [], authentication: .none, interval: report.interval,
                report: report)
        }
        return (servers + selves).sorted { $0.slug < $1.slug }
    }

    func test(_ draft: SourceDraft, stored: SourceSlug?) async throws -> ConnectionTestResult {
        try refuseInDemo()
        let known = try stored.map(find)
        try SourceTrial.refuseKind(draft, known)
        try SourceTrial.refuseElsewhere(draft, known)
        guard let credentials = draft.credentials.map(ProxmoxCredentials.init) ?? known?.credentials else {
            throw APIError(
                .badRequest, "invalid_authentication", "Enter an API token, or a user and a password.", details: ["field": "authentication"])
        }
        guard let address = draft.address ?? known?.endpoints.first?.url else {
            throw APIError(.badRequest, "invalid_address", "Where is the server? Enter a name or an address.", details: ["field": "address"])
        }
        return ConnectionTestResult(
            await trial.report(SourceTrial.product(draft, known), address, credentials, SourceTrial.pin(for: address, draft, known)))
    }

    func add(_ draft: SourceDraft) async throws -> ConfiguredSource {
        try refuseInDemo()
        try SourceTrial.refuseKind(draft, nil)
        let product = SourceTrial.product(draft, nil)
        let report = await trial.report(product, draft.address ?? "", try require(draft.credentials), draft.fingerprint)
        try SourceTrial.accept(report)
        try refuseTwice(report, besides: nil)
        let name = draft.name ?? report.clusterName ?? report.nodes.first ?? product.title
        let configuration = ProxmoxSourceConfiguration(
            product: product, slug: SourceSlug(naming: name, avoiding: names.union(inventory.fleet.sources.keys)), name: name,
            endpoints: report.endpoints,
            credentials: try require(draft.credentials), interval: interval)
        try adopt(configuration)
        return described(configuration, nil)
    }

    func update(_ slug: SourceSlug, _ draft: SourceDraft) async throws -> ConfiguredSource {
        try refuseInDemo()
        var configuration = try find(slug)
        try SourceTrial.refuseKind(draft, configuration)
        try SourceTrial.refuseElsewhere(draft, configuration)
        if let name = draft.name { configuration.name = name }
        if let credentials = draft.credentials { configuration.credentials = ProxmoxCredentials(credentials) }
        // A source that does not answer can still be renamed.
        if SourceTrial.changesConnection(draft, configuration) {
            let address = draft.address ?? configuration.endpoints.first?.url ?? ""
            let report = await trial.report(
                configuration.product, address, configuration.credentials, SourceTrial.pin(for: address, draft, configuration))
            try SourceTrial.accept(report)
            try refuseTwice(report, besides: slug)
            configuration.endpoints = report.endpoints
        }
        try adopt(configuration)
        return described(configuration, inventory.fleet.sources[slug])
    }

    func remove(_ slug: SourceSlug) async throws {
        _ = try find(slug)
        try store.remove(slug)
        configured.withLock { _ = $0.removeValue(forKey: slug) }
        supervisor.stop(slug)
        inventory.removeSource(slug, at: now())
    }

    // MARK: Parts

    private func start(_ configuration: ProxmoxSourceConfiguration) {
        switch configuration.product {
        case .virtualEnvironment:
            let slug = configuration.slug
            supervisor.start(
                PVESource(
                    configuration: configuration, client: client, now: now, randomness: Randomness.fraction, logger: logger,
                    learnt: { [weak self] endpoints in self?.keepLearnt(endpoints, of: slug) }))
        case .backupServer:
            supervisor.start(
                PBSSource(configuration: configuration, client: client, now: now, randomness: Randomness.fraction, logger: logger))
        case .mailGateway:
            supervisor.start(
                PMGSource(configuration: configuration, client: client, now: now, randomness: Randomness.fraction, logger: logger))
        }
    }

    /// Peers that a cluster told of over a trusted connection, and renewed certificates it vouches for: kept, so that they count after a
    /// restart as well.
    private func keepLearnt(_ endpoints: [ProxmoxEndpoint], of slug: SourceSlug) {
        let all: [ProxmoxEndpoint]? = configured.withLock { configured in
            guard var configuration = configured[slug] else { return nil }
            for endpoint in endpoints {
                if let index = configuration.endpoints.firstIndex(where: { $0.url == endpoint.url }) {
                    configuration.endpoints[index] = endpoint
                } else {
                    configuration.endpoints.append(endpoint)
                }
            }
            configured[slug] = configuration
            return configuration.endpoints
        }
        guard let all else { return }
        do { try store.saveEndpoints(all, of: slug) } catch {
            logger.warning("Could not keep the addresses that a cluster told of", metadata: ["source": "\(slug)", "error": "\(error)"])
        }
    }

    /// The same cluster through another of its nodes would be counted twice.
    private func refuseTwice(_ report: ProxmoxConnectionReport, besides slug: SourceSlug?) throws {
        let urls = Set(report.endpoints.map(\.url))
        let pins = Set(report.endpoints.compactMap(\.fingerprint))
        let twin = configured.withLock { $0.values }.first { known in
            known.slug != slug && known.endpoints.contains { urls.contains($0.url) || $0.fingerprint.map(pins.contains) == true }
        }
        guard let twin else { return }
        throw APIError(
            .conflict, "already_configured", "This is the source '\(twin.name)', which is already configured.",
            details: ["source": twin.slug.description])
    }

    private func refuseInDemo() throws {
        guard isDemo else { return }
        throw APIError.demonstration
    }

    private func find(_ slug: SourceSlug) throws -> ProxmoxSourceConfiguration {
        guard let found = configured.withLock({ $0[slug] }) else { throw APIError(.notFound, "not_found", "There is no source '\(slug)'.") }
        return found
    }

    private func require(_ credentials: SourceDraft.Credentials?) throws -> ProxmoxCredentials {
        guard let credentials else { throw APIError(.badRequest, "invalid_authentication", "Enter an API token, or a user and a password.") }
        return ProxmoxCredentials(credentials)
    }

    private func described(_ configuration: ProxmoxSourceConfiguration, _ report: SourceReport?) -> ConfiguredSource {
        ConfiguredSource(
            slug: configuration.slug, kind: SourceKind(configuration.product), name: configuration.name,
            addresses: configuration.endpoints.map { .init(address: $0.url, node: $0.node, fingerprint: $0.fingerprint) },
            authentication: configuration.credentials.described, interval: configuration.interval, report: report)
    }
}

extension PVESource: RunningSource {
    var slug: SourceSlug { configuration.slug }
}

extension PBSSource: RunningSource {
    var slug: SourceSlug { configuration.slug }
}

extension PMGSource: RunningSource {
    var slug: SourceSlug { configuration.slug }
}

extension SourceKind {
    fileprivate init(_ product: ProxmoxProduct) {
        switch product {
        case .virtualEnvironment: self = .proxmoxVE
        case .backupServer: self = .backupServer
        case .mailGateway: self = .mailGateway
        }
    }
}

extension ProxmoxCredentials {
    fileprivate init(_ entered: SourceDraft.Credentials) {
        switch entered {
        case .token(let id, let secret): self = .token(id: id, secret: secret)
        case .password(let user, let password): self = .password(user: user, password: password)
        }
    }

    fileprivate var described: ConfiguredSource.Authentication {
        switch self {
        case .token(let id, _): .token(id: id)
        case .password(let user, _): .password(user: user)
        }
    }
}
