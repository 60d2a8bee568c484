import PulseCore
import Synchronization

/// Where observations wait for the tick: the latest of each source, so it is as long as there are sources and no longer.
final class ObservationInbox: Sendable {
    private let waiting = Mutex<[SourceSlug: Observation]>([:])

    func put(_ observation: Observation) {
        waiting.withLock { $0[observation.source] = observation }
    }

    func takeAll() -> [Observation] {
        waiting.withLock { waiting in
            defer { waiting.removeAll(keepingCapacity: true) }
            return waiting.values.sorted { $0.source < $1.source }
        }
    }

    func forget(_ source: SourceSlug) {
        waiting.withLock { $0[source] = nil }
    }
}
