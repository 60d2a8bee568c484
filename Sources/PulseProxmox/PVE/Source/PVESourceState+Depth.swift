import PulseCore
import PulseTransport

/// What is asked beside figures: when, and what becomes of the answers.
extension PVESourceState {
    mutating func planDepth(nodesBefore: Set<String>, at now: Timestamp) {
        let (nodes, online) = (Set(picture.nodes.map(\.node)), picture.onlineNodes)
        depth.know(nodes: nodes)
        for node in nodes where !online.contains(node) { depth.wentAway(node, DepthProblem.offline(node)) }
        let time = steady(now)
        let silent = Set(plan.lanes.filter { $0.value.isOnline && $0.value.silence.isLong(at: time) }.keys)
        for node in silent { depth.wentAway(node, DepthProblem.silent(node)) }
        let wants = DepthWants(picture: picture, depth: depth, silent: silent)
        if nodes != nodesBefore || picture.droppedRows == 0 {
            depth.forget(
                nodes: nodes, guests: Set(picture.guests.keys), hidden: Set(picture.visibility.hiddenRows.map(\.vmid)), archives: wants.backupPlaces)
        }
        let all = wants.all
        depth.archiveKeys = all.map(\.key).filter { $0.topic == .archives }
        depthPlan.update(all, nodes: online.count, at: time)
        hurryDepth(at: now)
    }

    /// The calls to begin now, each in a place that the plan of the other calls lends.
    ///
    /// - Parameter endpoint: the address that answers, behind which calls about the cluster end.
    mutating func takeDepth(from endpoint: ProxmoxEndpoint, at now: Timestamp) -> [DepthCall] {
        let entry = endpoint.node.flatMap { picture.onlineNodes.contains($0) ? $0 : nil }
        let time = steady(now)
        var plan = plan
        defer { self.plan = plan }
        let calls = depthPlan.take(at: time) { node, maySit in
            let place = node.isEmpty ? entry : node
            // Who answers for the cluster isn't always known by name: a shared address, or no right to read the members.
            guard let place else { return true }
            return plan.lend(place, maySit: maySit, at: time)
        }
        for call in calls { lent[call] = call.node.isEmpty ? entry : call.node }
        return calls
    }

    mutating func apply(_ call: DepthCall, _ answer: DepthAnswer) throws(ProxmoxError) {
        depth.gap = DepthProblem(call: call, credentials: configuration.credentials).ofGap(picture.visibility.permissions)
        defer { depth.gap = nil }
        try call.topic.take(&depth, call, answer)
    }

    /// What a call that brought nothing means; the outcome to plan by.
    mutating func missed(_ call: DepthCall, _ error: ProxmoxError, at endpoint: ProxmoxEndpoint, now: Timestamp) -> DepthOutcome {
        if case .refused(_, let reason) = error, call.topic.absent(&depth, call, reason, now) { return .absent }
        // Whoever was called off has not been refused.
        guard error != .transport(.cancelled) else { return .failed }
        call.topic.miss(&depth, call, DepthProblem(call: call, credentials: configuration.credentials).of(error, at: endpoint))
        return DepthOutcome(of: error)
    }

    mutating func finished(_ call: DepthCall, _ outcome: DepthOutcome, at now: Timestamp) {
        let time = steady(now)
        depthPlan.finished(call, outcome, at: time)
        if let place = lent.removeValue(forKey: call) { plan.returned(place, maySit: call.topic.maySit, outcome.ofNode, at: time) }
        hurryDepth(at: now)
    }

    private mutating func hurryDepth(at now: Timestamp) {
        for key in depth.takeStale() { depthPlan.hurry(key, at: steady(now)) }
    }
}
