import FoundationEssentials
import Synchronization

/// One page of a list while it arrives: objects go to the memory at once.
final class ListReading: Sendable {
    private struct Metadata: Decodable {
        let resourceVersion: String?
        let `continue`: String?
    }

    private let reader: ObjectReader
    private let memory: ClusterMemory
    private let state = Mutex(State())

    private struct State {
        var splitter = ListSplitter(limit: WatchLimits.objectBytes)
        var version: String?
        var next: String?
    }

    init(_ resource: KubernetesResource, memory: ClusterMemory) {
        reader = ObjectReader(resource: resource)
        self.memory = memory
    }

    /// False when it is no list.
    func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            let before = state.splitter.dropped
            var metadata: Metadata?
            state.splitter.take(bytes) { part, bytes in
                switch part {
                case .metadata: metadata = try? JSONDecoder().decode(Metadata.self, from: Data(bytes))
                case .item: put(bytes)
                }
            }
            if let metadata { (state.version, state.next) = (metadata.resourceVersion, metadata.continue) }
            count(unreadable: state.splitter.dropped - before)
            return !state.splitter.isBroken
        }
    }

    /// What came of the page.
    var outcome: WatchMachine.Event {
        state.withLock { state in
            guard state.splitter.isComplete, !state.splitter.isBroken, let version = state.version else { return .listFailed(.invalidAnswer) }
            return .page(version: version, next: state.next)
        }
    }

    private func put(_ bytes: [UInt8]) {
        guard let (name, value) = reader.item(bytes) else { return count(unreadable: 1) }
        memory.change { $0.put(reader.resource, name, value) }
    }

    private func count(unreadable: Int) {
        guard unreadable > 0 else { return }
        memory.change { $0.unreadable += unreadable }
    }
}
