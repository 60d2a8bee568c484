import PulseCore

extension Check {
    private static let podShare = (watch: 0.9, warning: 0.98)
    private static let memoryShare = 0.95
    private static let memoryHours = 3

    static let kubernetesCordoned = Check(
        "K8S-NODE-CORDONED", key: "kubernetes-node-cordoned", "A node is cordoned while pods wait for one", .capacity, on: [.kubernetesNode],
        needs: [.facts],
        page: CheckPage(
            why: "A node that was cordoned for maintenance and forgotten is missing when pods look for room.",
            decides:
                "Watch when a node is cordoned and pods of its cluster have found no node for \(Words.duration(Waiting.forNode)). A cordoned node "
                + "alone is no finding: somebody wants it so.",
            advice: "If its maintenance is over, let it take pods again."),
        role: CausalRole()
    ) { look in
        guard case .kubernetesNode(let facts) = look.resource.facts, facts.isUnschedulable else { return .clear }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Nobody can say how the node is.") }
        let waiting = look.estate.fleet.resources.values.filter { pod in
            guard pod.source == look.resource.source, pod.state.status != .unknown, case .kubernetesPod(let pods) = pod.facts else { return false }
            let member = Crew.Member(pod: pod, facts: pods)
            return member.isUnschedulable && member.lasting(at: look.now) >= Waiting.forNode
        }.map(\.name).sorted()
        guard !waiting.isEmpty else { return .clear }
        return .raised(
            Raised(
                .watch, "Node is cordoned while pods wait",
                description: "\(look.name) takes no pods because it is cordoned, and \(Words.count(waiting.count, "pod")) found no node.",
                recommendation: "If the work on it is over: `kubectl uncordon \(look.resource.name)`.",
                evidence: "Cordoned; waiting: \(Words.list(waiting)).", items: [.fact(look.id, "isUnschedulable", "true")]))
    }

    static let kubernetesPodLimit = Check(
        "K8S-NODE-POD-LIMIT", key: "kubernetes-node-pod-limit", "A node nears its number of pods", .capacity, on: [.kubernetesNode], needs: [.facts],
        page: CheckPage(
            why: "At its limit a node takes no more pods, however much memory it has left.",
            decides:
                "Watch from \(Words.percent(podShare.watch)), warning from \(Words.percent(podShare.warning)) of the pods that the node may run.",
            advice: "Move pods, add a node, or raise maxPods of the kubelet.")
    ) { look in
        guard case .kubernetesNode(let facts) = look.resource.facts else { return .clear }
        guard look.resource.state.status != .unknown, let limit = facts.pods, limit > 0 else { throw NotEvaluable("Its number of pods is not told.") }
        let count = look.estate.pods.pods(on: look.id).count { id in
            guard case .kubernetesPod(let pod)? = look.estate.fleet.resources[id]?.facts else { return false }
            return pod.phase != "Succeeded" && pod.phase != "Failed"
        }
        let share = Double(count) / Double(limit)
        guard share >= podShare.watch else { return .clear }
        return .raised(
            Raised(
                share >= podShare.warning ? .warning : .watch, "Node nears its number of pods",
                description: "\(look.name) runs \(count) of the \(limit) pods it may run.",
                recommendation: "Move pods off \(look.name), add a node, or raise maxPods of its kubelet.",
                evidence: "\(count) of \(limit) pods (\(Words.percent(share))).",
                items: [.fact(look.id, "pods", "\(count) of \(limit)"), .limit("watch", Words.percent(podShare.watch), value: podShare.watch)]))
    }

    static let kubernetesNodeMemory = Check(
        "K8S-NODE-MEMORY", key: "kubernetes-node-memory", "A node is out of memory for hours", .performance, on: [.kubernetesNode],
        needs: [.current(.memoryUsed), .current(.memoryTotal), .history(.memoryUsed, hours: memoryHours + 2)],
        page: CheckPage(
            why: "The figure is without page cache, so little is left before the node evicts pods.",
            decides:
                "Warning when the memory in use was at least \(Words.percent(memoryShare)) of the node's in each of the last \(memoryHours) hours.",
            advice: "Move pods that take much, give them limits, or add memory."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        let (used, total) = (try look.current(.memoryUsed), try look.current(.memoryTotal))
        guard total > 0 else { throw NotEvaluable("Its size is not known.") }
        guard used / total >= memoryShare else { return .clear }
        let hours = try look.history(.memoryUsed, hours: memoryHours + 2, atLeast: memoryHours).hours.suffix(memoryHours)
        guard hours.allSatisfy({ $0.average / total >= memoryShare }) else { return .clear }
        return .raised(
            Raised(
                .warning, "Node is out of memory",
                description: "\(look.name) has used \(Words.percent(used / total)) of its memory or thereabouts for \(memoryHours) hours.",
                recommendation: "Find what takes it: `kubectl top pods -A --sort-by=memory`; move pods or add memory.",
                evidence: "\(Words.bytes(used)) of \(Words.bytes(total)) in use.",
                items: [
                    .series(
                        look.id, .memoryUsed, from: hours.first?.start ?? look.now, to: look.now,
                        marks: [.init("now", used), .init("capacity", total)],
                        text: Words.percent(used / total)), .limit("warning", Words.percent(memoryShare), value: memoryShare),
                ]))
    }
}
