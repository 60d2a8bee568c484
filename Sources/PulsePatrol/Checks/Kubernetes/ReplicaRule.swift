import PulseCore

/// Whether as many pods of a workload are there as are wanted.
struct ReplicaRule {
    /// A rolling update, or a pod that moves, takes a moment.
    static let patience = Duration.seconds(300)
    static var words: String {
        "Warning when fewer pods are ready or available than are wanted for \(Words.duration(patience)), critical when none is. Not when none is wanted."
    }

    let look: Look
    let noun: String
    /// `deployment`, as kubectl has it.
    let kind: String

    func judge() throws -> Answer {
        guard case .kubernetesWorkload(let facts) = look.resource.facts else { return .clear }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Nobody can say how many of its pods are ready.") }
        guard let desired = facts.desired, let ready = facts.ready else { throw NotEvaluable("Its number of pods is not told.") }
        let there = min(ready, facts.available ?? ready)
        guard desired > 0, there < desired, lasting(facts) >= Self.patience else { return .clear }
        return .raised(raised(there, desired, facts))
    }

    /// What the workload's conditions say goes back further than what Pulse saw.
    private func lasting(_ facts: KubernetesWorkloadFacts) -> Duration {
        let condition = facts.conditions.first { $0.type == "Available" && $0.status == "False" }?.since
        return max(look.lasting, condition.map { look.now.since($0) } ?? .zero)
    }

    private func raised(_ there: Int, _ desired: Int, _ facts: KubernetesWorkloadFacts) -> Raised {
        let since = Words.duration(lasting(facts))
        return Raised(
            there == 0 ? .critical : .warning, there == 0 ? "\(noun) is not available" : "\(noun) is incomplete",
            description: "\(there) of \(desired) pods of \(look.placedName) are available, for \(since).",
            recommendation: "Look at its pods and events: `kubectl -n \(facts.namespace) describe \(kind) \(look.resource.name)`.",
            evidence: "\(there) of \(Words.count(desired, "pod")) available for \(since).",
            items: [
                .fact(look.id, "available", "\(there)", at: look.resource.state.since), .fact(look.id, "desired", "\(desired)"),
            ], dependsOn: silentNodes)
    }

    /// Nodes of its pods that do not run as they should: they explain it.
    private var silentNodes: [ResourceID] {
        let nodes = look.estate.pods.crew(of: look.id).compactMap { look.estate.topology.places[$0] }
        return Set(nodes).filter { id in look.estate.fleet.resources[id].map { $0.state.status != .online } ?? false }.sorted()
    }
}

extension Check {
    static let kubernetesDeployment = replicas(
        "K8S-DEPLOYMENT-UNAVAILABLE", key: "kubernetes-deployments-unavailable", "Deployment", "deployment", .kubernetesDeployment)
    static let kubernetesStatefulSet = replicas(
        "K8S-STATEFULSET-INCOMPLETE", key: "kubernetes-statefulset-incomplete", "Stateful set", "statefulset", .kubernetesStatefulSet)
    static let kubernetesDaemonSet = replicas(
        "K8S-DAEMONSET-INCOMPLETE", key: "kubernetes-daemonset-incomplete", "Daemon set", "daemonset", .kubernetesDaemonSet)

    private static func replicas(_ code: String, key: String, _ noun: String, _ kind: String, _ resource: ResourceKind) -> Check {
        Check(
            code, key: key, "\(noun) has fewer pods than wanted", .reliability, on: [resource], needs: [.facts],
            page: CheckPage(
                why: "Fewer pods than wanted carry the load, and the next loss may be the last.", decides: ReplicaRule.words,
                advice: "Look at its pods and events; what keeps them from running is told as a finding of its own where it is known."),
            role: CausalRole(symptoms: [.unavailable])
        ) { look in try ReplicaRule(look: look, noun: noun, kind: kind).judge() }
    }
}
