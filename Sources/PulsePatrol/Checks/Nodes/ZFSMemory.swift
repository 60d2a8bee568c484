import PulseCore

/// The cache of ZFS in memory figures. Proxmox counts it as used and does not tell its size; an agent on the machine does.
struct ZFSMemory: Sendable {
    static let words =
        "Where ZFS is used, its cache (ARC) counts as used in what Proxmox tells: there the figure of the agent on the node is taken, in which it does "
        + "not, and without a current one the node is not judged."

    let look: Look

    /// The machine of this node as its agent tells of it.
    func byAgent() throws -> Look {
        let cache = "The cache of ZFS counts as used memory"
        guard let host = look.estate.topology.doubles.host(of: look.id).flatMap({ look.estate.fleet.resources[$0] }) else {
            throw NotEvaluable("\(cache), and only an agent tells its size: install pulse-agent on the node.")
        }
        guard host.metrics[.zfsCache] != nil else {
            throw NotEvaluable("\(cache), and the agent on the node does not tell its size: update pulse-agent there.")
        }
        guard host.tellsZFSCache else { throw NotEvaluable("\(cache), and the agent on the node does not tell its size at the moment.") }
        return Look(host, of: look)
    }

    /// Whose figures of memory are those of this node: its own, or of its agent where ZFS is used.
    func ofNode(_ node: String) throws -> Look { look.estate.usesZFS(node, of: look.resource.source) ? try byAgent() : look }

    /// - Throws: ``NotEvaluable`` when the cache of ZFS of a host may count as used memory.
    func ofHost() throws {
        guard try look.host().pools?.isEmpty == false, !look.resource.tellsZFSCache else { return }
        throw NotEvaluable("The cache of ZFS counts as used memory here, and the agent does not tell its size: update pulse-agent.")
    }
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
