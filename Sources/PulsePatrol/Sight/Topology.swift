package import PulseCore

/// Who stands on whom: what runs where, and what keeps its data where. Made once a run.
package struct Topology: Sendable {
    /// What a thing runs on or is part of: a guest's node, a container's host, a pod's Kubernetes node; a node's cluster; the pool or the
    /// datastore below a storage.
    package private(set) var places: [ResourceID: ResourceID] = [:]
    /// The storages that a guest has volumes on, by its configuration, or as far as a backup job's list of volumes tells; and those that the
    /// guests of a node have theirs on.
    package private(set) var storages: [ResourceID: Set<ResourceID>] = [:]
    package let doubles: DoubleSight

    /// - Parameter behind: the datastores that storages lead to.
    package init(_ fleet: Fleet, _ ledger: Ledger, behind: [ResourceID: ResourceID] = [:]) {
        doubles = DoubleSight(fleet)
        let grounds = StorageGrounds(fleet, behind: behind)
        for resource in fleet.resources.values {
            places[resource.id] = grounds.ground(of: resource) ?? Self.place(resource, fleet) ?? resource.parent
            addDisks(resource, fleet)
        }
        for (source, sourceLedger) in ledger.sources { addVolumes(source, sourceLedger, fleet) }
    }

    /// From a thing to what it stands on, nearest first. Bounded, whatever the sources say.
    package func path(from resource: ResourceID) -> [ResourceID] {
        var path: [ResourceID] = []
        var next = places[resource]
        while let place = next, path.count < 8, place != resource, !path.contains(place) {
            path.append(place)
            next = places[place]
        }
        return path
    }

    /// A storage of a source as a node sees it: the shared one, or the node's own.
    package static func storage(_ source: SourceSlug, _ name: String, node: String?, in fleet: Fleet) -> ResourceID? {
        let shared = ResourceID.storage(source, name, node: nil)
        if fleet.resources[shared] != nil { return shared }
        let own = node.map { ResourceID.storage(source, name, node: $0) }
        return own.flatMap { fleet.resources[$0] == nil ? nil : $0 }
    }

    private static func place(_ resource: Resource, _ fleet: Fleet) -> ResourceID? {
        switch resource.facts {
        case .guest(let guest): .node(resource.source, guest.node)
        case .pool(let pool): .node(resource.source, pool.node)
        case .disk(let disk): .node(resource.source, disk.node)
        case .storage(let storage) where !storage.shared: storage.nodes.first.map { .node(resource.source, $0) }
        case .kubernetesPod(let pod): pod.node.map { .reported(.kubernetesNode, resource.source, path: ResourceID.encode($0)) }
        default: nil
        }
    }

    private mutating func addDisks(_ resource: Resource, _ fleet: Fleet) {
        guard case .guest(let facts) = resource.facts else { return }
        for name in facts.storages { add(name, to: facts, of: resource.source, fleet) }
    }

    private mutating func addVolumes(_ source: SourceSlug, _ ledger: SourceLedger, _ fleet: Fleet) {
        for coverage in (ledger.jobs.value ?? []).flatMap({ $0.coverage ?? [] }) {
            guard case .guest(let facts)? = fleet.resources[.guest(source, vmid: coverage.vmid)]?.facts else { continue }
            for name in Set(coverage.volumes.compactMap { $0.volume.flatMap(GuestDisk.storage) }) { add(name, to: facts, of: source, fleet) }
        }
    }

    private mutating func add(_ storage: String, to guest: GuestFacts, of source: SourceSlug, _ fleet: Fleet) {
        guard let place = Self.storage(source, storage, node: guest.node, in: fleet) else { return }
        storages[.guest(source, vmid: guest.vmid), default: []].insert(place)
        storages[.node(source, guest.node), default: []].insert(place)
    }
}
