import Logging
import PulseAccess
import PulseCore
import PulseHTTP
import PulseHistory
import PulseInventory
import ServiceLifecycle
import Synchronization

/// The server's pulse: once a second it takes what the sources said and lets the inventory decide.
final class TickService: Service, HealthReporting {
    /// How soon an observation is on the page, at the latest.
    static let interval = Duration.seconds(1)
    /// Without observations time still has to pass: values grow old.
    static let quietInterval = Duration.seconds(5)
    static let beatInterval = Duration.seconds(2)
    static let cleaningInterval = Duration.seconds(3600)
    /// Health may be asked by anybody as often as they like; the disk is tried this often.
    static let databaseCheckInterval = Duration.seconds(5)

    private struct Times {
        var lastTick: Timestamp?
        var lastApplied: Timestamp?
        var lastCleaning: Timestamp?
        var databaseChecked: (at: Timestamp, healthy: Bool)?
    }

    private let inbox: ObservationInbox
    private let agents: AgentDesk
    private let links: LinkKeeper
    private let inventory: InventoryService
    private let history: HistoryRecorder
    private let access: AccessService
    private let licence: LicenceService
    private let hub: EventHub
    private let isDatabaseHealthy: @Sendable () -> Bool
    private let auditProblem: @Sendable () -> String?
    private let startedAt: Timestamp
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let times = Mutex(Times())

    init(
        inbox: ObservationInbox, agents: AgentDesk, inventory: InventoryService, history: HistoryRecorder, access: AccessService,
        licence: LicenceService, hub: EventHub, isDatabaseHealthy: @escaping @Sendable () -> Bool, auditProblem: @escaping @Sendable () -> String?,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.inbox = inbox
        self.agents = agents
        links = LinkKeeper(inventory: inventory)
        self.inventory = inventory
        self.history = history
        self.access = access
        self.licence = licence
        self.hub = hub
        self.isDatabaseHealthy = isDatabaseHealthy
        self.auditProblem = auditProblem
        self.now = now
        self.logger = logger
        startedAt = now()
    }

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.every(Self.interval) { self.tick(at: self.now()) } }
            group.addTask { try await self.every(Self.beatInterval) { self.hub.beat() } }
            group.addTask { try await self.every(LinkKeeper.interval) { self.links.renew(at: self.now()) } }
        }
    }

    /// One tick; tests call it with their own time.
    func tick(at now: Timestamp) {
        let observations = inbox.takeAll() + agents.collect(at: now)
        let isDue = times.withLock { times in
            times.lastTick = now
            let due = !observations.isEmpty || times.lastApplied.map { now.since($0) >= Self.quietInterval } ?? true
            if due { times.lastApplied = now }
            return due
        }
        if isDue {
            do { try inventory.tick(observations, at: now) } catch {
                logger.warning("Could not remove the notes of a guest that is gone", metadata: ["error": "\(error)"])
            }
        }
        history.record(observations, in: inventory.fleet, at: now)
        agents.keep(at: now)
        do { try licence.observeClock(at: now) } catch {
            logger.warning("Could not keep the time for the licence", metadata: ["error": "\(error)"])
        }
        cleanUpIfDue(at: now)
    }

    private func cleanUpIfDue(at now: Timestamp) {
        let isDue = times.withLock { times in
            guard times.lastCleaning.map({ now.since($0) >= Self.cleaningInterval }) ?? true else { return false }
            times.lastCleaning = now
            return true
        }
        guard isDue else { return }
        do { try access.clean(at: now) } catch {
            logger.warning("Could not remove sessions that have run out", metadata: ["error": "\(error)"])
        }
    }

    private func every(_ interval: Duration, _ body: @escaping @Sendable () -> Void) async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                body()
                do { try await Task.sleep(for: interval) } catch is CancellationError { return }
            }
        }
    }

    func healthReport(at now: Timestamp) -> HealthReport {
        // A machine that is switched off is no fault of this server.
        let sources = inventory.fleet.sources.values.filter { $0.kind != .agent && $0.kind != .kubernetes }
        return HealthReport(
            databaseWritable: isDatabaseWritable(at: now),
            tickAge: times.withLock { $0.lastTick }.map { now.since($0) },
            sourcesReachable: sources.count { $0.condition == .reachable || $0.condition == .degraded },
            sourcesTotal: sources.count,
            uptime: now.since(startedAt), history: history.places.condition, engine: history.places.engine?.health,
            auditWritable: auditProblem() == nil)
    }

    private func isDatabaseWritable(at now: Timestamp) -> Bool {
        times.withLock { times in
            if let last = times.databaseChecked, now.since(last.at) < Self.databaseCheckInterval { return last.healthy }
            let healthy = isDatabaseHealthy()
            times.databaseChecked = (now, healthy)
            return healthy
        }
    }
}
