import PulseCore

/// What a backup server has told of its disks and pools, and what became of the last question.
struct PBSHardware: Sendable {
    var disks = Told<[DiskRow]>()
    /// By the name of the disk.
    var smart: [String: Told<SmartReading>] = [:]
    var pools = Told<[PoolRow]>()
    var poolStatus: [String: Told<PoolStatus>] = [:]

    /// Of the times in what `zpool status` says, seconds east of Greenwich.
    var zoneOffset: Int64 = 0

    private static let most = 1000

    mutating func answered(disks rows: [JSONObject], at now: Timestamp) {
        disks.answered(Array(rows.compactMap(DiskRow.init).sorted { $0.device < $1.device }.prefix(Self.most)), at: now)
        let names = Set((disks.value ?? []).map(Self.name))
        smart = smart.filter { names.contains($0.key) }
    }

    mutating func answered(pools rows: [JSONObject], at now: Timestamp) {
        pools.answered(Array(rows.compactMap(PoolRow.init).sorted { $0.name < $1.name }.prefix(Self.most)), at: now)
        let names = Set((pools.value ?? []).map(\.name))
        poolStatus = poolStatus.filter { names.contains($0.key) }
    }

    mutating func failed(_ call: PBSCall, _ problem: Problem) {
        switch call {
        case .disks: disks.failed(problem)
        case .pools: pools.failed(problem)
        case .smart(let name): smart[name, default: Told()].failed(problem)
        case .pool(let name): poolStatus[name, default: Told()].failed(problem)
        default: break
        }
    }

    /// One for each disk that has something to tell.
    var smartCalls: Set<PBSCall> { Set((disks.value ?? []).filter(\.hasSmart).map { PBSCall.smart(Self.name($0)) }) }
    var poolCalls: Set<PBSCall> { Set((pools.value ?? []).map { PBSCall.pool($0.name) }) }

    /// Paths name a disk without `/dev/`.
    static func name(_ row: DiskRow) -> String { row.device.after("/dev/").map(String.init) ?? row.device }

    func resources(of slug: SourceSlug, at now: Timestamp) -> [ObservedResource] {
        let hardware = NodeHardware(slug: slug, node: PBSNormaliser.nodeName, now: now)
        return hardware.pools(pools, status: { poolStatus[$0]?.value }, zoneOffset: zoneOffset)
            + hardware.disks(disks) { smart[Self.name($0)] ?? Told() }
    }

    /// Of these everything is there.
    var completeKinds: Set<ResourceKind> {
        var kinds: Set<ResourceKind> = []
        if disks.value != nil { kinds.insert(.disk) }
        if pools.value != nil { kinds.insert(.pool) }
        return kinds
    }
}
