import PulseCore

/// Pods that wait to be run.
enum Waiting {
    /// A cluster that adds nodes by itself takes a few minutes.
    static let forNode = Duration.seconds(300)
    /// A large image takes as long.
    static let toStart = Duration.seconds(900)
    static let troubles: Set<String> = [
        "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "FailedMapVolume", "NetworkNotReady", "FailedPostStartHook",
    ]
}

extension Check {
    static let kubernetesPending = Check(
        "K8S-PENDING", key: "kubernetes-pending-pods", "Pods find no node", .capacity, on: Crew.kinds, needs: [.facts, .ledger("events")],
        page: CheckPage(
            why: "A pod that no node takes does not run.",
            decides:
                "Warning when the scheduler has found no node for a pod (Unschedulable) for \(Words.duration(Waiting.forNode)). Not for pods that "
                + "a scheduling gate holds back.",
            advice: "Read the scheduler's reason: free or add processors or memory, correct the node selector, tolerate the taint, or mend the claim."
        ),
        role: CausalRole(explains: [Explanation(.unavailable, .placed)], symptoms: [.writesFail])
    ) { look in
        let crew = Crew(look)
        return crew.judge {
            $0.isUnschedulable && $0.lasting(at: look.now) >= Waiting.forNode
        } _: {
            PendingWords(crew: crew, found: $0).noNode
        }
    }

    static let kubernetesStarting = Check(
        "K8S-START-STUCK", key: "kubernetes-start-stuck", "Pods do not get started", .reliability, on: Crew.kinds,
        needs: [.facts, .ledger("events")],
        page: CheckPage(
            why: "A pod whose volume or network does not come hangs before its first container.",
            decides:
                "Warning when a pod has a node and is still being made after \(Words.duration(Waiting.toStart)), and none of its containers says why. "
                + "The newest warning of the cluster about it (such as FailedMount) is told.",
            advice: "Read the events of the pod: usually a volume that cannot be mounted, or the network plug-in of the node."),
        role: CausalRole(explains: [Explanation(.unavailable, .placed)], symptoms: [.writesFail])
    ) { look in
        let crew = Crew(look)
        return crew.judge {
            $0.isBeingMade && $0.lasting(at: look.now) >= Waiting.toStart
        } _: {
            PendingWords(crew: crew, found: $0).stuck
        }
    }
}

extension Crew.Member {
    var isUnschedulable: Bool { facts.phase == "Pending" && facts.node == nil && facts.reason == "Unschedulable" && !facts.isTerminating }

    /// No container runs yet; one that begins before the others may be at work for long.
    var isBeingMade: Bool {
        guard facts.phase == "Pending", facts.node != nil, !facts.isTerminating else { return false }
        return facts.containers.allSatisfy {
            $0.state == nil || ($0.state == "waiting" && ["ContainerCreating", "PodInitializing", nil].contains($0.reason))
        }
    }
}

private struct PendingWords {
    let crew: Crew
    let found: [Crew.Member]

    private var first: Crew.Member { found[0] }
    private var age: String { Words.duration(first.lasting(at: crew.look.now)) }

    /// Claims of the pods that are not bound: they explain both.
    private var claims: [ResourceID] {
        let names = Set(found.map(\.pod.name))
        return crew.look.estate.fleet.sorted([.kubernetesClaim]).filter { claim in
            guard claim.source == crew.look.resource.source, case .kubernetesClaim(let facts) = claim.facts, facts.phase != "Bound" else {
                return false
            }
            return facts.namespace == first.facts.namespace && !names.isDisjoint(with: facts.usedBy)
        }.map(\.id)
    }

    var noNode: Raised {
        let event = crew.event(first, ["FailedScheduling"])
        let words = first.facts.message?.printable(limit: 240) ?? event?.text ?? "The scheduler gave no reason."
        return Raised(
            .warning, "Pods find no node",
            description:
                "\(Words.count(found.count, "pod")) of \(crew.look.placedName) \(found.count == 1 ? "has" : "have") waited for a node for \(age): "
                + "\(words)",
            recommendation: "Do what the scheduler's reason asks for; see \(Crew.command("describe pod", first)) and `kubectl describe nodes`.",
            evidence: "\(Crew.names(found)) unschedulable: \(words)",
            items: [.fact(first.pod.id, "reason", "Unschedulable: \(words)", at: first.facts.createdAt)] + [event].compactMap { $0 },
            dependsOn: claims)
    }

    var stuck: Raised {
        let event = crew.event(first, Waiting.troubles)
        let why = event.map { " The cluster says: \($0.text)" } ?? " The cluster gives no warning about it."
        return Raised(
            .warning, "Pods do not get started",
            description:
                "\(Words.count(found.count, "pod")) of \(crew.look.placedName) \(found.count == 1 ? "has" : "have") been in the making for \(age)."
                + why,
            recommendation:
                "Read the events with \(Crew.command("describe pod", first)), and the kubelet's journal on \(first.facts.node ?? "its node").",
            evidence: "\(Crew.names(found)) pending on \(first.facts.node ?? "a node") for \(age).\(why)",
            items: [.fact(first.pod.id, "phase", "Pending", at: first.facts.createdAt)] + [event].compactMap { $0 }, dependsOn: claims)
    }
}
