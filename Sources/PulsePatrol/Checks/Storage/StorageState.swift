import PulseCore

extension Check {
    private static let patience = Duration.seconds(300)

    static let storageInactive = Check(
        "PVE-STORAGE-INACTIVE", key: "storage-inactive", "Storage can't be reached", .reliability, on: [.storage], needs: [.facts],
        page: CheckPage(
            why: "Guests with disks there can't read and write, and backups onto it fail.",
            decides:
                "When every node that is there says that the enabled storage is not active, for at least \(Words.duration(patience)): critical where "
                + "it holds disks of guests, else warning. Not of disabled ones, and not when its nodes are offline.",
            advice: "`pvesm status` on a node; look at the server, the network and the mount."),
        role: CausalRole(
            explains: [
                Explanation(.writesFail, .stored), Explanation(.unavailable, .stored), Explanation(.slow, .stored), Explanation(.jobFails, .stored),
                Explanation(.waits, .stored),
            ], symptoms: [.unavailable])
    ) { look in
        guard case .storage(let facts) = look.resource.facts, facts.enabled != false else { return .clear }
        if look.resource.state.status == .unknown { return .hidden("Nobody can say whether it can be reached.") }
        guard look.resource.state.status == .inactive, look.age(of: look.resource.state).map({ $0 >= patience }) ?? true else { return .clear }
        let isVital = facts.content.contains("images") || facts.content.contains("rootdir")
        return .raised(
            Raised(
                isVital ? .critical : .warning, "Storage can't be reached",
                description:
                    "\(look.name) is enabled and has not been active\(look.age(of: look.resource.state).forWords) on \(Words.list(facts.nodes)).",
                recommendation:
                    "Run `pvesm status` on \(facts.nodes.first ?? "a node"); check the server behind \(look.name), the network and the mount.",
                evidence: "Not active\(facts.type.map { ", type \($0)" } ?? "").",
                items: [.fact(look.id, "status", "inactive", at: look.resource.state.since)]
            ).at(.state(since: look.resource.state.since)))
    }

    static let storagePartly = Check(
        "PVE-STORAGE-PARTLY", key: "storage-unavailable-on-nodes", "Some nodes can't reach a shared storage", .reliability, on: [.storage],
        needs: [.facts],
        page: CheckPage(
            why: "Guests on those nodes can't use their disks, and none can be moved there.",
            decides:
                "Warning when a shared storage is active on some of its nodes and not on others, for at least \(Words.duration(patience)). Nodes "
                + "that "
                + "are offline do not count.",
            advice: "`pvesm status` on each node shows where; look at the network and the mount there."),
        role: CausalRole(explains: [
            Explanation(.writesFail, .stored), Explanation(.slow, .stored), Explanation(.jobFails, .stored), Explanation(.waits, .stored),
        ])
    ) { look in
        guard case .storage(let facts) = look.resource.facts, facts.enabled != false, facts.shared else { return .clear }
        if look.resource.state.status == .unknown { return .hidden("Nobody can say whether it can be reached.") }
        guard look.resource.state.status == .degraded, look.age(of: look.resource.state).map({ $0 >= patience }) ?? true else { return .clear }
        return .raised(
            Raised(
                .warning, "Not reachable from some nodes",
                description: "\(look.name) is not active on some of \(Words.list(facts.nodes))\(look.age(of: look.resource.state).forWords).",
                recommendation:
                    "Run `pvesm status` on \(Words.list(facts.nodes)) to see where \(look.name) is missing; check network and mount there.",
                evidence: "Active on some of \(Words.count(facts.nodes.count, "node")) only.",
                items: [.fact(look.id, "status", "degraded", at: look.resource.state.since)]
            ).at(.state(since: look.resource.state.since)))
    }
}
