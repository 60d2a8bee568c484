import PulseCore

extension Check {
    /// So long a pod may run without being ready: a database that recovers takes its time.
    private static let unreadiness = Duration.seconds(600)

    static let kubernetesNotReady = Check(
        "K8S-POD-NOT-READY", key: "kubernetes-pod-not-ready", "Pods run and are not ready", .reliability, on: Crew.kinds, needs: [.facts],
        page: CheckPage(
            why: "A pod that is not ready gets no requests: its service has one fewer to answer, or none.",
            decides:
                "Warning when a pod has run for \(Words.duration(unreadiness)) without being ready and nothing restarts it. Not pods that are ending, "
                + "nor those whose containers have done their work.",
            advice: "Look at the readiness probe and at what the pod waits for."),
        role: CausalRole(explains: [Explanation(.unavailable, .placed)])
    ) { look in
        let crew = Crew(look)
        return crew.judge {
            $0.isUnready && $0.lasting(at: look.now) >= unreadiness
        } _: {
            unready(crew, $0)
        }
    }

    private static func unready(_ crew: Crew, _ found: [Crew.Member]) -> Raised {
        let (first, lasting) = (found[0], Words.duration(found[0].lasting(at: crew.look.now)))
        let containers = first.facts.containers.filter { !$0.isInit && !$0.isReady }.map(\.name)
        return Raised(
            .warning, "Pods run and are not ready",
            description: "\(Words.count(found.count, "pod")) of \(crew.look.placedName) \(found.count == 1 ? "runs" : "run") without being ready, "
                + "\(first.pod.name) for \(lasting).",
            recommendation: "Look at the readiness probe with \(Crew.command("describe pod", first)) and at its log.",
            evidence: "\(Crew.names(found)) not ready for \(lasting); container \(Words.list(containers)) is not.",
            items: [.fact(first.pod.id, "isReady", "false", at: first.pod.state.since)]
                + [crew.event(first, ["Unhealthy"])].compactMap { $0 })
    }
}

extension Crew.Member {
    /// The status word counts out what has done its work; one that crashes is another matter.
    var isUnready: Bool { facts.phase == "Running" && !facts.isReady && pod.state.status == .degraded && !facts.isTerminating }
}
