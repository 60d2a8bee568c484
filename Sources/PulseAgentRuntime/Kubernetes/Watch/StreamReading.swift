import Synchronization

/// One stream of changes while it arrives: each goes to the memory at once, and the last version is kept to go on from.
final class StreamReading: Sendable {
    private let reader: ObjectReader
    private let memory: ClusterMemory
    private let state = Mutex(State())

    private struct State {
        var splitter = LineSplitter(limit: WatchLimits.objectBytes)
        var version: String?
        var events = 0
        var failure: KubernetesFailure?
    }

    init(_ resource: KubernetesResource, memory: ClusterMemory) {
        reader = ObjectReader(resource: resource)
        self.memory = memory
    }

    /// False when there is no use in hearing more.
    func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            var splitter = LineSplitter(limit: 0)
            swap(&splitter, &state.splitter)
            splitter.take(bytes) { line in
                // Nothing behind an error counts.
                if state.failure == nil { hear(line, &state) }
            }
            swap(&splitter, &state.splitter)
            // What a line said that was too long is not known, so the list has to be read again.
            if state.splitter.dropped > 0, state.failure == nil { state.failure = .tooLarge }
            return state.failure == nil
        }
    }

    /// - Parameter failure: what the call ended with.
    func outcome(_ failure: KubernetesFailure?) -> WatchMachine.Event {
        state.withLock { .streamEnded(version: $0.version, events: $0.events, failure: $0.failure ?? failure) }
    }

    private func hear(_ line: ArraySlice<UInt8>, _ state: inout State) {
        switch reader.line(line) {
        case .put(let name, let value, let version):
            memory.change { $0.put(reader.resource, name, value) }
            count(version, &state)
        case .removed(let name, let version):
            memory.change { $0.apply(reader.resource, .remove(name)) }
            count(version, &state)
        case .bookmark(let version): count(version, &state)
        case .error(let failure): state.failure = failure
        case .unreadable: memory.change { $0.unreadable += 1 }
        }
    }

    private func count(_ version: String, _ state: inout State) {
        if !version.isEmpty { state.version = version }
        state.events += 1
        if state.events == 1 { memory.change { $0.conditions[reader.resource] = .working } }
    }
}
