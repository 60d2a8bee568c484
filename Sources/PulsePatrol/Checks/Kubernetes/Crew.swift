import PulseCore

/// The pods of one workload, as a check looks at them: a finding is of the workload, however many of its pods it concerns.
struct Crew {
    struct Member {
        let pod: Resource
        let facts: KubernetesPodFacts

        /// How long it has been in its state: since it was made where it never began to run, else since it was seen to change.
        func lasting(at now: Timestamp) -> Duration {
            let since = facts.phase == "Pending" ? facts.createdAt ?? pod.state.since : pod.state.since
            return since.map { now.since($0) } ?? .seconds(86_400)
        }
    }

    static let kinds: Set<ResourceKind> = [
        .kubernetesDeployment, .kubernetesStatefulSet, .kubernetesDaemonSet, .kubernetesJob, .kubernetesPod,
    ]

    let look: Look
    /// The pods that somebody vouches for.
    let seen: [Member]
    let unseen: Int

    init(_ look: Look) {
        let all = look.estate.pods.crew(of: look.id).compactMap { id -> Member? in
            guard let pod = look.estate.fleet.resources[id], case .kubernetesPod(let facts) = pod.facts else { return nil }
            return Member(pod: pod, facts: facts)
        }
        self.look = look
        seen = all.filter { $0.pod.state.status != .unknown }
        unseen = all.count - seen.count
    }

    /// One finding for all the pods of which something is so.
    func judge(_ isSo: (Member) -> Bool, _ raise: (_ found: [Member]) -> Raised) -> Answer {
        let found = seen.filter(isSo)
        if !found.isEmpty { return .raised(raise(found)) }
        return unseen == 0 ? .clear : .hidden("\(Words.count(unseen, "pod")) of it cannot be seen.")
    }

    /// `api-1, api-2 and 3 more`
    static func names(_ members: [Member]) -> String { Words.list(members.map(\.pod.name)) }

    /// The newest warning of the cluster about a pod, as evidence.
    func event(_ member: Member, _ reasons: Set<String>) -> Evidence? {
        look.clusterLists?.events.first {
            $0.objectKind == "Pod" && $0.objectName == member.pod.name && $0.namespace == member.facts.namespace && reasons.contains($0.reason)
        }.map { .record(member.pod.id, "event", "\($0.namespace)/\($0.objectName)/\($0.reason)", "\($0.reason): \($0.message)", at: $0.lastAt) }
    }

    /// `kubectl -n shop describe pod api-1`
    static func command(_ verb: String, _ member: Member, _ rest: String = "") -> String {
        "`kubectl -n \(member.facts.namespace) \(verb) \(member.pod.name)\(rest)`"
    }
}

extension Look {
    /// `shop/api`
    var placedName: String { namespace.map { "\($0)/\(name)" } ?? name }

    private var namespace: String? {
        switch resource.facts {
        case .kubernetesPod(let facts): facts.namespace
        case .kubernetesWorkload(let facts): facts.namespace
        case .kubernetesClaim(let facts): facts.namespace
        default: nil
        }
    }

    /// The lists of the cluster, unless they are old. An agent sends them when they change, so their age says nothing while it reports.
    var clusterLists: KubernetesRecords? {
        guard let told = ledger?.kubernetes, told.problem == nil, source?.condition != .unreachable, source?.condition != .refused else { return nil }
        return told.value
    }

    /// How long the resource has been in its state. What began before Pulse was started has lasted long.
    var lasting: Duration { resource.state.since.map { now.since($0) } ?? .seconds(86_400) }
}
