import Logging
import PulseAgents
import PulseCore
import PulseInventory

/// Brings what agents say to the inventory and to history, tick by tick.
///
/// It is beside the inbox, which keeps the latest observation of a source and no more: of an agent nothing is lost when two reports come within one
/// tick, or late ones hours after.
final class AgentDesk: Sendable {
    let agents: AgentService
    private let inventory: InventoryService
    private let history: HistoryRecorder
    private let trouble: Trouble

    init(agents: AgentService, inventory: InventoryService, history: HistoryRecorder, logger: Logger) {
        self.agents = agents
        self.inventory = inventory
        self.history = history
        trouble = Trouble(
            "How far agents have come cannot be kept; after a restart they send some reports again", again: "How far agents have come is kept again",
            logger: logger)
    }

    /// What agents said since the last tick. Late figures go to history, and what belonged to forgotten agents is removed.
    func collect(at now: Timestamp) -> [Observation] {
        let harvest = agents.drain(at: now)
        for source in harvest.removedSources { inventory.removeSource(source, at: now) }
        history.append(harvest.samples, at: now)
        return harvest.observations
    }

    /// After what was collected has been taken in.
    func keep(at now: Timestamp) { trouble.attempt { try agents.keep(at: now) } }

    /// True when an agent reports from the machine with this id, so that nobody else has to.
    func isReporting(machine id: String, at now: Timestamp) -> Bool {
        let entries = (try? agents.directory.all(at: now)) ?? []
        return entries.contains { $0.record.machineID == id && $0.condition == .reporting && !$0.modules.isEmpty }
    }
}
