import PulseCore

/// Who belongs to whom among the things of a cluster.
enum PodOwners {
    /// Between a pod and the deployment that a person made stands a replica set. Its owner is looked up once and kept with the pod.
    static func resolve(_ name: ObjectName, _ state: inout ClusterState) {
        guard let replicaSet = state.pods.entries[name]?.value.replicaSet else { return }
        guard let owner = state.replicaSets.entries[ObjectName(namespace: name.namespace, name: replicaSet)]?.value else { return }
        state.pods.replace(name) { pod in
            pod.replicaSet = nil
            guard case .kubernetesPod(var facts) = pod.facts else { return }
            (facts.ownerKind, facts.ownerName) = (owner.kind, owner.name)
            pod.facts = .kubernetesPod(facts)
        }
    }

    /// The names of the pods that use each claim and have not ended.
    static func users(of state: ClusterState) -> [ObjectName: [String]] {
        var users: [ObjectName: [String]] = [:]
        for (name, entry) in state.pods.entries {
            if case .ended = entry.value.outlook { continue }
            for claim in entry.value.claims { users[ObjectName(namespace: name.namespace, name: claim), default: []].append(name.name) }
        }
        return users
    }
}
