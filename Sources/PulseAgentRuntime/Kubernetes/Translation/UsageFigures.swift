import PulseAgentProtocol
import PulseCore

/// Figures of nodes and pods out of what the metrics server said. Unknown is never zero.
struct UsageFigures {
    private let polls: PollState
    private let nodes: Shelf<NodeValue>

    init(state: ClusterState) {
        polls = state.polls
        nodes = state.nodes
    }

    /// Shares of what the machine has.
    func of(_ node: NodeValue, named name: String) -> ObjectFigures {
        let usage = polls.nodes[name]
        let missing = node.isReady == nil ? Reason.nodeOffline : missing
        return ObjectFigures(
            node.key,
            values: [
                .cpu: share(usage?.processors, of: node.processors, missing), .memoryUsed: usage.map { .value($0.memory) } ?? .unknown(missing),
                .memoryTotal: amount(node.memory),
            ])
    }

    /// Shares of the limit; a pod without one may take what its node can give.
    func of(_ pod: PodValue, named name: ObjectName, status: Status, restarts: Int) -> ObjectFigures {
        let node = pod.node.flatMap { nodes.entries[ObjectName(namespace: "", name: $0)]?.value }
        let usage = polls.pods[name]
        let isOver = if case .ended = pod.outlook { true } else { pod.node == nil }
        let missing = isOver ? Reason.notRunning : missing
        return ObjectFigures(
            pod.key,
            values: [
                .cpu: share(usage?.processors, of: pod.processorLimit ?? node?.allocatableProcessors, missing),
                .memoryUsed: usage.map { .value($0.memory) } ?? .unknown(missing),
                .memoryTotal: amount(pod.memoryLimit ?? node?.allocatableMemory), .restarts: .value(Double(restarts)),
            ])
    }

    private func share(_ used: Double?, of whole: Double?, _ missing: Reason) -> Figure {
        guard let used else { return .unknown(missing) }
        guard let whole, whole > 0 else { return .unknown(.notReported) }
        return .value(used / whole)
    }

    private func amount(_ bytes: Int64?) -> Figure { bytes.map { .value(Double($0)) } ?? .unknown(.notReported) }

    /// Why a running thing has no figures.
    private var missing: Reason {
        switch polls.metrics {
        case .notAskedYet: .notAskedYet
        case .absent: .noMetricsServer
        case .denied: .permissionMissing
        case .failing: .runtimeUnreachable
        // It measures only every so often, and new things later.
        case .present: .notReported
        }
    }
}
