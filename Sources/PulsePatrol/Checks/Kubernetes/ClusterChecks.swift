import PulseCore

extension Check {
    private static let silence = Duration.seconds(600)
    private static let restart = Duration.seconds(180)

    static let kubernetesClusterOffline = Check(
        "K8S-CLUSTER-OFFLINE", key: "kubernetes-cluster-offline", "A cluster is not heard of", .reliability, on: [.kubernetesCluster],
        needs: [.sources],
        page: CheckPage(
            why: "Nobody watches the cluster, and where its agent runs inside of it, the cluster itself may be down.",
            decides: "Critical when the agent of a cluster has not reported for \(Words.duration(silence)). Not when the agent was revoked.",
            advice: "Look whether the agent's pod or machine runs, then at the cluster."),
        role: CausalRole(explains: [Explanation(.unseen, .source), Explanation(.unavailable, .source)])
    ) { look in
        guard let source = look.source else { throw NotEvaluable("Its source is not known.") }
        guard source.condition == .unreachable || (source.condition == .reachable && isOverdue(source, look.now)) else { return .clear }
        let last = source.lastAnswerAt ?? look.resource.lastSeen
        guard look.now.since(last) >= silence else { return .clear }
        let age = Words.duration(look.now.since(last))
        return .raised(
            Raised(
                .critical, "Cluster is not heard of",
                description: "\(look.name) has not been heard of for \(age). What Pulse shows of it is as old; whether it runs is not known.",
                recommendation: source.problems.first?.nextStep
                    ?? "Check the agent: `kubectl -n pulse get pods`, or pulse-agent on the machine it runs on.",
                evidence: "Last report \(Words.minute(last)).", items: [.fact(look.id, "lastSeen", Words.minute(last), at: last)]))
    }

    private static func isOverdue(_ source: SourceReport, _ now: Timestamp) -> Bool {
        source.lastAnswerAt.map { now.since($0) >= max(silence, source.interval * 3) } ?? false
    }

    static let kubernetesAPISilent = Check(
        "K8S-API-SILENT", key: "kubernetes-api-silent", "The API of a cluster does not answer its agent", .reliability, on: [.kubernetesCluster],
        needs: [.facts, .sources],
        page: CheckPage(
            why: "Without its API nothing in a cluster can be changed, healed or seen; what runs goes on.",
            decides: "Critical when the agent reports and could not ask the API server for \(Words.duration(restart)).",
            advice: "Look whether the API server runs, and whether the agent's credentials are still valid."),
        role: CausalRole(explains: [Explanation(.unseen, .source)])
    ) { look in
        let state = look.resource.state
        guard state.status == .unknown, state.reason == .runtimeUnreachable, look.lasting >= restart else { return .clear }
        let problem = look.source?.problems.first { $0.code == "module_failing" }
        let said = problem?.sentence.printable(limit: 240) ?? "The agent does not say why."
        return .raised(
            Raised(
                .critical, "API does not answer",
                description: "The agent of \(look.name) has not been able to ask its API for \(Words.duration(look.lasting)). \(said)",
                recommendation: problem?.nextStep ?? "Look whether the API server of \(look.name) runs.", evidence: said,
                items: [.fact(look.id, "status", "unknown, its API does not answer", at: state.since)]))
    }
}
