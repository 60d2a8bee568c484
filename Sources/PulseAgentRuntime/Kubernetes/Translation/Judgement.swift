import PulseCore

/// The status words of the things of a cluster. What a thing is by itself was read from its object; here the time and other objects come in.
enum Judgement {
    /// Something new needs a moment to become what it should be.
    static let settling = Duration.seconds(60)
    /// A pod that is still being made after so long is in trouble, though nobody says so.
    static let longestStart = Duration.seconds(600)

    /// `Unknown` conditions mean that the node was not heard of, so nobody can vouch for it; one that says it is not ready was.
    static func status(of node: NodeValue) -> (Status, Reason?) {
        switch node.isReady {
        case true?: (node.isDegraded ? .degraded : .online, nil)
        case false?: (.failing, nil)
        case nil: (.unknown, .nodeStatusMissing)
        }
    }

    /// - Parameter isNodeSilent: what a pod's object says is the last that its node told.
    static func status(of pod: PodValue, isNodeSilent: Bool, at now: Timestamp) -> (Status, Reason?) {
        if case .ended(let status) = pod.outlook { return (status, nil) }
        if isNodeSilent { return (.unknown, .nodeOffline) }
        // It should be gone by now: a finalizer holds it, or its node does not end it.
        if let deleteBy = pod.deleteBy, deleteBy + settling < now { return (.degraded, nil) }
        switch pod.outlook {
        case .running: return (.running, nil)
        case .failing: return (.failing, nil)
        case .ended(let status): return (status, nil)
        case .held: return (.inactive, nil)
        case .starting(let since): return (isOver(longestStart, since, now) ? .degraded : .inactive, nil)
        case .unready(let since): return (isOver(settling, since, now) ? .degraded : .inactive, nil)
        case .unknown: return (.unknown, .notReported)
        }
    }

    static func status(of workload: WorkloadValue, at now: Timestamp) -> Status {
        switch workload.outlook {
        case .fixed(let status): status
        case .incomplete(let status, let since): isOver(settling, since, now) ? status : .inactive
        }
    }

    /// A claim that waits for its first pod waits rightly; one that a pod waits for does not.
    static func status(of claim: ClaimValue, isUsed: Bool, at now: Timestamp) -> Status {
        switch claim.phase {
        case "Bound": .available
        case "Lost": .failing
        default: isUsed && isOver(settling, claim.createdAt, now) ? .failing : .inactive
        }
    }

    private static func isOver(_ span: Duration, _ since: Timestamp?, _ now: Timestamp) -> Bool {
        since.map { $0 + span < now } ?? true
    }
}
