import PulseAgentProtocol
import PulseCore

extension WireWorkload: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var facts = KubernetesWorkloadFacts(namespace: name.namespace)
        let isDaemonSet = resource == .daemonSets
        facts.images = spec?.template?.images ?? []
        // Kubernetes leaves a count out that is zero; the number wanted is 1 where it is left out.
        facts.desired = isDaemonSet ? status?.desiredNumberScheduled ?? 0 : spec?.replicas ?? 1
        facts.ready = (isDaemonSet ? status?.numberReady : status?.readyReplicas) ?? 0
        facts.updated = (isDaemonSet ? status?.updatedNumberScheduled : status?.updatedReplicas) ?? 0
        facts.available = (isDaemonSet ? status?.numberAvailable : status?.availableReplicas) ?? 0
        facts.conditions = (status?.conditions ?? []).filter { $0.status != ($0.type == "ReplicaFailure" ? "False" : "True") }.prefix(8).map(
            \.condition)
        facts.createdAt = metadata.creationTimestamp?.moment
        let since = facts.conditions.compactMap(\.since).max() ?? facts.createdAt
        return .workload(
            WorkloadValue(
                key: ObjectKey(resource.kind ?? .kubernetesDeployment, name.namespace, name.name), facts: .kubernetesWorkload(facts),
                outlook: Self.outlook(facts, since: since)))
    }

    private static func outlook(_ facts: KubernetesWorkloadFacts, since: Timestamp?) -> WorkloadOutlook {
        let (desired, ready) = (facts.desired ?? 0, facts.ready ?? 0)
        if desired == 0 { return .fixed(.stopped) }
        if ready >= desired { return .fixed(facts.conditions.contains { $0.type != "Available" } ? .degraded : .running) }
        return .incomplete(ready == 0 ? .failing : .degraded, since: since)
    }
}

extension WireJob: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var facts = KubernetesWorkloadFacts(namespace: name.namespace)
        facts.images = spec?.template?.images ?? []
        facts.desired = spec?.completions
        facts.active = status?.active ?? 0
        facts.succeeded = status?.succeeded ?? 0
        facts.failed = status?.failed ?? 0
        facts.conditions = (status?.conditions ?? []).filter { $0.type == "Failed" && $0.status == "True" }.map(\.condition)
        facts.createdAt = metadata.creationTimestamp?.moment
        facts.startedAt = status?.startTime?.moment
        facts.finishedAt = status?.completionTime?.moment ?? facts.conditions.first?.since
        facts.ownerName = metadata.controller.flatMap { $0.kind == "CronJob" ? $0.name : nil }
        facts.isSuspended = spec?.suspend
        return .workload(
            WorkloadValue(
                key: ObjectKey(.kubernetesJob, name.namespace, name.name), facts: .kubernetesWorkload(facts), outlook: .fixed(state(facts))))
    }

    private func state(_ facts: KubernetesWorkloadFacts) -> Status {
        if !facts.conditions.isEmpty { return .failing }
        if status?.conditions?.contains(where: { $0.type == "Complete" && $0.status == "True" }) == true { return .stopped }
        if facts.isSuspended == true { return .disabled }
        return (facts.active ?? 0) > 0 ? .running : .inactive
    }
}

extension WireCronJob: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var facts = KubernetesWorkloadFacts(namespace: name.namespace)
        facts.images = spec?.jobTemplate?.spec?.template?.images ?? []
        facts.active = status?.active?.count ?? 0
        facts.schedule = spec?.schedule?.cut(KubernetesText.name)
        facts.isSuspended = spec?.suspend ?? false
        facts.lastScheduledAt = status?.lastScheduleTime?.moment
        facts.lastSucceededAt = status?.lastSuccessfulTime?.moment
        facts.createdAt = metadata.creationTimestamp?.moment
        return .workload(
            WorkloadValue(
                key: ObjectKey(.kubernetesCronJob, name.namespace, name.name), facts: .kubernetesWorkload(facts),
                outlook: .fixed(facts.isSuspended == true ? .disabled : .available)))
    }
}
