import PulseCore

extension Check {
    /// A job that failed longer ago is known to whoever made it.
    private static let jobNews = Duration.seconds(7 * 86_400)

    static let kubernetesJob = Check(
        "K8S-JOB-FAILED", key: "kubernetes-job-failed", "A job failed", .reliability, on: [.kubernetesJob], needs: [.facts],
        page: CheckPage(
            why: "What the job should have done is not done, and Kubernetes does not try again.",
            decides:
                "Warning when Kubernetes gave a job up (condition Failed is True) in the last \(Words.duration(jobNews)). Not jobs of a cron job that "
                + "is told of: that has a finding of its own.",
            advice: "Read the log of its last pod, mend the cause, and make the job anew."),
        role: CausalRole(symptoms: [.jobFails])
    ) { look in
        guard case .kubernetesWorkload(let facts) = look.resource.facts else { return .clear }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Nobody can say how the job is.") }
        guard let failed = facts.conditions.first(where: { $0.type == "Failed" && $0.status == "True" }) else { return .clear }
        if let owner = facts.ownerName, look.estate.fleet.resources[cronJob(owner, look, facts)] != nil { return .clear }
        let end = failed.since ?? facts.finishedAt
        guard end.map({ look.now.since($0) <= jobNews }) ?? true else { return .clear }
        return .raised(raised(look, facts, failed, end))
    }

    private static func cronJob(_ name: String, _ look: Look, _ facts: KubernetesWorkloadFacts) -> ResourceID {
        .reported(.kubernetesCronJob, look.resource.source, path: "\(ResourceID.encode(facts.namespace))/\(ResourceID.encode(name))")
    }

    private static func raised(_ look: Look, _ facts: KubernetesWorkloadFacts, _ failed: KubernetesCondition, _ end: Timestamp?) -> Raised {
        let ago = end.map { " \(Words.duration(look.now.since($0))) ago" } ?? ""
        let why = [failed.reason, failed.message?.printable(limit: 200)].compactMap { $0 }.joined(separator: ": ")
        return Raised(
            .warning, "Job failed", description: "Kubernetes gave the job \(look.placedName) up\(ago)\(why.isEmpty ? "" : " (\(why))").",
            recommendation:
                "Read `kubectl -n \(facts.namespace) logs job/\(look.resource.name)`, mend the cause, and make the job anew or delete it.",
            evidence: "\(Words.count(facts.failed ?? 0, "pod")) failed, \(facts.succeeded ?? 0) succeeded\(why.isEmpty ? "" : "; \(why)").",
            items: [.fact(look.id, "conditions.Failed", "True \(why)", at: end)])
    }
}
