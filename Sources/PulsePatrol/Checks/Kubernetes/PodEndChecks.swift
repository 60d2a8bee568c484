import PulseCore

/// Pods that ended badly, or do not end.
enum PodEnds {
    /// What is left of an end longer ago has been replaced, or is known.
    static let news = Duration.seconds(86_400)
    static let termination = Duration.seconds(600)
    /// Ends that a shutdown of the node or the scheduler brings about.
    static let orderly: Set<String> = ["Evicted", "NodeShutdown", "Terminated", "Shutdown", "NodeAffinity", "Preempting", "NodeLost"]
    /// Killed from outside: by hand, or with its node.
    static let killed: Set<Int> = [137, 143]
}

extension Check {
    static let kubernetesPodFailed = Check(
        "K8S-POD-FAILED", key: "kubernetes-failed-pods", "Pods failed", .reliability, on: Crew.kinds.subtracting([.kubernetesJob]), needs: [.facts],
        page: CheckPage(
            why: "A pod that failed does its work no more, and one without a workload is not replaced.",
            decides:
                "Warning when a pod ended as Failed in the last \(Words.duration(PodEnds.news)). Not pods of jobs, which the job counts; not pods that "
                + "were evicted, ended by a shutdown, or killed from outside (exit codes 137 and 143).",
            advice: "Read its log and exit code, mend the cause, and delete what is left of it."),
        role: .stopsWorkload
    ) { look in
        let crew = Crew(look)
        return crew.judge {
            $0.hasFailed(at: look.now)
        } _: {
            PodEndWords(crew: crew, found: $0).failed
        }
    }

    static let kubernetesPodEvicted = Check(
        "K8S-POD-EVICTED", key: "kubernetes-evicted-pods", "Pods were evicted", .capacity, on: Crew.kinds, needs: [.facts],
        page: CheckPage(
            why: "A node evicts pods when it runs out of memory, disk or processes; the next ones will be evicted too.",
            decides: "Watch when a pod was evicted in the last \(Words.duration(PodEnds.news)). Older remains are not counted.",
            advice: "Look at what the node lacked (the pod's message says it), and give the pods requests that fit what they use."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        let crew = Crew(look)
        return crew.judge {
            $0.facts.reason == "Evicted" && $0.ended(within: PodEnds.news, of: look.now)
        } _: {
            PodEndWords(crew: crew, found: $0).evicted
        }
    }

    static let kubernetesTerminating = Check(
        "K8S-POD-TERMINATING", key: "kubernetes-stuck-terminating", "Pods do not go away", .reliability, on: Crew.kinds, needs: [.facts],
        page: CheckPage(
            why: "A pod that hangs while it is ended keeps its volumes, and a stateful set waits for it.",
            decides:
                "Warning when a pod has been ending for \(Words.duration(PodEnds.termination)) longer than it may. Not on nodes that are silent.",
            advice: "Look for a finalizer, and for a volume that cannot be unmounted on its node."),
        role: CausalRole(explains: [Explanation(.unavailable, .placed)])
    ) { look in
        let crew = Crew(look)
        return crew.judge { member in
            member.facts.isTerminating && member.pod.state.status == .degraded && member.lasting(at: look.now) >= PodEnds.termination
        } _: {
            PodEndWords(crew: crew, found: $0).hanging
        }
    }
}

extension Crew.Member {
    /// When it ended, as its containers tell; else when it was seen to have.
    func ended(within span: Duration, of now: Timestamp) -> Bool {
        let end = facts.containers.compactMap(\.lastFinishedAt).max() ?? pod.state.since
        return end.map { now.since($0) <= span } ?? true
    }

    func hasFailed(at now: Timestamp) -> Bool {
        guard facts.phase == "Failed", facts.ownerKind != "Job", !facts.isTerminating else { return false }
        guard facts.reason.map(PodEnds.orderly.contains) != true else { return false }
        let codes = facts.containers.compactMap(\.exitCode).filter { $0 != 0 }
        let wasKilled = !codes.isEmpty && codes.allSatisfy(PodEnds.killed.contains) && !facts.containers.contains { $0.reason == "OOMKilled" }
        return !wasKilled && ended(within: PodEnds.news, of: now)
    }
}

private struct PodEndWords {
    let crew: Crew
    let found: [Crew.Member]

    private var first: Crew.Member { found[0] }
    private var place: String { crew.look.placedName }

    var failed: Raised {
        let container = first.facts.containers.first { ($0.exitCode ?? 0) != 0 }
        let why = container.map { "container \($0.name) ended with exit code \($0.exitCode ?? 0)" } ?? first.facts.reason ?? "the reason is not told"
        return Raised(
            .warning, "Pods failed", description: "\(Words.count(found.count, "pod")) of \(place) failed: \(why).",
            recommendation: "Read \(Crew.command("logs", first)), mend the cause, then delete the pod: \(Crew.command("delete pod", first)).",
            evidence: "\(Crew.names(found)) in phase Failed; \(why).",
            items: [.fact(first.pod.id, "phase", "Failed, \(why)", at: container?.lastFinishedAt ?? first.pod.state.since)])
    }

    var evicted: Raised {
        let words = first.facts.message?.printable(limit: 240) ?? "the node gave no reason"
        return Raised(
            .watch, "Pods were evicted", description: "\(Words.count(found.count, "pod")) of \(place) evicted by a node: \(words).",
            recommendation: "Give \(place) requests that fit what it uses, or free what \(first.facts.node ?? "the node") lacks.",
            evidence: "\(Crew.names(found)): Evicted, \(words).",
            items: [.fact(first.pod.id, "reason", "Evicted: \(words)", at: first.pod.state.since)],
            dependsOn: first.facts.node.map { [.reported(.kubernetesNode, crew.look.resource.source, path: ResourceID.encode($0))] } ?? [])
    }

    var hanging: Raised {
        let lasting = Words.duration(first.lasting(at: crew.look.now))
        return Raised(
            .warning, "Pods do not go away",
            description:
                "\(Words.count(found.count, "pod")) of \(place) should be gone and \(found.count == 1 ? "is" : "are") still ending, for \(lasting).",
            recommendation:
                "Look for finalizers and volumes with \(Crew.command("get pod", first, " -o yaml")); end it by force only when its node is "
                + "known to run it no more.",
            evidence: "\(Crew.names(found)) ending for \(lasting).", items: [.fact(first.pod.id, "isTerminating", "true", at: first.pod.state.since)])
    }
}
