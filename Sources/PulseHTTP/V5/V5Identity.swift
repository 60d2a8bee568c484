import PulseCore

/// The ids of Pulse v5: instance, node and number or name. They change when a guest moves, which is why ours do not look so.
enum V5Identity {
    static func instance(of resource: Resource, in fleet: Fleet) -> String {
        fleet.sources[resource.source]?.name ?? resource.source.description
    }

    static func id(of resource: Resource, in fleet: Fleet) -> String {
        let instance = instance(of: resource, in: fleet)
        switch resource.facts {
        case .node(let facts): return "\(instance)-\(facts.name)"
        case .guest(let facts): return "\(instance)-\(facts.node)-\(facts.vmid)"
        case .storage(let facts): return "\(instance)-\(facts.shared ? "cluster" : facts.nodes.first ?? "")-\(facts.name)"
        case .disk(let facts): return "\(instance)-\(facts.node)-\(facts.device)"
        case .ceph: return "\(instance)-ceph"
        case .host, .cluster, .datastore, .pool, .mail, .container, .swarmService, .kubernetesCluster, .kubernetesNode, .kubernetesPod,
            .kubernetesWorkload, .kubernetesClaim:
            return resource.id.description
        }
    }
}
