import PulseCore

/// Joins what a source says now with what was known before.
enum ResourceMerge {
    static func merge(_ observed: ObservedResource, from observation: Observation, previous: Resource?, annotation: Annotation) -> Resource {
        let state = ResourceState(observed.status, reason: observed.statusReason)
        return Resource(
            id: observed.id,
            source: observation.source,
            name: observed.name ?? previous?.name ?? fallbackName(observed),
            parent: observed.parent,
            state: continued(state, previous?.state, at: observation.at),
            tags: observed.tags ?? previous?.tags ?? [],
            facts: observed.isFresh ? observed.facts : (previous?.facts ?? observed.facts),
            metrics: metrics(of: observed, previous),
            lastSeen: observed.isFresh ? observation.at : (previous?.lastSeen ?? observation.at),
            annotation: annotation)
    }

    private static func continued(_ state: ResourceState, _ previous: ResourceState?, at now: Timestamp) -> ResourceState {
        let since = previous?.status == state.status ? previous?.since : now
        return ResourceState(state.status, reason: state.reason, since: since)
    }

    /// A row that only repeats old knowledge may come without numbers; then the last ones are kept, as old ones.
    private static func metrics(of observed: ObservedResource, _ previous: Resource?) -> MetricTable {
        guard !observed.isFresh else { return observed.metrics }
        let reason = observed.statusReason ?? .overdue
        guard let previous, !observed.metrics.entries.contains(where: { $0.measurement.value != nil }) else {
            return observed.metrics.stale(reason)
        }
        return previous.metrics.stale(reason)
    }

    private static func fallbackName(_ observed: ObservedResource) -> String {
        switch observed.facts {
        case .guest(let facts): "\(facts.type == .lxc ? "CT" : "VM") \(facts.vmid)"
        case .node(let facts): facts.name
        case .storage(let facts): facts.name
        case .host(let facts): facts.hostname
        case .cluster(let facts): facts.clusterName ?? observed.id.path
        case .datastore(let facts): facts.name
        case .pool(let facts): facts.name
        case .disk(let facts): facts.device
        case .ceph, .mail, .container, .swarmService, .kubernetesCluster, .kubernetesNode, .kubernetesPod, .kubernetesWorkload, .kubernetesClaim:
            observed.id.path
        }
    }
}
