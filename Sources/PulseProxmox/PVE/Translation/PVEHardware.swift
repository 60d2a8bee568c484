import PulseCore

/// Turns what was told about pools, disks and Ceph into resources. Pure.
///
/// They come from slow calls, so a figure has the moment of its own answer, and is old when the next one is overdue or its node is away.
struct PVEHardware: Sendable {
    let depth: PVEDepth
    let normaliser: PVENormaliser

    func resources() -> [ObservedResource] {
        let nodes = normaliser.picture.nodes.map(\.node)
        return nodes.flatMap(pools) + nodes.flatMap(disks) + (ceph().map { [$0] } ?? [])
    }

    /// Of these everything is there, or was once and is repeated as old.
    func completeKinds() -> Set<ResourceKind> {
        let nodes = normaliser.picture.nodes.map(\.node)
        guard !nodes.isEmpty, normaliser.completeKinds().contains(.node) else { return [] }
        var kinds: Set<ResourceKind> = []
        if nodes.allSatisfy({ depth.disks[$0]?.value != nil }) { kinds.insert(.disk) }
        if nodes.allSatisfy({ depth.zfs[$0]?.value != nil && depth.thinPools[$0]?.value != nil }) { kinds.insert(.pool) }
        if depth.ceph.status.value != nil { kinds.insert(.ceph) }
        return kinds
    }

    // MARK: Pools and disks

    private func hardware(of node: String) -> NodeHardware { NodeHardware(slug: context.slug, node: node, now: normaliser.now) }

    private func pools(_ node: String) -> [ObservedResource] {
        let zfs = hardware(of: node).pools(
            depth.zfs[node] ?? Told(), status: { depth.poolStatus[.init(node, $0)]?.value }, zoneOffset: depth.zoneOffsets[node] ?? 0)
        let thin = depth.thinPools[node].flatMap { told in told.value.map { rows in rows.map { thinPool($0, told, node) } } } ?? []
        return zfs.map { away($0, node) } + thin
    }

    private func disks(_ node: String) -> [ObservedResource] {
        hardware(of: node).disks(depth.disks[node] ?? Told()) { depth.smart[.init(node, $0.device)] ?? Told() }.map { away($0, node) }
    }

    private func thinPool(_ row: PVEThinPoolRow, _ told: Told<[PVEThinPoolRow]>, _ node: String) -> ObservedResource {
        var resource = ObservedResource(
            id: .pool(context.slug, node: node, row.name), name: row.name, parent: .node(context.slug, node), status: .online,
            facts: .pool(PoolFacts(kind: .lvmThin, name: row.name, node: node)))
        resource.metrics[.diskUsed] = known(row.used, told.at)
        resource.metrics[.diskTotal] = known(row.size, told.at)
        resource.metrics[.metadataUsed] = known(row.metadataUsed, told.at)
        resource.metrics[.metadataTotal] = known(row.metadataSize, told.at)
        return away(hardware(of: node).overdue(resource, told.at, NodeHardware.poolLimit, told.problem), node)
    }

    // MARK: Ceph

    private func ceph() -> ObservedResource? {
        guard let told = Optional(depth.ceph.status), let status = told.value.flatMap({ $0 }), let state = depth.ceph.state else { return nil }
        var facts = CephFacts()
        (facts.health, facts.version, facts.placementGroups) = (state.health, depth.ceph.version, status.placementGroups)
        (facts.osdsTotal, facts.osdsUp, facts.osdsIn) = (status.osdsTotal, status.osdsUp, status.osdsIn)
        (facts.monitorsTotal, facts.monitorsInQuorum) = (state.monitors.count, state.monitors.values.count { $0 })
        var resource = ObservedResource(
            id: .ceph(context.slug), name: "Ceph", parent: normaliser.clusterParent, status: Self.status(ofCeph: state.health),
            statusReason: Self.status(ofCeph: state.health) == .unknown ? .notReported : nil, facts: .ceph(facts))
        resource.metrics[.diskUsed] = known(status.used, told.at)
        resource.metrics[.diskTotal] = known(status.total, told.at)
        if status.readRate != nil || status.writeRate != nil {
            resource.metrics[.diskRead] = normaliser.known(status.readRate, told.at ?? normaliser.now, .notReported)
            resource.metrics[.diskWrite] = normaliser.known(status.writeRate, told.at ?? normaliser.now, .notReported)
        }
        return hardware(of: "").overdue(resource, told.at, NodeHardware.poolLimit, told.problem)
    }

    private static func status(ofCeph health: String) -> Status {
        switch health {
        case "HEALTH_OK": .online
        case "HEALTH_WARN": .degraded
        case "HEALTH_ERR": .failing
        default: .unknown
        }
    }

    // MARK: Age

    private var context: PVENormaliser.Context { normaliser.context }

    private func known(_ value: Int64?, _ at: Timestamp?) -> Measurement { normaliser.known(value, at ?? normaliser.now, .notReported) }

    /// Of a node that is away nobody knows.
    private func away(_ resource: ObservedResource, _ node: String) -> ObservedResource {
        guard case .offline(let reason) = normaliser.condition(of: node) else { return resource }
        var resource = resource
        resource.forget(reason)
        return resource
    }
}
