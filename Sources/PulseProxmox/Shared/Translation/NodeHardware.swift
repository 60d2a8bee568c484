import PulseCore

/// Turns what a machine tells of its disks and ZFS pools into resources. Pure.
///
/// They come from slow calls, so a figure has the moment of its own answer, and is old when the next one is overdue.
struct NodeHardware: Sendable {
    let slug: SourceSlug
    /// As ids and paths name it.
    let node: String
    let now: Timestamp

    /// Two answers missed, and some patience.
    static let poolLimit = Duration.seconds(2000)
    static let diskLimit = Duration.seconds(3 * 3600)
    static let smartLimit = Duration.seconds(30 * 3600)

    // MARK: Pools

    /// - Parameters:
    ///   - status: what `zpool status` says, by pool.
    ///   - zoneOffset: of the time in that status, seconds east of Greenwich.
    func pools(_ told: Told<[PoolRow]>, status: (String) -> PoolStatus?, zoneOffset: Int64 = 0) -> [ObservedResource] {
        (told.value ?? []).map { pool($0, told, status($0.name), zoneOffset) }
    }

    private func pool(_ row: PoolRow, _ told: Told<[PoolRow]>, _ status: PoolStatus?, _ zoneOffset: Int64) -> ObservedResource {
        var facts = PoolFacts(kind: .zfs, name: row.name, node: node)
        (facts.health, facts.fragmentation, facts.deduplication) = (row.health, row.fragmentation, row.deduplication)
        if let status {
            facts.scan = status.scan
            (facts.errors, facts.action, facts.devices) = (status.errors, status.action, status.devices)
            facts.scrubbedAt = status.scrubbedAt(offset: zoneOffset).flatMap { $0 <= now + .seconds(86_400) ? $0 : nil }
        }
        let (state, reason) = Self.status(ofPool: row.health)
        var resource = ObservedResource(
            id: .pool(slug, node: node, row.name), name: row.name, parent: .node(slug, node), status: state, statusReason: reason, facts: .pool(facts)
        )
        resource.metrics[.diskUsed] = known(row.allocated, told.at)
        resource.metrics[.diskTotal] = known(row.size, told.at)
        return overdue(resource, told.at, Self.poolLimit, told.problem)
    }

    private static func status(ofPool health: String?) -> (Status, Reason?) {
        switch health {
        case "ONLINE": (.online, nil)
        case "DEGRADED": (.degraded, nil)
        case "FAULTED", "UNAVAIL", "SUSPENDED", "REMOVED", "OFFLINE": (.failing, nil)
        default: (.unknown, .notReported)
        }
    }

    // MARK: Disks

    /// - Parameter smart: by device.
    func disks(_ told: Told<[DiskRow]>, smart: (DiskRow) -> Told<SmartReading>) -> [ObservedResource] {
        let rows = told.value ?? []
        let serials = Dictionary(rows.compactMap { row in row.serial.map { ($0, 1) } }, uniquingKeysWith: +)
        return rows.map { row in
            // A serial number moves with its disk; one that two disks have is no name.
            let name = row.serial.flatMap { serials[$0] == 1 ? $0 : nil } ?? row.device
            return disk(row, named: name, told, smart(row))
        }
    }

    private func disk(_ row: DiskRow, named name: String, _ told: Told<[DiskRow]>, _ smart: Told<SmartReading>) -> ObservedResource {
        let facts = facts(row, smart.value)
        let (state, reason) = Self.status(ofDisk: row.health)
        var resource = ObservedResource(
            id: .disk(slug, node: node, name), name: row.model ?? row.device, parent: .node(slug, node), status: state, statusReason: reason,
            facts: .disk(facts))
        resource.metrics[.diskTotal] = known(row.size, told.at)
        resource.metrics[.wear] = row.wear == nil ? timed(smart.value?.wear, smart) : known(row.wear, told.at)
        resource = overdue(resource, told.at, Self.diskLimit, told.problem)
        for (metric, count) in smart.value?.counts ?? [:] { resource.metrics[metric] = timed(Double(count), smart) }
        resource.metrics[.temperature] = timed(smart.value?.temperature, smart, gap: .noSensor)
        return resource
    }

    private func facts(_ row: DiskRow, _ smart: SmartReading?) -> DiskFacts {
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
        let measurement = value.map { Measurement.measured($0, at: at) } ?? .unknown(gap)
        return now.since(at) > Self.smartLimit ? measurement.stale(.overdue) : measurement
    }

    // MARK: Age

    private func known(_ value: Int64?, _ at: Timestamp?) -> Measurement { known(value.map { Double($0) }, at) }

    private func known(_ value: Double?, _ at: Timestamp?) -> Measurement { value.map { .measured($0, at: at ?? now) } ?? .unknown(.notReported) }

    /// The figures are old when no newer answer came in time.
    func overdue(_ resource: ObservedResource, _ at: Timestamp?, _ limit: Duration, _ problem: Problem?) -> ObservedResource {
        guard let at, now.since(at) > limit else { return resource }
        var resource = resource
        resource.forget(problem?.code == "privilege_missing" ? .permissionMissing : .overdue)
        return resource
    }
}
