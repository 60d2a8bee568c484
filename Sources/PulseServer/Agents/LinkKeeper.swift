import PulseAgents
import PulseCore
import PulseInventory
import Synchronization

/// Finds out now and then which node or guest each host is. Comparing every machine with every other costs more than a tick may take, so it is done
/// beside the ticks: soon after something came or went, and once a minute because addresses change.
final class LinkKeeper: Sendable {
    /// How soon a new machine is looked at.
    static let interval = Duration.seconds(5)
    static let longestInterval = Duration.seconds(60)

    private struct State {
        var counts: [ResourceKind: Int] = [:]
        var at: Timestamp?
    }

    private let inventory: InventoryService
    private let state = Mutex(State())

    init(inventory: InventoryService) {
        self.inventory = inventory
    }

    func renew(at now: Timestamp) {
        let fleet = inventory.fleet
        guard isDue(Self.counts(fleet), at: now) else { return }
        inventory.setHostLinks(HostLinks.find(in: fleet).filter { $0.key.kind == .host }.mapValues(\.target), at: now)
    }

    private func isDue(_ counts: [ResourceKind: Int], at now: Timestamp) -> Bool {
        state.withLock { state in
            guard state.counts != counts || state.at.map({ now.since($0) >= Self.longestInterval }) ?? true else { return false }
            state = State(counts: counts, at: now)
            return true
        }
    }

    private static func counts(_ fleet: Fleet) -> [ResourceKind: Int] {
        fleet.resources.keys.reduce(into: [:]) { counts, id in
            if id.kind == .host || id.kind == .node || id.kind == .guest { counts[id.kind, default: 0] += 1 }
        }
    }
}
