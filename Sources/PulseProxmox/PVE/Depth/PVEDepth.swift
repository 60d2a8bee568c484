import PulseCore

/// What a cluster has told beside figures: the ledger that goes with every observation, and the answers its parts are put together from.
///
/// A value. Every answer goes through a topic's `take`, every absence through its `miss`; the ledger's revision counts the changes of what is
/// known, not the times the same was said again.
struct PVEDepth: Sendable {
    let slug: SourceSlug
    var ledger = SourceLedger()

    /// By node.
    var tasks: [String: TaskBook] = [:]
    /// What a job takes of each guest, by job.
    var coverage: [String: [GuestCoverage]] = [:]
    /// Storages of the configuration, by name.
    var storages: [String: PVEStorageConfig] = [:]
    /// Nil until it was asked.
    var replicationJobs: [ReplicationJob]?
    var ceph = PVECephParts()
    var disks: [String: Told<[DiskRow]>] = [:]
    /// By node and device.
    var smart: [DiskPlace: Told<SmartReading>] = [:]
    var zfs: [String: Told<[PoolRow]>] = [:]
    var thinPools: [String: Told<[PVEThinPoolRow]>] = [:]
    /// By node and pool.
    var poolStatus: [DiskPlace: Told<PoolStatus>] = [:]
    /// By vmid.
    var guestConfigs: [Int: PVEGuestConfig] = [:]
    /// Of each node's time zone, seconds east of Greenwich.
    var zoneOffsets: [String: Int64] = [:]
    /// The listings of backups that are wanted, as the plan knows them.
    var archiveKeys: [DepthKey] = []
    /// Why the answer that is being taken is less than there is.
    var gap: Problem?
    /// What has changed since the plan was told: to be asked again at once.
    private(set) var stale: Set<DepthKey> = []

    init(slug: SourceSlug) {
        self.slug = slug
    }

    /// Something of one node: a device or a pool.
    struct DiskPlace: Hashable, Sendable {
        let node: String
        let name: String

        init(_ node: String, _ name: String) {
            (self.node, self.name) = (node, name)
        }
    }

    subscript(node name: String) -> NodeLedger {
        get { ledger.nodes[name] ?? NodeLedger() }
        set { ledger.nodes[name] = newValue }
    }

    subscript(archives place: BackupPlace) -> Told<[BackupArchive]> {
        get { ledger.archives[place] ?? Told() }
        set { ledger.archives[place] = newValue }
    }

    subscript(snapshots vmid: Int) -> Told<[GuestSnapshot]> {
        get { ledger.snapshots[vmid] ?? Told() }
        set { ledger.snapshots[vmid] = newValue }
    }

    // MARK: Changes of the ledger

    mutating func answered<Value>(_ section: WritableKeyPath<PVEDepth, Told<Value>>, _ value: Value, at now: Timestamp) {
        let before = self[keyPath: section]
        self[keyPath: section].answered(value, at: now)
        if let gap { self[keyPath: section].failed(gap) }
        if before.value != value || before.problem != gap { ledger.revision += 1 }
    }

    mutating func failed<Value>(_ section: WritableKeyPath<PVEDepth, Told<Value>>, _ problem: Problem) {
        guard self[keyPath: section].problem != problem else { return }
        self[keyPath: section].failed(problem)
        ledger.revision += 1
    }

    /// Changes something that is no section of its own.
    mutating func change<Value: Equatable>(_ part: WritableKeyPath<SourceLedger, Value>, _ value: Value) {
        guard ledger[keyPath: part] != value else { return }
        ledger[keyPath: part] = value
        ledger.revision += 1
    }

    // MARK: What is to be asked again

    mutating func isStale(_ key: DepthKey) {
        stale.insert(key)
    }

    mutating func takeStale() -> Set<DepthKey> {
        defer { stale = [] }
        return stale
    }
}

extension PVEDepth {
    /// Forgets what no longer exists. What only can't be asked at the moment stays.
    mutating func forget(nodes: Set<String>, guests: Set<Int>, hidden: Set<Int>, archives places: Set<BackupPlace>) {
        change(\.nodes, ledger.nodes.filter { nodes.contains($0.key) })
        tasks = tasks.filter { nodes.contains($0.key) }
        (disks, zfs, thinPools) = (
            disks.filter { nodes.contains($0.key) }, zfs.filter { nodes.contains($0.key) }, thinPools.filter { nodes.contains($0.key) }
        )
        smart = smart.filter { place, _ in disks[place.node]?.value?.contains { $0.device == place.name } ?? false }
        poolStatus = poolStatus.filter { place, _ in zfs[place.node]?.value?.contains { $0.name == place.name } ?? false }
        let guests = guests.union(hidden)
        if ledger.snapshots.contains(where: { !guests.contains($0.key) }) {
            change(\.snapshots, ledger.snapshots.filter { guests.contains($0.key) })
        }
        if guestConfigs.contains(where: { !guests.contains($0.key) }) { guestConfigs = guestConfigs.filter { guests.contains($0.key) } }
        change(\.archives, ledger.archives.filter { places.contains($0.key) })
    }

    /// The nodes there are. Each has its part of the ledger, or nothing could be said of why it is empty.
    mutating func know(nodes: Set<String>) {
        for node in nodes where ledger.nodes[node] == nil { ledger.nodes[node] = NodeLedger() }
    }

    /// A node went away: nothing about it can be asked, and what was said is as old as it is.
    mutating func wentAway(_ node: String, _ problem: Problem) {
        guard ledger.nodes[node] != nil else { return }
        failed(\.[node: node].tasks, problem)
        failed(\.[node: node].services, problem)
        failed(\.[node: node].certificates, problem)
        failed(\.[node: node].updates, problem)
        failed(\.[node: node].kernel, problem)
        failed(\.[node: node].subscription, problem)
        failed(\.[node: node].clock, problem)
        failed(\.[node: node].replication, problem)
        failed(\.[node: node].pools, problem)
        failed(\.[node: node].disks, problem)
    }
}
