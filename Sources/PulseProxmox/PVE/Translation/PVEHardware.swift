import PulseCore

/// Turns what was told about pools, disks and Ceph into resources. Pure.
///
/// They come from slow calls, so a figure has the moment of its own answer, and is old when the next one is overdue or its node is away.
struct PVEHardware: Sendable {
    let depth: PVEDepth
    let normaliser: PVENormaliser

    /// Two answers missed, and some patience.
    static let poolLimit = Duration.seconds(2000)
    static let diskLimit = Duration.seconds(3 * 3600)
    static let smartLimit = Duration.seconds(30 * 3600)

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

    // MARK: Pools

    private func pools(_ node: String) -> [ObservedResource] {
        let zfs = depth.zfs[node].flatMap { told in told.value.map { rows in rows.map { zfsPool($0, told, node) } } } ?? []
        let thin = depth.thinPools[node].flatMap { told in told.value.map { rows in rows.map { thinPool($0, told, node) } } } ?? []
        return zfs + thin
    }

    private func zfsPool(_ row: PVEPoolRow, _ told: Told<[PVEPoolRow]>, _ node: String) -> ObservedResource {
        var facts = PoolFacts(kind: .zfs, name: row.name, node: node)
        (facts.health, facts.fragmentation, facts.deduplication) = (row.health, row.fragmentation, row.deduplication)
        if let status = depth.poolStatus[.init(node, row.name)]?.value {
            facts.scan = status.scan
            (facts.errors, facts.action, facts.devices) = (status.errors, status.action, status.devices)
            facts.scrubbedAt = status.scrubbedAt(offset: depth.zoneOffsets[node] ?? 0).flatMap { $0 <= normaliser.now + .seconds(86_400) ? $0 : nil }
        }
        let (state, reason) = Self.status(ofPool: row.health)
        var resource = ObservedResource(
            id: .pool(context.slug, node: node, row.name), name: row.name, parent: .node(context.slug, node), status: state, statusReason: reason,
            facts: .pool(facts))
        resource.metrics[.diskUsed] = known(row.allocated, told.at)
        resource.metrics[.diskTotal] = known(row.size, told.at)
        return aged(resource, node, told.at, Self.poolLimit, told.problem)
    }

    private static func status(ofPool health: String?) -> (Status, Reason?) {
        switch health {
        case "ONLINE": (.online, nil)
        case "DEGRADED": (.degraded, nil)
        case "FAULTED", "UNAVAIL", "SUSPENDED", "REMOVED", "OFFLINE": (.failing, nil)
        default: (.unknown, .notReported)
        }
    }

    private func thinPool(_ row: PVEThinPoolRow, _ told: Told<[PVEThinPoolRow]>, _ node: String) -> ObservedResource {
        var resource = ObservedResource(
            id: .pool(context.slug, node: node, row.name), name: row.name, parent: .node(context.slug, node), status: .online,
            facts: .pool(PoolFacts(kind: .lvmThin, name: row.name, node: node)))
        resource.metrics[.diskUsed] = known(row.used, told.at)
        resource.metrics[.diskTotal] = known(row.size, told.at)
        resource.metrics[.metadataUsed] = known(row.metadataUsed, told.at)
        resource.metrics[.metadataTotal] = known(row.metadataSize, told.at)
        return aged(resource, node, told.at, Self.poolLimit, told.problem)
    }

    // MARK: Disks

    private func disks(_ node: String) -> [ObservedResource] {
        guard let told = depth.disks[node], let rows = told.value else { return [] }
        let serials = Dictionary(rows.compactMap { row in row.serial.map { ($0, 1) } }, uniquingKeysWith: +)
        return rows.map { row in
            // A serial number moves with its disk; one that two disks have is no name.
            let name = row.serial.flatMap { serials[$0] == 1 ? $0 : nil } ?? row.device
            return disk(row, named: name, told, node)
        }
    }

    private func disk(_ row: PVEDiskRow, named name: String, _ told: Told<[PVEDiskRow]>, _ node: String) -> ObservedResource {
        let smart = depth.smart[.init(node, row.device)] ?? Told()
        let (state, reason) = Self.status(ofDisk: row.health)
        var resource = ObservedResource(
            id: .disk(context.slug, node: node, name), name: row.model ?? row.device, parent: .node(context.slug, node), status: state,
            statusReason: reason, facts: .disk(facts(row, smart.value, node)))
        resource.metrics[.diskTotal] = known(row.size, told.at)
        resource.metrics[.wear] =
            row.wear == nil ? timed(smart.value?.wear, smart) : normaliser.known(row.wear, told.at ?? normaliser.now, .notReported)
        resource = aged(resource, node, told.at, Self.diskLimit, told.problem)
        resource.metrics[.temperature] = timed(smart.value?.temperature, smart, gap: .noSensor)
        return away(resource, node)
    }

    private func facts(_ row: PVEDiskRow, _ smart: SmartReading?, _ node: String) -> DiskFacts {
        var facts = DiskFacts(node: node, device: row.device)
        (facts.model, facts.vendor, facts.serial, facts.type) = (row.model, row.vendor, row.serial, row.type)
        (facts.size, facts.rotations, facts.usage, facts.osd) = (row.size, row.rotations, row.usage, row.osd)
        facts.health = row.health ?? smart?.health
        (facts.powerOnTime, facts.mediaErrors) = (smart?.powerOnTime, smart?.mediaErrors)
        facts.attributes = smart.flatMap { $0.attributes.isEmpty ? nil : $0.attributes }
        return facts
    }

    /// Healthy only when SMART has said so.
    private static func status(ofDisk health: String?) -> (Status, Reason?) {
        switch health?.uppercased() {
        case "PASSED", "OK": (.online, nil)
        case let text? where text.hasPrefix("FAIL"): (.failing, nil)
        default: (.unknown, .notReported)
        }
    }

    /// A figure of SMART, which is read twice a day.
    private func timed(_ value: Double?, _ smart: Told<SmartReading>, gap: Reason = .notReported) -> Measurement {
        guard let at = smart.at else { return .unknown(smart.problem?.code == "privilege_missing" ? .permissionMissing : .notAskedYet) }
        let measurement = normaliser.known(value, at, gap)
        return normaliser.now.since(at) > Self.smartLimit ? measurement.stale(.overdue) : measurement
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
        return overdue(resource, told.at, Self.poolLimit, told.problem)
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

    private func aged(_ resource: ObservedResource, _ node: String, _ at: Timestamp?, _ limit: Duration, _ problem: Problem?) -> ObservedResource {
        away(overdue(resource, at, limit, problem), node)
    }

    /// The figures are old when no newer answer came in time.
    private func overdue(_ resource: ObservedResource, _ at: Timestamp?, _ limit: Duration, _ problem: Problem?) -> ObservedResource {
        guard let at, normaliser.now.since(at) > limit else { return resource }
        var resource = resource
        resource.forget(problem?.code == "privilege_missing" ? .permissionMissing : .overdue)
        return resource
    }

    /// Of a node that is away nobody knows.
    private func away(_ resource: ObservedResource, _ node: String) -> ObservedResource {
        guard case .offline(let reason) = normaliser.condition(of: node) else { return resource }
        var resource = resource
        resource.forget(reason)
        return resource
    }
}
