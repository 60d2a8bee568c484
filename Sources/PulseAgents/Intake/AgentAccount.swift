import PulseAgentProtocol
import PulseCore

extension AgentState {
    /// What nobody was told of yet; empty when there is nothing new.
    mutating func takeObservations(isMachineShared: Bool) -> [Observation] {
        guard pending != nil || notice != nil else { return [] }
        defer { (pending, notice) = (nil, nil) }
        return AgentAccount(state: self, isMachineShared: isMachineShared).observations
    }
}

/// What is said of an agent and its things: values for the inventory.
struct AgentAccount {
    private let state: AgentState
    private let isMachineShared: Bool
    private let failing: Set<ResourceKind>

    init(state: AgentState, isMachineShared: Bool) {
        self.state = state
        self.isMachineShared = isMachineShared
        failing = state.estate.failingKinds
    }

    var observations: [Observation] {
        if let moment = state.pending { return current(at: moment) }
        return state.notice.map(said) ?? []
    }

    /// Where the agent stands as a whole.
    private var problems: [Problem] {
        var problems = state.estate.problems
        if let refusal = state.refusal { problems.append(refusal) }
        if let problem = state.clock.problem(of: state.record.hostname) { problems.append(problem) }
        if isMachineShared { problems.append(.sharedMachine(state.record.hostname)) }
        if state.clusterSpeaker != nil { problems.append(.spokenFor(state.record.hostname)) }
        return problems
    }

    private func current(at moment: Timestamp) -> [Observation] {
        let problems = problems
        var report = self.report(problems.isEmpty ? .reachable : .degraded, problems)
        report.lastAnswerAt = moment
        let estate = state.estate
        let machine = Observation(
            source: state.names.machine, at: moment, report: report, resources: resources(of: ReportedKinds.machine),
            completeKinds: complete(ReportedKinds.machine), ledger: estate.engines == Told() ? nil : ledger { $0.engines = estate.engines })
        return [machine] + [cluster(at: moment)].compactMap { $0 }
    }

    private func complete(_ kinds: Set<ResourceKind>) -> Set<ResourceKind> { state.estate.status == nil ? [] : kinds.subtracting(failing) }

    private func cluster(at moment: Timestamp) -> Observation? {
        guard let slug = state.names.cluster else { return nil }
        let isFailing = failing.contains(.kubernetesCluster)
        var report = clusterReport(slug, isFailing ? .unreachable : .reachable)
        if !isFailing { report.lastAnswerAt = moment }
        let estate = state.estate
        report.problems = AgentEstate.problems(
            of: estate.status?.modules.filter { !ReportedKinds.cluster.isDisjoint(with: $0.kinds.compactMap(ResourceKind.init(rawValue:))) } ?? [])
        if !report.problems.isEmpty, !isFailing { report.condition = .degraded }
        return Observation(
            source: slug, at: moment, report: report, resources: resources(of: ReportedKinds.cluster), completeKinds: complete(ReportedKinds.cluster),
            ledger: estate.kubernetes == Told() ? nil : ledger { $0.kubernetes = estate.kubernetes })
    }

    private func ledger(_ fill: (inout SourceLedger) -> Void) -> SourceLedger {
        var ledger = SourceLedger()
        ledger.revision = state.estate.listRevision
        fill(&ledger)
        return ledger
    }

    private func resources(of kinds: Set<ResourceKind>) -> [ObservedResource] {
        state.estate.objects.values.compactMap { object in
            guard kinds.contains(object.key.kind), let id = state.names.id(object.key) else { return nil }
            var resource = ObservedResource(
                id: id, name: object.name, parent: parent(of: object), status: object.status, statusReason: object.reason, tags: tags(of: object),
                facts: object.facts)
            if failing.contains(object.key.kind), state.estate.isFailing(object) {
                (resource.status, resource.statusReason, resource.isFresh) = (.unknown, .runtimeUnreachable, false)
            } else if let figures = state.estate.figures[object.key] {
                resource.metrics = figures.table
                resource.parts = figures.parts
            }
            return resource
        }
    }

    private func parent(of object: ReportedObject) -> ResourceID? {
        if let parent = object.parent { return state.names.id(parent) }
        switch object.key.kind {
        case .container: return ObjectKey(.host).id(in: state.names.machine)
        case .kubernetesCluster: return nil
        case let kind where ReportedKinds.cluster.contains(kind): return state.names.cluster.map { ObjectKey(.kubernetesCluster).id(in: $0) }
        default: return nil
        }
    }

    private func tags(of object: ReportedObject) -> [String] {
        object.key.kind == .host ? AgentTags.union(state.record.tags, state.ownTags, object.tags) : object.tags
    }
}

extension AgentEstate.Figures {
    fileprivate var table: MetricTable {
        var table = MetricTable()
        for (metric, figure) in values {
            switch figure {
            case .value(let value): table[metric] = .measured(value, at: at)
            case .unknown(let reason): table[metric] = .unknown(reason)
            }
        }
        return table
    }
}

/// What is said of an agent that does not report.
extension AgentAccount {
    private func said(_ notice: AgentState.Notice) -> [Observation] {
        let problem: Problem
        switch notice {
        case .introduced:
            return observations(.connecting, [], .notAskedYet)
        case .silent:
            problem = Problem(
                code: "agent_silent", sentence: "The agent of \(state.record.hostname) does not report.",
                nextStep: "Check that the machine is up, that the service pulse-agent runs, and that it reaches this server.")
            return observations(.unreachable, [problem], .sourceUnreachable)
        case .revoked:
            problem = Problem(
                code: "agent_revoked", sentence: "The agent of \(state.record.hostname) was revoked; its reports are refused.",
                nextStep: "Enrol it anew, or forget it under Settings > Agents.")
            return observations(.refused, [problem], .sourceRefused)
        }
    }

    private func observations(_ condition: SourceCondition, _ problems: [Problem], _ reason: Reason) -> [Observation] {
        // As old as what is known, so that a machine that died before the start of this server is listed with when it was seen.
        let moment = state.liveness.lastSeenAt ?? state.record.enrolledAt
        var report = report(condition, problems)
        report.lastAnswerAt = state.liveness.lastSeenAt
        let machine = Observation(source: state.names.machine, at: moment, report: report, resources: remembered(reason))
        guard let slug = state.names.cluster else { return [machine] }
        var cluster = clusterReport(slug, condition)
        cluster.problems = problems
        cluster.lastAnswerAt = state.liveness.lastSeenAt
        return [machine, Observation(source: slug, at: moment, report: cluster)]
    }

    /// The host as it was before the start of the server. What was reported since grows old by itself.
    private func remembered(_ reason: Reason) -> [ObservedResource] {
        guard state.estate.objects.isEmpty, let host = state.lastHost else { return [] }
        return [
            ObservedResource(
                id: host.key.id(in: state.names.machine), name: host.name, parent: nil, status: .unknown, statusReason: reason, tags: tags(of: host),
                facts: host.facts, isFresh: false)
        ]
    }

    private func report(_ condition: SourceCondition, _ problems: [Problem]) -> SourceReport {
        SourceReport(
            source: state.names.machine, kind: .agent, name: state.record.hostname, condition: condition, problems: problems,
            version: state.record.version,
            interval: state.liveness.interval)
    }

    private func clusterReport(_ slug: SourceSlug, _ condition: SourceCondition) -> SourceReport {
        let cluster = state.estate.objects[ObjectKey(.kubernetesCluster)]
        var report = SourceReport(
            source: slug, kind: .kubernetes, name: cluster?.name ?? slug.description, condition: condition, interval: state.liveness.interval)
        if case .kubernetesCluster(let facts)? = cluster?.facts { report.version = facts.version }
        return report
    }
}

extension Problem {
    fileprivate static func sharedMachine(_ name: String) -> Problem {
        Problem(
            code: "machine_shared", sentence: "Another agent has the same machine id as \(name): one machine was cloned from the other.",
            nextStep: "On the clone, delete /etc/machine-id, run 'systemd-machine-id-setup', and restart the agent.")
    }

    fileprivate static func spokenFor(_ name: String) -> Problem {
        Problem(
            code: "cluster_spoken_for", sentence: "The cluster that \(name) sees is reported by another agent; what this one says of it is left out.",
            nextStep: "Watch a cluster with one agent: switch its Kubernetes off in all others.")
    }
}
