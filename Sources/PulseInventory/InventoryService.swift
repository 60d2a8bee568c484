package import PulseCore
package import PulseStorage
import Synchronization

/// Told of every change, in order, with the fleet it led to. Must return quickly: the tick waits for it.
package protocol FleetObserver: Sendable {
    func fleetChanged(to fleet: Fleet, by change: FleetChange)
}

/// The door of this domain: one writer (the tick and annotations), any number of readers.
package final class InventoryService: Sendable {
    private struct State {
        var inventory: Inventory
        var ledger = Ledger()
    }

    private let state: Mutex<State>
    private let annotations: AnnotationStore
    private let observers: [any FleetObserver]

    package init(database: Database, observers: [any FleetObserver], at now: Timestamp) throws {
        annotations = AnnotationStore(database: database)
        state = Mutex(State(inventory: Inventory(annotations: try annotations.all(), at: now)))
        self.observers = observers
    }

    /// The latest state. Reading it costs nothing and never waits for a source.
    package var fleet: Fleet { state.withLock { $0.inventory.fleet } }

    /// What the sources say beside figures, as of the same tick.
    package var ledger: Ledger { state.withLock { $0.ledger } }

    /// Both of the same tick.
    package var estate: (fleet: Fleet, ledger: Ledger) { state.withLock { ($0.inventory.fleet, $0.ledger) } }

    /// Takes in what the sources said since the last tick and lets time pass.
    ///
    /// - Throws: when notes that belonged to a former guest of a re-used number could not be removed; the fleet is up to date all the same.
    package func tick(_ observations: [Observation], at now: Timestamp) throws {
        // Observers are told under the lock: a change must not overtake the one before it.
        let detached = state.withLock { state in
            for observation in observations { if let ledger = observation.ledger { state.ledger.sources[observation.source] = ledger } }
            let change = state.inventory.apply(observations, at: now)
            tell(change, state.inventory.fleet)
            return state.inventory.takeDetached()
        }
        for id in detached { try annotations.save(Annotation(), for: id, at: now) }
    }

    /// Nil when there is no such resource.
    package func annotate(_ id: ResourceID, _ annotation: Annotation, at now: Timestamp) throws -> Resource? {
        try state.withLock { state in
            guard state.inventory.fleet.resources[id] != nil else { return nil }
            try annotations.save(annotation, for: id, at: now)
            guard let change = state.inventory.annotate(id, annotation, at: now) else { return nil }
            tell(change, state.inventory.fleet)
            return state.inventory.fleet.resources[id]
        }
    }

    /// Takes over what was written to the store by somebody else, as by an import.
    package func rereadAnnotations(at now: Timestamp) throws {
        try state.withLock { state in
            let change = state.inventory.replaceAnnotations(try annotations.all(), at: now)
            tell(change, state.inventory.fleet)
        }
    }

    /// Takes over which node or guest each host is. It is found out elsewhere, and less often than things change.
    package func setHostLinks(_ links: [ResourceID: ResourceID], at now: Timestamp) {
        state.withLock { state in
            let change = state.inventory.setHostLinks(links, at: now)
            tell(change, state.inventory.fleet)
        }
    }

    package func removeSource(_ source: SourceSlug, at now: Timestamp) {
        state.withLock { state in
            state.ledger.sources[source] = nil
            let change = state.inventory.removeSource(source, at: now)
            tell(change, state.inventory.fleet)
        }
    }

    private func tell(_ change: FleetChange, _ fleet: Fleet) {
        guard !change.isEmpty else { return }
        for observer in observers { observer.fleetChanged(to: fleet, by: change) }
    }
}
