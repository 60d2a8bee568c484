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
    private let store: PVESourceStore
    private let supervisor: SourceSupervisor
    private let inventory: InventoryService
    private let client: OutboundClient
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let interval: Duration
    /// In a demonstration only simulated clusters are shown; real ones are refused.
    private let isDemo: Bool
    private let configured: Mutex<[SourceSlug: PVESourceConfiguration]>

    init(
        store: PVESourceStore, supervisor: SourceSupervisor, inventory: InventoryService, client: OutboundClient, interval: Duration, isDemo: Bool,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) throws {
        self.store = store
        self.supervisor = supervisor
        self.inventory = inventory
        self.client = client
        self.interval = interval
        self.isDemo = isDemo
        self.now = now
        self.logger = logger
        configured = Mutex(Dictionary(try store.all().map { ($0.slug, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Starts everything that was configured.
    func startAll() {
        for configuration in configured.withLock({ $0.values.sorted { $0.slug < $1.slug } }) { start(configuration) }
    }

    /// Puts a source into service without asking it first; used by the demonstration.
    func adopt(_ configuration: PVESourceConfiguration) throws {
        try store.save(configuration)
        configured.withLock { $0[configuration.slug] = configuration }
        start(configuration)
    }

    func configuredSources() throws -> [ConfiguredSource] {
        let reports = inventory.fleet.sources
        let pve = configured.withLock { Array($0.values) }.map { described($0, reports[$0.slug]) }
        let selves = reports.values.filter { $0.kind == .thisHost }.map { report in
            ConfiguredSource(
                slug: report.source, kind: .thisHost, name: report.name, addresses: [], authentication: .none, interval: report.interval,
                report: report)
        }
        return (pve + selves).sorted { $0.slug < $1.slug }
    }

    func test(_ draft: SourceDraft, stored: SourceSlug?) async throws -> ConnectionTestResult {
        try refuseInDemo()
        let known = try stored.map(find)
        guard let credentials = draft.credentials.map(Self.credentials) ?? known?.credentials else {
            throw APIError(
                .badRequest, "invalid_authentication", "Enter an API token, or a user and a password.", details: ["field": "authentication"])
        }
        guard let address = draft.address ?? known?.endpoints.first?.url else {
            throw APIError(.badRequest, "invalid_address", "Where is the server? Enter a name or an address.", details: ["field": "address"])
        }
        let pinned = draft.fingerprint ?? (draft.address == nil ? known?.endpoints.first?.fingerprint : nil)
        return ConnectionTestResult(await report(address, credentials, pinned))
    }

    func add(_ draft: SourceDraft) async throws -> ConfiguredSource {
        try refuseInDemo()
        let report = await report(draft.address ?? "", try require(draft.credentials), draft.fingerprint)
        try accept(report)
        try refuseTwice(report)
        let name = draft.name ?? report.clusterName ?? report.nodes.first ?? "Proxmox VE"
        let configuration = PVESourceConfiguration(
            slug: SourceSlug(naming: name, avoiding: Set(configured.withLock { Array($0.keys) })), name: name, endpoints: report.endpoints,
            credentials: try require(draft.credentials), interval: interval)
        try adopt(configuration)
        return described(configuration, nil)
    }

    func update(_ slug: SourceSlug, _ draft: SourceDraft) async throws -> ConfiguredSource {
        try refuseInDemo()
        var configuration = try find(slug)
        if let name = draft.name { configuration.name = name }
        if let credentials = draft.credentials { configuration.credentials = Self.credentials(credentials) }
        if draft.address != nil || draft.credentials != nil || draft.fingerprint != nil {
            let address = draft.address ?? configuration.endpoints.first?.url ?? ""
            let pinned = draft.fingerprint ?? (draft.address == nil ? configuration.endpoints.first?.fingerprint : nil)
            let report = await report(address, configuration.credentials, pinned)
            try accept(report)
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

    private func start(_ configuration: PVESourceConfiguration) {
        let slug = configuration.slug
        let source = PVESource(
            configuration: configuration, client: client, now: now, randomness: Randomness.fraction, logger: logger,
            learnt: { [weak self] endpoints in self?.keepLearnt(endpoints, of: slug) })
        supervisor.start(source)
    }

    /// Peers that a cluster told of over a trusted connection: kept, so that they can stand in after a restart as well.
    private func keepLearnt(_ endpoints: [PVEEndpoint], of slug: SourceSlug) {
        let all: [PVEEndpoint]? = configured.withLock { configured in
            guard var configuration = configured[slug] else { return nil }
            let known = Set(configuration.endpoints.map(\.url))
            configuration.endpoints += endpoints.filter { !known.contains($0.url) }
            configured[slug] = configuration
            return configuration.endpoints
        }
        guard let all else { return }
        do { try store.saveEndpoints(all, of: slug) } catch {
            logger.warning("Could not keep the addresses that a cluster told of", metadata: ["source": "\(slug)", "error": "\(error)"])
        }
    }

    private func report(_ address: String, _ credentials: PVECredentials, _ fingerprint: String?) async -> PVEConnectionReport {
        await PVEConnectionTest(client: client, now: now).run(address: address, credentials: credentials, fingerprint: fingerprint)
    }

    private func accept(_ report: PVEConnectionReport) throws {
        if let problem = report.problem {
            throw APIError(.unprocessableContent, problem.code, "\(problem.sentence) \(problem.nextStep)")
        }
        guard !report.needsConfirmation else {
            throw APIError(
                .unprocessableContent, "certificate_unconfirmed",
                "The certificate of this server is not known to the system; confirm its fingerprint first.",
                details: ["fingerprint": report.certificate?.fingerprint.description ?? ""])
        }
    }

    /// The same cluster through another of its nodes would be counted twice.
    private func refuseTwice(_ report: PVEConnectionReport) throws {
        let urls = Set(report.endpoints.map(\.url))
        let pins = Set(report.endpoints.compactMap(\.fingerprint))
        let twin = configured.withLock { $0.values }.first { known in
            known.endpoints.contains { urls.contains($0.url) || $0.fingerprint.map(pins.contains) == true }
        }
        guard let twin else { return }
        throw APIError(
            .conflict, "already_configured", "This is the source '\(twin.name)', which is already configured.",
            details: ["source": twin.slug.description])
    }

    private func refuseInDemo() throws {
        guard isDemo else { return }
        throw APIError(.forbidden, "demo", "This is a demonstration with simulated clusters; real ones cannot be added to it.")
    }

    private func find(_ slug: SourceSlug) throws -> PVESourceConfiguration {
        guard let found = configured.withLock({ $0[slug] }) else { throw APIError(.notFound, "not_found", "There is no source '\(slug)'.") }
        return found
    }

    private func require(_ credentials: SourceDraft.Credentials?) throws -> PVECredentials {
        guard let credentials else { throw APIError(.badRequest, "invalid_authentication", "Enter an API token, or a user and a password.") }
        return Self.credentials(credentials)
    }

    private static func credentials(_ credentials: SourceDraft.Credentials) -> PVECredentials {
        switch credentials {
        case .token(let id, let secret): .token(id: id, secret: secret)
        case .password(let user, let password): .password(user: user, password: password)
        }
    }

    private func described(_ configuration: PVESourceConfiguration, _ report: SourceReport?) -> ConfiguredSource {
        ConfiguredSource(
            slug: configuration.slug, kind: .proxmoxVE, name: configuration.name,
            addresses: configuration.endpoints.map { .init(address: $0.url, node: $0.node, fingerprint: $0.fingerprint) },
            authentication: configuration.credentials.described, interval: configuration.interval, report: report)
    }
}

extension PVESource: RunningSource {
    var slug: SourceSlug { configuration.slug }
}

extension PVECredentials {
    fileprivate var described: ConfiguredSource.Authentication {
        switch self {
        case .token(let id, _): .token(id: id)
        case .password(let user, _): .password(user: user)
        }
    }
}

extension ConnectionTestResult {
    fileprivate init(_ report: PVEConnectionReport) {
        self.init(
            problem: report.problem ?? (report.needsConfirmation ? .unconfirmed : nil),
            steps: report.steps.map { Step(asked: $0.asked, answered: $0.answered, ok: $0.succeeded) },
            certificate: report.certificate.map { certificate in
                Certificate(
                    fingerprint: certificate.fingerprint.description, subject: certificate.subject, issuer: certificate.issuer,
                    notAfter: certificate.notAfter.description, trustedBySystem: certificate.trustedBySystem,
                    needsConfirmation: report.needsConfirmation)
            },
            version: report.version, clusterName: report.clusterName, nodes: report.nodes, guests: report.guests,
            missingPrivileges: report.missingPrivileges)
    }
}

extension Problem {
    fileprivate static let unconfirmed = Problem(
        code: "certificate_unconfirmed", sentence: "The certificate of this server is not known to the system.",
        nextStep: "Compare its fingerprint with the one the node shows, and confirm it.")
}
