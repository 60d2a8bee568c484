import PulseCore

extension Check {
    static let kubernetesRollout = Check(
        "K8S-ROLLOUT-STUCK", key: "kubernetes-rollout-stuck", "A rollout does not get on", .reliability, on: [.kubernetesDeployment], needs: [.facts],
        page: CheckPage(
            why: "The new version is not there, and old and new run side by side.",
            decides:
                "Warning when Kubernetes says that the rollout exceeded its deadline (condition Progressing is False), which is ten minutes without "
                + "progress unless set otherwise. Not while it is paused by a person.",
            advice: "Look at the new pods, or go back with `kubectl rollout undo`."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        try condition(look) {
            $0.type == "Progressing" && $0.status == "False" && $0.reason != "DeploymentPaused"
        } _: { facts, condition in
            Raised(
                .warning, "Rollout does not get on",
                description: "The rollout of \(look.placedName) makes no progress\(since(condition, look)); "
                    + "\(facts.updated ?? 0) of \(facts.desired ?? 0) pods are of the new version.",
                recommendation: "Look at the new pods; go back with `kubectl -n \(facts.namespace) rollout undo deployment \(look.resource.name)`.",
                evidence: "Progressing is False\(words(condition)).",
                items: [.fact(look.id, "conditions.Progressing", "False\(words(condition))", at: condition.since)])
        }
    }

    static let kubernetesReplicaFailure = Check(
        "K8S-REPLICA-FAILURE", key: "kubernetes-replica-failure", "Pods of a deployment cannot be made", .capacity, on: [.kubernetesDeployment],
        needs: [.facts],
        page: CheckPage(
            why: "Where a quota or a policy refuses pods, there is no pod whose trouble could be seen.",
            decides:
                "Warning when Kubernetes says that pods cannot be created (condition ReplicaFailure is True) for \(Words.duration(ReplicaRule.patience)).",
            advice: "Raise the quota, or correct the pod template to what policy and limits allow."),
        role: .stopsWorkload
    ) { look in
        try condition(look) { condition in
            guard condition.type == "ReplicaFailure", condition.status == "True" else { return false }
            return condition.since.map { look.now.since($0) >= ReplicaRule.patience } ?? true
        } _: { facts, condition in
            Raised(
                .warning, "Pods cannot be made",
                description: "Kubernetes cannot create pods of \(look.placedName)\(since(condition, look))\(words(condition)).",
                recommendation: "Do what the message asks for; see `kubectl -n \(facts.namespace) get events` "
                    + "and `kubectl -n \(facts.namespace) get resourcequota`.",
                evidence: "ReplicaFailure is True\(words(condition)).",
                items: [.fact(look.id, "conditions.ReplicaFailure", "True\(words(condition))", at: condition.since)])
        }
    }

    private static func condition(
        _ look: Look, _ isSo: (KubernetesCondition) -> Bool, _ raise: (KubernetesWorkloadFacts, KubernetesCondition) -> Raised
    ) throws -> Answer {
        guard case .kubernetesWorkload(let facts) = look.resource.facts else { return .clear }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Nobody can say how its rollout is.") }
        guard (facts.desired ?? 1) > 0, let condition = facts.conditions.first(where: isSo) else { return .clear }
        return .raised(raise(facts, condition))
    }

    private static func since(_ condition: KubernetesCondition, _ look: Look) -> String {
        condition.since.map { " for \(Words.duration(look.now.since($0)))" } ?? ""
    }

    private static func words(_ condition: KubernetesCondition) -> String {
        let said = [condition.reason, condition.message?.printable(limit: 200)].compactMap { $0 }
        return said.isEmpty ? "" : " (\(said.joined(separator: ": ")))"
    }
}
