import PulseCore

/// The cache of ZFS in memory figures. Proxmox counts it as used and does not tell its size; an agent on the machine does.
extension Look {
    static let zfsCacheWords =
        "Where ZFS is used, its cache (ARC) counts as used in what Proxmox tells: there the figure of the agent on the node is taken, in which it does "
        + "not, and without a current one the node is not judged."

    /// The machine of this node as its agent tells of it.
    func memoryByAgent() throws -> Look {
        let cache = "The cache of ZFS counts as used memory"
        guard let host = estate.topology.doubles.host(of: id).flatMap({ estate.fleet.resources[$0] }) else {
            throw NotEvaluable("\(cache), and only an agent tells its size: install pulse-agent on the node.")
        }
        guard host.metrics[.zfsCache] != nil else {
            throw NotEvaluable("\(cache), and the agent on the node does not tell its size: update pulse-agent there.")
        }
        guard host.tellsZFSCache else { throw NotEvaluable("\(cache), and the agent on the node does not tell its size at the moment.") }
        return look(at: host)
    }

    /// Whose figures of memory are those of this node: its own, or of its agent where ZFS is used.
    func memory(of node: String) throws -> Look { estate.usesZFS(node, of: resource.source) ? try memoryByAgent() : self }
}

extension Resource {
    var tellsZFSCache: Bool { metrics[.zfsCache]?.isCurrent == true }
}

extension Estate {
    /// True when a pool or a storage of ZFS is known on a node.
    func usesZFS(_ node: String, of source: SourceSlug) -> Bool {
        fleet.resources.values.contains { resource in
            guard resource.source == source else { return false }
            switch resource.facts {
            case .pool(let pool): return pool.kind == .zfs && pool.node == node
            case .storage(let storage): return storage.type == "zfspool" && storage.nodes.contains(node)
            default: return false
            }
        }
    }
}
