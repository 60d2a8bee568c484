import PulseCore

/// Works out which calls are wanted, and which node is to be asked for what belongs to the cluster. Pure.
struct DepthWants: Sendable {
    let picture: PVEPicture
    let depth: PVEDepth
    /// The nodes that can be asked.
    private let online: [String]
    private let silent: Set<String>

    /// - Parameter silent: nodes that don't answer though they are online. What is wanted of them is asked once they do, all of it.
    init(picture: PVEPicture, depth: PVEDepth, silent: Set<String> = []) {
        (self.picture, self.depth, self.silent) = (picture, depth, silent)
        online = picture.onlineNodes.subtracting(silent).sorted()
    }

    var all: [DepthWant] {
        guard !online.isEmpty else { return [] }
        var wants = cluster + archives
        wants.reserveCapacity(wants.count + online.count * 24 + picture.guests.count)
        for node in online { wants += ofNode(node) }
        for row in picture.guests.values where isThere(row.node) { wants += ofGuest(row) }
        return wants
    }

    private func isThere(_ node: String) -> Bool { picture.isOnline(node) && !silent.contains(node) }

    private var cluster: [DepthWant] {
        var topics: [DepthTopic] = [.backupJobs, .storages, .clusterTasks, .replicationJobs, .highAvailability, .cephStatus]
        if depth.ceph.isThere { topics.append(.cephFlags) }
        let jobs = (depth.ledger.jobs.value ?? []).map { DepthKey(.coverage, .named($0.id)) }
        return (topics.map { DepthKey($0) } + jobs).map { DepthWant($0, node: "") } + ceph
    }

    /// Of one node that has Ceph: one with a monitor, which has the name of its node.
    private var ceph: [DepthWant] {
        guard depth.ceph.isThere, let state = depth.ceph.state else { return [] }
        guard let node = online.first(where: { state.monitors[$0] != nil }) ?? online.first else { return [] }
        let pools: DepthTopic = picture.version.map { $0.major < 8 } ?? false ? .oldCephPools : .cephPools
        return [.cephOSDs, pools, .cephMonitors].map { DepthWant(DepthKey($0), node: node) }
    }

    // MARK: Nodes

    private static let nodeTopics: [DepthTopic] = [
        .nodeTasks, .backupTasks, .services, .certificates, .updates, .versions, .subscription, .clock, .disks, .zfs, .thinPools,
    ]

    private func ofNode(_ node: String) -> [DepthWant] {
        var keys = Self.nodeTopics.map { DepthKey($0, place: node) }
        if depth.replicationJobs?.isEmpty != true { keys.append(DepthKey(.replication, place: node)) }
        keys += (depth.disks[node]?.value ?? []).filter(\.hasSmart).map { DepthKey(.smart, place: node, .named($0.device)) }
        keys += (depth.zfs[node]?.value ?? []).map { DepthKey(.poolStatus, place: node, .named($0.name)) }
        keys += (depth.tasks[node]?.wantedLogs ?? []).map { DepthKey(.taskLog, place: node, .named($0)) }
        return keys.map { DepthWant($0, node: node) }
    }

    private func ofGuest(_ row: PVEResourceRow) -> [DepthWant] {
        let subject = DepthSubject.guest(vmid: row.vmid, isContainer: row.kind == .lxc)
        return [DepthTopic.snapshots, .guestConfig].map { DepthWant(DepthKey($0, subject), node: row.node) }
    }

    // MARK: Storages with backups

    /// A shared storage is listed once, from one of the nodes that have it.
    private var archives: [DepthWant] {
        Dictionary(grouping: picture.storages.filter(\.holdsBackups)) { $0.name ?? "" }.sorted { $0.key < $1.key }.flatMap(listings)
    }

    private func listings(_ name: String, _ rows: [PVEResourceRow]) -> [DepthWant] {
        let there = rows.filter { isThere($0.node) && $0.status == "available" }.map(\.node).sorted()
        guard rows.contains(where: { $0.shared ?? false || PVENormaliser.networkTypes.contains($0.pluginType ?? "") }) else {
            return there.map { DepthWant(DepthKey(.archives, place: $0, .named(name)), node: $0) }
        }
        return there.first.map { [DepthWant(DepthKey(.archives, .named(name)), node: $0)] } ?? []
    }

    /// Every place where backups may lie, whether it can be asked now or not.
    var backupPlaces: Set<BackupPlace> {
        var places: Set<BackupPlace> = []
        for (name, rows) in Dictionary(grouping: picture.storages.filter(\.holdsBackups), by: { $0.name ?? "" }) {
            let isShared = rows.contains { $0.shared ?? false || PVENormaliser.networkTypes.contains($0.pluginType ?? "") }
            let nodes: [String?] = isShared ? [nil] : rows.map { $0.node }
            for node in nodes { places.insert(BackupPlace(.storage(depth.slug, name, node: node))) }
        }
        return places
    }
}

extension PVEResourceRow {
    fileprivate var holdsBackups: Bool { (contentTypes ?? "").split(separator: ",").contains("backup") }
}

extension PVEPicture {
    fileprivate func isOnline(_ node: String) -> Bool { nodeTracks[node]?.onlineAt == resourcesAt && resourcesAt != nil }
}
