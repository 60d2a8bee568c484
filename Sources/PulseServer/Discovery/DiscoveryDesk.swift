import HTTPTypes
import Logging
import PulseCore
import PulseHTTP
import PulseProxmox
import PulseTransport
import ServiceLifecycle
import Synchronization

/// Searches the networks that an administrator named: by hand, or every so many hours where that was set. One search at a time.
final class DiscoveryDesk: DiscoveryAdministration, Service {
    /// How often is looked whether a search of the schedule is due.
    private static let scheduleInterval = Duration.seconds(60)

    private struct Order: Sendable {
        let id: String
        let plan: ScanPlan
        let actor: Actor
        let stop: AsyncStream<Never>
    }

    private struct Running: Sendable {
        var state: DiscoveryState
        /// Finishing it ends the search.
        var stopper: AsyncStream<Never>.Continuation?
    }

    private let store: DiscoverySettingsStore
    private let sources: any SourceAdministration
    private let audit: any AuditTrail
    private let isDemo: Bool
    private let look: @Sendable (ScanTarget) async -> FoundServer?
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let orders: AsyncStream<Order>
    private let ordered: AsyncStream<Order>.Continuation
    private let running: Mutex<Running>

    /// - Parameter look: one look at one address.
    init(
        store: DiscoverySettingsStore, sources: any SourceAdministration, audit: any AuditTrail, isDemo: Bool,
        look: @escaping @Sendable (ScanTarget) async -> FoundServer?, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.store = store
        self.sources = sources
        self.audit = audit
        self.isDemo = isDemo
        self.look = look
        self.now = now
        self.logger = logger
        (orders, ordered) = AsyncStream.makeStream()
        running = Mutex(Running(state: DiscoveryState(start: now())))
    }

    func report() throws -> DiscoveryReport {
        let state = running.withLock { $0.state }
        let settings = try store.settings()
        return DiscoveryReport(
            search: state.search, servers: KnownServers(try sources.configuredSources()).marked(state), earlier: state.earlier,
            preferences: DiscoveryPreferences(settings))
    }

    func start(networks: [String]?, ports: [Int]?, by actor: Actor) throws -> DiscoverySearch {
        guard !isDemo else {
            throw APIError(.forbidden, "demo", "This is a demonstration with simulated clusters; it does not search real networks.")
        }
        let settings = try store.settings()
        let wanted = try Self.understood { () throws(DiscoveryError) in
            (
                networks: try ScanNetworks(networks ?? settings.networks, rules: store.rules),
                ports: try DiscoverySettings.judged(ports ?? settings.ports)
            )
        }
        return try begin(wanted.networks, wanted.ports, by: actor)
    }

    func cancel() -> Bool {
        running.withLock { running in
            guard running.state.isRunning else { return false }
            running.stopper?.finish()
            return true
        }
    }

    func save(networks: [String], ports: [Int]?, everyHours: Int) throws -> DiscoveryPreferences {
        let settings = try Self.understood { () throws(DiscoveryError) in
            try DiscoverySettings(networks: networks, ports: ports, everyHours: everyHours, rules: store.rules)
        }
        try store.save(settings)
        return DiscoveryPreferences(settings)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.keepSchedule() }
                for await order in self.orders { await self.perform(order) }
                group.cancelAll()
            }
        }
    }

    /// Begins a search that is due; tests call it with their own time.
    ///
    /// - Returns: whether one began.
    @discardableResult
    func searchIfDue(at moment: Timestamp) async -> Bool {
        guard !isDemo, let settings = try? store.settings() else { return false }
        let (last, isRunning) = running.withLock { ($0.state.lastEnd, $0.state.isRunning) }
        guard !isRunning, settings.isDue(since: last, at: moment) else { return false }
        do {
            // Recorded before it is done, or not done.
            try await record(.intent, Randomness.identifier(), ["networks": settings.networks.joined(separator: " ")])
            _ = try start(networks: nil, ports: nil, by: .system)
            return true
        } catch {
            logger.warning("A search of the schedule for servers could not begin", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func keepSchedule() async {
        while !Task.isCancelled {
            await searchIfDue(at: now())
            try? await Task.sleep(for: Self.scheduleInterval)
        }
    }

    private func begin(_ networks: ScanNetworks, _ ports: [Int], by actor: Actor) throws -> DiscoverySearch {
        let known = KnownServers(try sources.configuredSources())
        let plan = ScanPlan(networks.addresses, ports: ports, skipping: known.targets)
        let search = DiscoverySearch(
            networks: networks.networks.map(\.description), ports: ports, by: actor.name, startedAt: now().description, total: plan.total,
            skipped: networks.addresses.count * ports.count - plan.total)
        let (stop, stopper) = AsyncStream<Never>.makeStream()
        try running.withLock { running in
            guard !running.state.isRunning else {
                throw APIError(.conflict, "search_running", "A search is running already. Wait until it is over, or stop it.")
            }
            running.state.begin(search, of: networks)
            running.stopper = stopper
        }
        ordered.yield(Order(id: Randomness.identifier(), plan: plan, actor: actor, stop: stop))
        return search
    }

    private func perform(_ order: Order) async {
        let scan = NetworkScan(clock: ContinuousClock(), contact: look)
        let end = await withTaskGroup(of: ScanPlan.End?.self) { group in
            group.addTask {
                await scan.run(order.plan) { progress in
                    self.running.withLock { $0.state.progressed(total: progress.total, done: progress.done, found: progress.found) }
                }
            }
            group.addTask {
                for await _ in order.stop {}
                return nil
            }
            var end: ScanPlan.End?
            while end == nil, let next = await group.next() {
                end = next
                group.cancelAll()
            }
            return end ?? .cancelled
        }
        await finish(order, end)
    }

    private func finish(_ order: Order, _ end: ScanPlan.End) async {
        let ended = running.withLock { running in
            running.stopper = nil
            return running.state.end(end.rawValue, at: now())
        }
        guard let ended else { return }
        logger.notice(
            "A search for servers is over",
            metadata: ["networks": "\(ended.networks.joined(separator: " "))", "found": "\(ended.found)", "end": "\(end)"])
        try? await record(
            .success, order.id,
            [
                "networks": ended.networks.joined(separator: " "), "by": ended.by, "end": end.rawValue, "connections": "\(ended.done)",
                "servers": "\(ended.found)",
            ])
    }

    private func record(_ outcome: AuditEvent.Outcome, _ id: String, _ details: [String: String]) async throws {
        try await audit.record(
            AuditEvent(
                id: id, at: now(), event: outcome == .intent ? "discovery.search" : "discovery.end", actor: .system, address: nil, path: nil,
                outcome: outcome, details: details))
    }

    private static func understood<Value>(_ body: () throws(DiscoveryError) -> Value) throws -> Value {
        do { return try body() } catch { throw APIError(.badRequest, "invalid_\(error.field)", error.sentence, details: ["field": error.field]) }
    }
}

extension DiscoveryPreferences {
    fileprivate init(_ settings: DiscoverySettings) {
        self.init(networks: settings.networks, ports: settings.ports, everyHours: settings.everyHours)
    }
}
