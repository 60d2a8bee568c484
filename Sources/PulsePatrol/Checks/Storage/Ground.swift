import PulseCore

/// What a storage lies on, where that is known: then both are full together, and one of them is the matter.
struct Ground: Sendable {
    /// Two figures of the same file system, taken some seconds apart.
    private static let nearly = 0.005

    let look: Look

    /// Below the storage that is looked at.
    func below(_ storage: StorageFacts) -> [ResourceID] {
        guard !storage.shared, let node = storage.nodes.first else { return [] }
        switch storage.type {
        case "zfspool": return look.estate.topology.places[look.id].map { $0.kind == .pool ? [$0] : [] } ?? []
        case "dir", "btrfs": return isOnRoot(of: node) ? [.node(look.resource.source, node)] : []
        default: return []
        }
    }

    /// A storage on thin LVM of the same node has the same size as the pool that is looked at.
    func isStorage(_ pool: PoolFacts) -> Bool {
        let size = look.resource.metrics[.diskTotal]?.value ?? 0
        return look.estate.fleet.resources.values.contains { storage in
            guard case .storage(let facts) = storage.facts, facts.type == "lvmthin", facts.enabled != false else { return false }
            guard storage.source == look.resource.source, facts.nodes.contains(pool.node) else { return false }
            guard let total = storage.metrics[.diskTotal], total.isCurrent, let value = total.value else { return false }
            return abs(value - size) <= size * 0.01
        }
    }

    /// The installer of Proxmox VE calls the pool of the root file system so.
    func rootPool(of node: String) -> [ResourceID] {
        let id = ResourceID.pool(look.resource.source, node: node, "rpool")
        guard case .pool(let pool)? = look.estate.fleet.resources[id]?.facts, pool.kind == .zfs else { return [] }
        return [id]
    }

    /// Proxmox VE does not tell where a directory lies: when size and use are those of the root disk, it is on it.
    private func isOnRoot(of node: String) -> Bool {
        guard let root = look.estate.fleet.resources[.node(look.resource.source, node)]?.metrics else { return false }
        guard let size = root[.diskTotal]?.value, let used = root[.diskUsed]?.value else { return false }
        guard let ownSize = look.resource.metrics[.diskTotal]?.value, let ownUsed = look.resource.metrics[.diskUsed]?.value else { return false }
        return abs(size - ownSize) <= size * Self.nearly && abs(used - ownUsed) <= size * Self.nearly
    }
}
