package import Logging
import PulseCore
package import PulseInventory
package import PulsePatrol
import ServiceLifecycle
import Synchronization

/// Lets patrol look when it is due, and tells it of what happened meanwhile.
package final class PatrolKeeper: Service {
    /// A person who asked sees something happen within this.
    private static let pace = Duration.seconds(1)

    private let patrol: PatrolService
    private let inventory: InventoryService
    private let logger: Logger
    private struct Watch {
        var triggers = PatrolTriggers()
        /// The fleet and the ledgers that were looked at, by their counts of changes.
        var fleet: UInt64?
        var ledgers: [SourceSlug: UInt64] = [:]
    }

    private let watch = Mutex(Watch())

    package init(patrol: PatrolService, inventory: InventoryService, logger: Logger) {
        (self.patrol, self.inventory, self.logger) = (patrol, inventory, logger)
    }

    package func run() async throws {
        for trouble in patrol.troubles { logger.error("Patrol could not read a file", metadata: ["trouble": "\(trouble)"]) }
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.step()
                do { try await Task.sleep(for: Self.pace) } catch is CancellationError { return }
            }
        }
    }

    /// Everything that is due at this moment.
    package func step() async {
        for event in news() { patrol.happened(event.what, to: event.resources) }
        let before = patrol.runs.last?.id
        await patrol.runIfDue()
        if let record = patrol.runs.last, record.id != before { tell(record) }
    }

    /// Nothing, and no look, while fleet and ledgers are those that were looked at.
    private func news() -> [PatrolTriggers.Event] {
        let (fleet, ledger) = inventory.estate
        return watch.withLock { watch in
            let ledgers = ledger.sources.mapValues(\.revision)
            guard watch.fleet != fleet.sequence || watch.ledgers != ledgers else { return [] }
            (watch.fleet, watch.ledgers) = (fleet.sequence, ledgers)
            let watched = Set(patrol.book.findings.values.lazy.filter { !$0.isResolved }.compactMap(\.resourceID))
            return watch.triggers.look(at: fleet, ledger, watched: watched)
        }
    }

    private func tell(_ record: RunRecord) {
        logger.info(
            "Patrol has looked",
            metadata: [
                "trigger": "\(record.trigger.rawValue)", "resources": "\(record.resources)", "new": "\(record.new.count)",
                "resolved": "\(record.resolved.count)", "milliseconds": "\(record.duration.wholeMilliseconds)", "status": "\(record.status.rawValue)",
            ])
        if let problem = record.problem { logger.warning("A run of patrol had no outcome", metadata: ["problem": "\(problem)"]) }
        for (check, error) in record.failures.sorted(by: { $0.key < $1.key }) {
            logger.error("A check of patrol failed", metadata: ["check": "\(check)", "error": "\(error)"])
        }
    }
}
