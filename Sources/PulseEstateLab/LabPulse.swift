import Logging
import PulseBackups
import PulseCore
import PulseHistory
import PulseInventory
import PulsePatrol
import PulsePatrolWiring
import PulseStorage
import Synchronization

/// What stands between a source and a finding, put together as the server does it, on a data directory.
final class LabPulse {
    let patrol: PatrolService
    let reader: EstateReader
    private let inventory: InventoryService
    private let history: HistoryStore
    private let database: Database
    private let keeper: PatrolKeeper
    private let clock: MovableClock

    init(in path: String, _ checks: [Check], _ schedule: PatrolSchedule, _ clock: MovableClock) throws {
        self.clock = clock
        let directory = try DataDirectory(path: path)
        database = try Database(path: directory.file("pulse.db"), migrations: AnnotationStore.migrations)
        let inventory = try InventoryService(database: database, observers: [], at: clock.now)
        self.inventory = inventory
        history = try HistoryStore(path: directory.file(HistoryStore.fileName))
        reader = EstateReader(boards: BoardService(estate: { inventory.estate }), history: history, now: { clock.now })
        patrol = try PatrolService(
            .init(
                checks: checks, source: reader, findings: PatrolDataFile("ai_findings.json", in: directory, now: { clock.now }),
                runs: PatrolDataFile("ai_patrol_runs.json", in: directory, now: { clock.now }), now: { clock.now }, newID: Self.numbers()))
        try patrol.setSchedule(schedule)
        keeper = PatrolKeeper(patrol: patrol, inventory: inventory, logger: Logger(label: "patrol") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Counted on over a restart by the runs that are known then.
    private static func numbers() -> @Sendable () -> String {
        let last = Mutex(0)
        return {
            last.withLock { last in
                last += 1
                return "run-\(last)"
            }
        }
    }

    /// One tick, history, and what is due of patrol.
    func take(_ observations: [Observation]) async throws {
        try inventory.tick(observations, at: clock.now)
        if !observations.isEmpty { try history.append(SampleCollector.samples(of: observations, in: inventory.fleet), at: clock.now) }
        while try history.maintain(at: clock.now) {}
        await keeper.step()
    }

    /// A look at everything, now.
    func look() async {
        _ = patrol.ask(by: "the bench")
        await keeper.step()
    }

    func forget(_ slug: SourceSlug) { inventory.removeSource(slug, at: clock.now) }

    func close() throws {
        try history.close()
        try database.close()
    }
}
