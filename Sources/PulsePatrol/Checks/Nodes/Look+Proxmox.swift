import PulseCore

/// What a check of Proxmox VE is about, or why it can't be judged now. Nil: the question does not concern it.
extension Look {
    /// A node that runs and that nobody works on. What was found before it went away stays as it was.
    func node() throws -> NodeFacts? {
        guard case .node(let facts) = resource.facts, source?.kind == .proxmoxVE else { return nil }
        if resource.state.status == .offline { throw NotEvaluable("It is offline.") }
        if resource.state.status == .unknown { throw NotEvaluable("Nobody can say whether it is up.") }
        if facts.haState == "maintenance" { throw NotEvaluable("It is in maintenance mode.") }
        return facts
    }

    /// Any guest but a template.
    func guest() throws -> GuestFacts? {
        guard case .guest(let facts) = resource.facts, !facts.template else { return nil }
        if resource.state.status == .unknown { throw NotEvaluable("Nobody can say whether it runs.") }
        return facts
    }

    func runningGuest() throws -> GuestFacts? {
        guard let facts = try guest(), resource.state.status == .running else { return nil }
        return facts
    }

    /// What is known of a node beside its figures.
    func ledger(of node: String) throws -> NodeLedger {
        guard let ledger = ledger?.nodes[node] else { throw NotEvaluable("Nothing was read from node \(node) yet.") }
        return ledger
    }

    /// The cluster it belongs to; nil of a node that stands alone.
    var cluster: ClusterFacts? {
        guard case .cluster(let facts)? = estate.fleet.resources[.cluster(resource.source)]?.facts, (facts.nodesTotal ?? 0) > 1 else { return nil }
        return facts
    }

    /// Since when it has been as it is; nil when it was so before Pulse was started.
    func age(of state: ResourceState) -> Duration? { state.since.map(now.since) }
}

extension Optional where Wrapped == Duration {
    /// ` for 3 hours`, or nothing.
    var forWords: String { map { " for \(Words.duration($0))" } ?? "" }
}

extension GuestFacts {
    /// Of what stopping a guest does not mend: how full its disks are.
    func inside(_ look: Look) throws -> GuestFacts {
        guard look.resource.state.status == .running else { throw NotEvaluable("It does not run, so nothing is known of its inside.") }
        return self
    }
}
