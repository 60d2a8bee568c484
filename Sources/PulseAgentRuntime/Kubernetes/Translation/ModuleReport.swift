import PulseAgentProtocol
import PulseCore

/// How the collector does: one module for what it can tell, and beside it, where some kinds cannot be told, one that keeps those known and old.
struct ModuleReport {
    static let manifest = "packaging/kubernetes/pulse-agent.yaml"
    private let conditions: [KubernetesResource: WatchMachine.Condition]
    private let complete: Set<KubernetesResource>
    private let polls: PollState
    private let hasUID: Bool
    private let unreadable: Int
    /// Pods for which there is no room beside the other things.
    let podsLeftOut: Int
    private let server: String
    private let asksKubelets: Bool

    init(state: ClusterState, server: String, asksKubelets: Bool) {
        conditions = state.conditions
        complete = Set(KubernetesResource.allCases.filter { state.isComplete($0) })
        polls = state.polls
        hasUID = state.uid != nil
        unreadable = state.unreadable
        podsLeftOut = max(0, state.things - AgentLimits.objects)
        self.server = server
        self.asksKubelets = asksKubelets
    }

    /// True when the list of it was read, and is being kept up to date.
    func tells(_ resource: KubernetesResource) -> Bool {
        if case .failing = conditions[resource] { return false }
        // What pods are told as depends on the other two; told before them, all pods would be told twice.
        if resource == .pods, !isSettled(.replicaSets) || !isSettled(.nodes) { return false }
        return complete.contains(resource) || conditions[resource] == .absent
    }

    /// True when it was read, or it is known that it cannot be at the moment.
    private func isSettled(_ resource: KubernetesResource) -> Bool {
        switch conditions[resource] {
        case .denied, .absent, .failing: true
        case .reading, .working, nil: complete.contains(resource)
        }
    }

    var canTell: Bool { polls.outage == nil && hasUID && !told.isEmpty }

    static let reported: [ResourceKind] = [.kubernetesCluster] + KubernetesResource.allCases.compactMap(\.kind)
    private var told: [ResourceKind] { KubernetesResource.allCases.filter(tells).compactMap(\.kind) }

    var modules: [AgentStatus.Module] {
        guard canTell else { return [silent] }
        let told = [ResourceKind.kubernetesCluster] + told
        let untold = KubernetesResource.allCases.filter { $0.kind != nil && !tells($0) }
        let main = AgentStatus.Module(
            "kubernetes", problems.isEmpty ? .working : .limited, problem: problems.isEmpty ? nil : problems.joined(separator: " "),
            nextStep: nextStep, kinds: told)
        return untold.isEmpty ? [main] : [main, missing(untold)]
    }

    private func missing(_ resources: [KubernetesResource]) -> AgentStatus.Module {
        AgentStatus.Module(
            "kubernetes-unread", .failing, problem: "Not known at the moment: \(resources.map(\.rawValue).joined(separator: ", ")).",
            nextStep: nextStep,
            kinds: resources.compactMap(\.kind))
    }

    /// Nothing can be said.
    private var silent: AgentStatus.Module {
        let (problem, nextStep) = silence
        return AgentStatus.Module("kubernetes", .failing, problem: problem, nextStep: nextStep, kinds: Self.reported)
    }

    private var silence: (String, String) {
        if let outage = polls.outage { return (outage.sentence(about: server), "Look whether the API server runs, and at the agent's credentials.") }
        if case .denied(let message) = conditions[.namespaces] {
            return (
                "Namespaces may not be read, so the cluster cannot be told from others: \(message)",
                "Apply \(Self.manifest), or add the rule \(KubernetesResource.namespaces.rule)."
            )
        }
        if let failure = KubernetesResource.allCases.lazy.compactMap({ failure(of: $0) }).first {
            return (failure.sentence(about: server), "Look whether the API server runs, and at the agent's credentials.")
        }
        if complete.contains(.namespaces), !hasUID {
            return ("The cluster has no namespace kube-system, by which it is told from others.", "Look at the cluster.")
        }
        return ("The cluster is being read for the first time.", "Wait a moment.")
    }

    private func failure(of resource: KubernetesResource) -> KubernetesFailure? {
        guard case .failing(let failure) = conditions[resource] else { return nil }
        return failure
    }

    private var denied: [KubernetesResource] {
        KubernetesResource.allCases.filter { resource in
            if case .denied = conditions[resource] { true } else { false }
        }
    }

    private var problems: [String] {
        var problems: [String] = []
        if !denied.isEmpty { problems.append("The right to list and watch is missing for \(denied.map(\.rawValue).joined(separator: ", ")).") }
        for resource in KubernetesResource.allCases {
            if let failure = failure(of: resource) { problems.append("Reading \(resource.rawValue) fails: \(failure.sentence(about: server))") }
        }
        switch polls.metrics {
        case .denied: problems.append("The right to list nodes and pods of metrics.k8s.io is missing.")
        case .failing(let failure): problems.append("The metrics server cannot be asked: \(failure.sentence(about: server))")
        case .notAskedYet, .present, .absent: break
        }
        if asksKubelets, polls.claimsDenied != nil {
            problems.append("The right to get nodes/proxy is missing, so nobody knows how full claims are.")
        }
        if podsLeftOut > 0 { problems.append("\(podsLeftOut) pods are left out: an agent tells of \(AgentLimits.objects) things.") }
        if unreadable > 0 { problems.append("\(unreadable) objects since the start could not be read.") }
        return problems
    }

    private var nextStep: String? {
        var rules = denied.map(\.rule)
        if case .denied = polls.metrics {
            rules.append("{apiGroups: [\"metrics.k8s.io\"], resources: [\"nodes\", \"pods\"], verbs: [\"get\", \"list\"]}")
        }
        if asksKubelets, polls.claimsDenied != nil { rules.append("{apiGroups: [\"\"], resources: [\"nodes/proxy\"], verbs: [\"get\"]}") }
        guard rules.isEmpty else { return "Apply \(Self.manifest), or add to the agent's ClusterRole: \(rules.joined(separator: ", "))." }
        if podsLeftOut > 0 { return "Leave namespaces out, or watch them with another agent." }
        return problems.isEmpty ? nil : "Look at the API server's log."
    }
}
