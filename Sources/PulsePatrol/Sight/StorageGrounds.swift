import PulseCore

/// What storages lie on: the datastore of a backup server, a ZFS pool, the Ceph of their cluster.
///
/// Proxmox VE tells of none but the first. A pool is the one with the storage's name, `rpool` for the installer's `local-zfs`, or the only one of
/// the node; that the Ceph of a cluster is the one its storages lead to is what nearly all have.
struct StorageGrounds {
    private struct Place: Hashable {
        let source: SourceSlug
        let node: String
    }

    private let behind: [ResourceID: ResourceID]
    private var pools: [Place: [(name: String, id: ResourceID)]] = [:]
    private var ceph: [SourceSlug: ResourceID] = [:]

    /// - Parameter behind: the datastores that storages lead to.
    init(_ fleet: Fleet, behind: [ResourceID: ResourceID]) {
        self.behind = behind
        for resource in fleet.resources.values {
            if case .pool(let pool) = resource.facts, pool.kind == .zfs {
                pools[Place(source: resource.source, node: pool.node), default: []].append((pool.name, resource.id))
            }
            if resource.id.kind == .ceph { ceph[resource.source] = resource.id }
        }
    }

    func ground(of storage: Resource) -> ResourceID? {
        guard case .storage(let facts) = storage.facts else { return nil }
        switch facts.type {
        case "pbs": return behind[storage.id]
        case "rbd", "cephfs": return ceph[storage.source]
        case "zfspool": return facts.shared ? nil : facts.nodes.first.flatMap { pool(of: facts.name, on: Place(source: storage.source, node: $0)) }
        default: return nil
        }
    }

    private func pool(of storage: String, on place: Place) -> ResourceID? {
        let there = pools[place] ?? []
        let name = storage == "local-zfs" ? "rpool" : storage
        return (there.first { $0.name == name } ?? (there.count == 1 ? there.first : nil))?.id
    }
}
