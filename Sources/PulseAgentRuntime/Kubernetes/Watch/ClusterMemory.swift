import Synchronization

/// The state of the cluster, shared by those who read it and by the picture. Nobody waits for input or output while holding it.
final class ClusterMemory: Sendable {
    private let state: Mutex<ClusterState>

    init(filter: NamespaceFilter) {
        state = Mutex(ClusterState(filter: filter))
    }

    func change<Value: Sendable>(_ change: (inout ClusterState) -> Value) -> Value { state.withLock { change(&$0) } }
}
