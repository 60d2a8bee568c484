import PulseCore

extension CheckCatalogue {
    static let cluster: [Check] = [
        .quorumLost, .quorumAtTheEdge, .haManager, .haNodeAgent, .haResource, .haGuestDown, .haNoRoom, .replicationFailing, .replicationLate,
        .replicationNever, .guestTasksFailing,
    ]
}

extension Check {
    static let quorumLost = Check(
        "PVE-CLUSTER-QUORUM", key: "cluster-quorum-lost", "Cluster has no quorum", .reliability, on: [.cluster], needs: [.facts],
        page: CheckPage(
            why: "Without quorum nothing can be started, changed or moved, and nodes with HA guests reset themselves.",
            decides: "Critical when the node that Pulse asks says that the cluster is not quorate.",
            advice: "Bring nodes back. `pvecm status` shows the votes; `pvecm expected 1` helps only when the others are certainly off."),
        role: CausalRole(explains: [Explanation(.jobFails, .source)], symptoms: [.weakened])
    ) { look in
        guard case .cluster(let facts) = look.resource.facts else { return .clear }
        guard let quorate = facts.quorate, look.resource.state.status != .unknown else { return .hidden("Whether it is quorate is not known.") }
        guard !quorate else { return .clear }
        let count = facts.nodesOnline.flatMap { online in facts.nodesTotal.map { "\(online) of \($0) nodes are online" } } ?? "not quorate"
        return .raised(
            Raised(
                .critical, "Quorum lost", description: "Cluster \(look.name) has no quorum: \(count). Nothing can be started or changed.",
                recommendation: "Bring nodes of \(look.name) back, and look at `pvecm status` and `journalctl -u corosync` on those that run.",
                evidence: "\(count).", items: [.fact(look.id, "quorate", "no"), .fact(look.id, "nodes", count)],
                dependsOn: look.estate.nodesOffline(of: look.resource.source)))
    }

    static let quorumAtTheEdge = Check(
        "PVE-CLUSTER-QUORUM-EDGE", key: "cluster-quorum-edge", "One more failure loses quorum", .reliability, on: [.cluster], needs: [.facts],
        page: CheckPage(
            why: "When the next node goes, the whole cluster stops.",
            decides:
                "Warning when nodes of a cluster of at least three are offline and it would have no majority with one less, at one vote for each "
                + "node: a QDevice is not counted, since Proxmox VE does not tell of it. Not in clusters of two, which are always so, and not with "
                + "all online.",
            advice: "Bring the missing node back before anything else is restarted."),
        role: CausalRole(symptoms: [.weakened])
    ) { look in
        guard case .cluster(let facts) = look.resource.facts else { return .clear }
        guard let quorate = facts.quorate, let online = facts.nodesOnline, let total = facts.nodesTotal, look.resource.state.status != .unknown else {
            return .hidden("How many of its nodes are online is not known.")
        }
        guard quorate, total >= 3, online < total, online - 1 < total / 2 + 1 else { return .clear }
        return .raised(
            Raised(
                .warning, "One more failure loses quorum",
                description: "\(online) of \(total) nodes of \(look.name) are online; without one more, \(online - 1) are no majority.",
                recommendation: "Bring the missing node of \(look.name) back, and restart no other node until then.",
                evidence: "\(online) of \(total) nodes online; \(total / 2 + 1) are needed.",
                items: [.fact(look.id, "nodes", "\(online) of \(total)")], dependsOn: look.estate.nodesOffline(of: look.resource.source)))
    }
}

extension Estate {
    /// Those that are known to be.
    fileprivate func nodesOffline(of source: SourceSlug) -> [ResourceID] {
        let nodes = fleet.resources.values.filter { $0.id.kind == .node && $0.source == source }
        return nodes.filter { $0.state.status == .offline }.map(\.id).sorted()
    }
}
