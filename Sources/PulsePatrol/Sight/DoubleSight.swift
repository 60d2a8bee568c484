import PulseCore

/// What two sources tell of: a node of Proxmox with its pools and disks, and the machine that it is, as its own agent sees it. Made once a run.
package struct DoubleSight: Sendable {
    /// By host: the node that it is.
    private var nodes: [ResourceID: ResourceID] = [:]
    private var pools: [ResourceID: [String: ResourceID]] = [:]
    /// By the key that a disk has in findings of its host.
    private var disks: [ResourceID: [String: ResourceID]] = [:]

    init(_ fleet: Fleet) {
        let hosts = fleet.resources.values.filter { $0.id.kind == .host && $0.parent?.kind == .node }
        guard !hosts.isEmpty else { return }
        let told = Dictionary(grouping: fleet.resources.values.filter { [.pool, .disk].contains($0.id.kind) }) { $0.nodeOfHardware }
        for host in hosts {
            guard case .host(let facts) = host.facts, let node = host.parent, fleet.resources[node] != nil else { continue }
            nodes[host.id] = node
            take(facts, of: host.id, told[node] ?? [])
        }
    }

    private mutating func take(_ facts: HostFacts, of host: ResourceID, _ hardware: [Resource]) {
        let named = hardware.compactMap { resource in
            if case .pool(let pool) = resource.facts, pool.kind == .zfs { (pool.name, resource.id) } else { nil }
        }
        pools[host] = Dictionary(named) { first, _ in first }
        let others = hardware.compactMap { resource in if case .disk(let disk) = resource.facts { (resource.id, disk) } else { nil } }
        for disk in facts.disks ?? [] { disks[host, default: [:]][HostDiskRule.key(disk)] = disk.same(of: others) }
    }

    /// The ways from a host to what the other source tells of: the node, and what there has the name that a finding of the host is about.
    func ways(from host: ResourceID, named instance: String) -> [[ResourceID]] {
        guard let node = nodes[host] else { return [] }
        let parts = [pools[host]?[instance], disks[host]?[instance]].compactMap { $0 }
        return [[host, node]] + parts.map { [host, node, $0] }
    }

    /// The machine that a node is, as its agent tells of it.
    func host(of node: ResourceID) -> ResourceID? { nodes.first { $0.value == node }?.key }
}

extension Resource {
    fileprivate var nodeOfHardware: ResourceID? {
        switch facts {
        case .pool(let pool): .node(source, pool.node)
        case .disk(let disk): .node(source, disk.node)
        default: nil
        }
    }
}

extension HostDisk {
    /// By serial number; by the name of the device only where one side tells no serial number, because names go from disk to disk.
    fileprivate func same(of others: [(id: ResourceID, disk: DiskFacts)]) -> ResourceID? {
        let own = serial.known
        let found = own.map { own in others.filter { $0.disk.serial.known == own } } ?? []
        if found.count == 1 { return found[0].id }
        return (found.isEmpty ? others.filter { own == nil || $0.disk.serial.known == nil } : found).first { $0.disk.device == "/dev/\(device)" }?.id
    }
}

extension String? {
    fileprivate var known: String? {
        let text = (self ?? "").filter { !$0.isWhitespace }.lowercased()
        return text.isEmpty || text == "unknown" ? nil : text
    }
}
