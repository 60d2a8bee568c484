package import PulseCore

/// Which pods belong to which workload, and which run on which node. Made once a run, so that nobody searches all pods for each workload.
package struct PodIndex: Sendable {
    private var crews: [ResourceID: [ResourceID]] = [:]
    private var byNode: [ResourceID: [ResourceID]] = [:]

    package init(_ fleet: Fleet) {
        var strays: [String: [ResourceID]] = [:]
        for resource in fleet.resources.values {
            guard case .kubernetesPod(let pod) = resource.facts else { continue }
            if let node = pod.node {
                byNode[.reported(.kubernetesNode, resource.source, path: ResourceID.encode(node)), default: []].append(resource.id)
            }
            if let owner = Self.owner(of: pod, resource.source), fleet.resources[owner] != nil {
                crews[owner, default: []].append(resource.id)
            } else {
                strays["\(resource.source) \(pod.namespace) \(pod.ownerKind ?? "") \(pod.ownerName ?? resource.id.path)", default: []].append(
                    resource.id)
            }
        }
        for pods in strays.values { if let first = pods.min() { crews[first] = pods } }
    }

    /// The pods of a workload in the order of their ids. Of pods whose workload nobody tells of, the first has them all, and the others none.
    package func crew(of id: ResourceID) -> [ResourceID] { (crews[id] ?? []).sorted() }

    package func pods(on node: ResourceID) -> [ResourceID] { (byNode[node] ?? []).sorted() }

    private static func owner(of pod: KubernetesPodFacts, _ source: SourceSlug) -> ResourceID? {
        let kinds: [String: ResourceKind] = [
            "Deployment": .kubernetesDeployment, "StatefulSet": .kubernetesStatefulSet, "DaemonSet": .kubernetesDaemonSet, "Job": .kubernetesJob,
        ]
        guard let kind = pod.ownerKind.flatMap({ kinds[$0] }), let name = pod.ownerName else { return nil }
        return .reported(kind, source, path: "\(ResourceID.encode(pod.namespace))/\(ResourceID.encode(name))")
    }
}
