import PulseCore

extension Check {
    /// A node that restarts is back within minutes; the control plane needs one to notice.
    private static let nodeGrace = Duration.seconds(120)
    /// A node that was cordoned before is being worked on; so long that may take.
    private static let maintenance = Duration.seconds(3600)

    static let kubernetesNodeNotReady = Check(
        "K8S-NODE-NOT-READY", key: "kubernetes-nodes-not-ready", "A node is not ready", .reliability, on: [.kubernetesNode], needs: [.facts],
        page: CheckPage(
            why: "Nothing new starts on a node that is not ready, and after five minutes its pods are started elsewhere.",
            decides:
                "Warning when a node says that it is not ready, or was not heard of, for \(Words.duration(nodeGrace)); critical when no node of the "
                + "cluster is ready. A node that is cordoned is being worked on: it gets \(Words.duration(maintenance)).",
            advice: "Look at the kubelet and the container runtime on the node."),
        role: CausalRole(
            explains: [Explanation(.unavailable, .placed), Explanation(.unavailable, .stored), Explanation(.unseen, .placed)],
            symptoms: [.unavailable])
    ) { look in
        guard case .kubernetesNode(let facts) = look.resource.facts else { return .clear }
        let isSilent = look.resource.state.status == .unknown
        guard !isSilent || look.resource.state.reason == .nodeStatusMissing else { throw NotEvaluable("Nobody can say whether the node is ready.") }
        guard facts.isReady != true else { return .clear }
        let condition = facts.conditions.first { $0.type == "Ready" }
        let lasting = max(look.lasting, condition?.since.map { look.now.since($0) } ?? .zero)
        guard lasting >= (facts.isUnschedulable ? maintenance : nodeGrace) else { return .clear }
        return .raised(notReady(look, condition, Words.duration(lasting)))
    }

    private static func notReady(_ look: Look, _ condition: KubernetesCondition?, _ lasting: String) -> Raised {
        let others = look.clusterNodes
        let ready = others.count { if case .kubernetesNode(let facts) = $0.facts { facts.isReady == true } else { false } }
        let why = [condition?.reason, condition?.message?.printable(limit: 200)].compactMap { $0 }.joined(separator: ": ")
        return Raised(
            ready == 0 ? .critical : .warning, "Node is not ready",
            description:
                "\(look.name) has not been ready for \(lasting)\(why.isEmpty ? "" : " (\(why))"). \(ready) of \(others.count) nodes are ready.",
            recommendation: "Look at `systemctl status kubelet` (k3s: `k3s` or `k3s-agent`) on \(look.name), its runtime, disk and network.",
            evidence: "Ready is \(condition?.status ?? "not True") for \(lasting); \(ready) of \(others.count) nodes ready.",
            items: [.fact(look.id, "isReady", why.isEmpty ? "false" : why, at: condition?.since ?? look.resource.state.since)])
    }

    static let kubernetesNodePressure = Check(
        "K8S-NODE-PRESSURE", key: "kubernetes-node-pressure", "A node lacks memory, disk, processes or network", .capacity, on: [.kubernetesNode],
        needs: [.facts],
        page: CheckPage(
            why: "Under pressure a node takes no new pods and evicts those it has.",
            decides:
                "Warning for each condition other than Ready that a node says of itself (MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable) "
                + "for \(Words.duration(nodeGrace)). Not conditions that are Unknown.",
            advice: "Free what it lacks: images and logs for disk, or move pods; give pods requests and limits that fit."),
        role: CausalRole(explains: [Explanation(.unavailable, .stored), Explanation(.slow, .placed)])
    ) { look in
        guard case .kubernetesNode(let facts) = look.resource.facts else { return .clear }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Its conditions are not known now.") }
        let found = facts.conditions.filter { condition in
            guard condition.type != "Ready", condition.status == "True" else { return false }
            return (condition.since.map { look.now.since($0) } ?? look.lasting) >= nodeGrace
        }
        return Answer(raised: found.map { pressure(look, $0) })
    }

    private static func pressure(_ look: Look, _ condition: KubernetesCondition) -> Raised {
        let words = ["MemoryPressure": "memory", "DiskPressure": "disk space", "PIDPressure": "process numbers", "NetworkUnavailable": "a network"]
        let what = words[condition.type] ?? condition.type
        let lasting = Words.duration(condition.since.map { look.now.since($0) } ?? look.lasting)
        let why = condition.message.map { " (\($0.printable(limit: 200)))" } ?? ""
        let advice = [
            "MemoryPressure": "Move or limit pods that take much memory: `kubectl top pods -A --sort-by=memory`.",
            "DiskPressure": "Free space on \(look.name): unused images (`crictl rmi --prune`), logs, local volumes.",
            "NetworkUnavailable": "Look at the pods of the network plug-in on \(look.name).",
        ]
        return Raised(
            instance: condition.type, .warning, "Node lacks \(what)", description: "\(look.name) has been short of \(what) for \(lasting)\(why).",
            recommendation: advice[condition.type] ?? "Look at `kubectl describe node \(look.resource.name)`.",
            evidence: "\(condition.type) is True for \(lasting).",
            items: [.fact(look.id, "conditions.\(condition.type)", "True\(why)", at: condition.since)])
    }
}

extension Look {
    /// The nodes of the cluster that this belongs to.
    var clusterNodes: [Resource] {
        estate.fleet.resources.values.filter { $0.id.kind == .kubernetesNode && $0.source == resource.source }.sorted { $0.id < $1.id }
    }
}
