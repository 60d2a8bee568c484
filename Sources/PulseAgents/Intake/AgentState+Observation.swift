import PulseAgentProtocol
import PulseCore

/// What is said of an agent and its things: values for the inventory.
extension AgentState {
    /// What nobody was told of yet; empty when there is nothing new.
    mutating func takeObservations(isMachineShared: Bool) -> [Observation] {
        defer { (pending, notice) = (nil, nil) }
        if let moment = pending { return current(at: moment, isMachineShared) }
        if let notice { return said(notice) }
        return []
    }

    /// Where an agent stands as a whole.
    func problems(isMachineShared: Bool) -> [Problem] {
        var problems = estate.problems
        if let refusal { problems.append(refusal) }
        if let problem = clock.problem(of: record.hostname) { problems.append(problem) }
        if isMachineShared { problems.append(Self.sharedMachine(record.hostname)) }
        if clusterSpeaker != nil { problems.append(Self.spokenFor(record.hostname)) }
        return problems
    }

    private func current(at moment: Timestamp, _ isMachineShared: Bool) -> [Observation] {
        let failing = estate.failingKinds
        let problems = problems(isMachineShared: isMachineShared)
        var report = self.report(problems.isEmpty ? .reachable : .degraded, problems)
        report.lastAnswerAt = moment
        let complete = estate.status == nil ? [] : ReportedKinds.machine.subtracting(failing)
        let machine = Observation(
            source: names.machine, at: moment, report: report, resources: resources(of: ReportedKinds.machine, failing), completeKinds: complete,
            ledger: estate.engines == Told() ? nil : ledger { $0.engines = estate.engines })
        return [machine] + [cluster(at: moment, failing)].compactMap { $0 }
    }

    private func cluster(at moment: Timestamp, _ failing: Set<ResourceKind>) -> Observation? {
        guard let slug = names.cluster else { return nil }
        let isFailing = failing.contains(.kubernetesCluster)
        var report = clusterReport(slug, isFailing ? .unreachable : .reachable)
        if !isFailing { report.lastAnswerAt = moment }
        let modules = estate.status?.modules.filter { $0.kinds.contains(ResourceKind.kubernetesCluster.rawValue) } ?? []
        report.problems = AgentEstate.problems(of: modules)
        if !report.problems.isEmpty, !isFailing { report.condition = .degraded }
        return Observation(
            source: slug, at: moment, report: report, resources: resources(of: ReportedKinds.cluster, failing),
            completeKinds: estate.status == nil ? [] : ReportedKinds.cluster.subtracting(failing),
            ledger: estate.kubernetes == Told() ? nil : ledger { $0.kubernetes = estate.kubernetes })
    }

    private func ledger(_ fill: (inout SourceLedger) -> Void) -> SourceLedger {
        var ledger = SourceLedger()
        ledger.revision = estate.listRevision
        fill(&ledger)
        return ledger
    }

    private func resources(of kinds: Set<ResourceKind>, _ failing: Set<ResourceKind>) -> [ObservedResource] {
        estate.objects.values.compactMap { object in
            guard kinds.contains(object.key.kind), let id = names.id(object.key) else { return nil }
            var resource = ObservedResource(
                id: id, name: object.name, parent: parent(of: object), status: object.status, statusReason: object.reason, tags: tags(of: object),
                facts: object.facts)
            if failing.contains(object.key.kind), estate.isFailing(object) {
                (resource.status, resource.statusReason, resource.isFresh) = (.unknown, .runtimeUnreachable, false)
            } else if let figures = estate.figures[object.key] {
                resource.metrics = figures.table
                resource.parts = figures.parts
            }
            return resource
        }
    }

    private func parent(of object: ReportedObject) -> ResourceID? {
        if let parent = object.parent { return names.id(parent) }
        switch object.key.kind {
        case .container: return ObjectKey(.host).id(in: names.machine)
        case .kubernetesCluster: return nil
        case let kind where ReportedKinds.cluster.contains(kind): return names.cluster.map { ObjectKey(.kubernetesCluster).id(in: $0) }
        default: return nil
        }
    }

    private func tags(of object: ReportedObject) -> [String] {
        object.key.kind == .host ? AgentTags.union(record.tags, ownTags, object.tags) : object.tags
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
extension AgentState {
    private func said(_ notice: Notice) -> [Observation] {
        let problem: Problem
        switch notice {
        case .introduced:
            return observations(.connecting, [], .notAskedYet)
        case .silent:
            problem = Problem(
                code: "agent_silent", sentence: "The agent of \(record.hostname) does not report.",
                nextStep: "Check that the machine is up, that the service pulse-agent runs, and that it reaches this server.")
            return observations(.unreachable, [problem], .sourceUnreachable)
        case .revoked:
            problem = Problem(
                code: "agent_revoked", sentence: "The agent of \(record.hostname) was revoked; its reports are refused.",
                nextStep: "Enrol it anew, or forget it under Settings > Agents.")
            return observations(.refused, [problem], .sourceRefused)
        }
    }

    private func observations(_ condition: SourceCondition, _ problems: [Problem], _ reason: Reason) -> [Observation] {
        // As old as what is known, so that a machine that died before the start of this server is listed with when it was seen.
        let moment = liveness.lastSeenAt ?? record.enrolledAt
        var report = report(condition, problems)
        report.lastAnswerAt = liveness.lastSeenAt
        let machine = Observation(source: names.machine, at: moment, report: report, resources: remembered(reason))
        guard let slug = names.cluster else { return [machine] }
        var cluster = clusterReport(slug, condition)
        cluster.problems = problems
        cluster.lastAnswerAt = liveness.lastSeenAt
        return [machine, Observation(source: slug, at: moment, report: cluster)]
    }

    /// The host as it was before the start of the server. What was reported since grows old by itself.
    private func remembered(_ reason: Reason) -> [ObservedResource] {
        guard estate.objects.isEmpty, let host = lastHost else { return [] }
        return [
            ObservedResource(
                id: host.key.id(in: names.machine), name: host.name, parent: nil, status: .unknown, statusReason: reason, tags: tags(of: host),
                facts: host.facts, isFresh: false)
        ]
    }

    private func report(_ condition: SourceCondition, _ problems: [Problem]) -> SourceReport {
        SourceReport(
            source: names.machine, kind: .agent, name: record.hostname, condition: condition, problems: problems, version: record.version,
            interval: liveness.interval)
    }

    private func clusterReport(_ slug: SourceSlug, _ condition: SourceCondition) -> SourceReport {
        let cluster = estate.objects[ObjectKey(.kubernetesCluster)]
        var report = SourceReport(
            source: slug, kind: .kubernetes, name: cluster?.name ?? slug.description, condition: condition, interval: liveness.interval)
        if case .kubernetesCluster(let facts)? = cluster?.facts { report.version = facts.version }
        return report
    }

    private static func sharedMachine(_ name: String) -> Problem {
        Problem(
            code: "machine_shared", sentence: "Another agent has the same machine id as \(name): one machine was cloned from the other.",
            nextStep: "On the clone, delete /etc/machine-id, run 'systemd-machine-id-setup', and restart the agent.")
    }

    private static func spokenFor(_ name: String) -> Problem {
        Problem(
            code: "cluster_spoken_for", sentence: "The cluster that \(name) sees is reported by another agent; what this one says of it is left out.",
            nextStep: "Watch a cluster with one agent: switch its Kubernetes off in all others.")
    }
}
