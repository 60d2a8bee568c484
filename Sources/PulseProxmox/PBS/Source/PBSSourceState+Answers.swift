import PulseCore

/// What the calls beside the main flight bring.
extension PBSSourceState {
    /// A list that is small: rows that can't be understood cost themselves.
    mutating func apply(_ call: PBSCall, rows: [JSONObject], at now: Timestamp) {
        switch call {
        case .tasks: apply(tasks: rows.compactMap { PBSTaskRow.task($0, node: PBSNormaliser.nodeName) }, at: now)
        case .datastores:
            picture.configured = Dictionary(rows.compactMap(PBSDatastoreRow.init).map { ($0.store, $0) }, uniquingKeysWith: { $1 })
        case .collections: apply(collections: rows, at: now)
        case .syncJobs: apply(jobs: rows, .sync, at: now)
        case .verifyJobs: apply(jobs: rows, .verify, at: now)
        case .pruneJobs: apply(jobs: rows, .prune, at: now)
        case .tapeJobs: apply(jobs: rows, .tape, at: now)
        case .tapeMedia: book.change { $0.tapes.answered(rows.compactMap(PBSNodeRows.medium), at: now) }
        case .tapeDrives: book.change { $0.tapeDrives.answered(rows.compactMap(PBSNodeRows.tapeDrive), at: now) }
        case .tapeChangers: book.change { $0.tapeChangers.answered(rows.compactMap(PBSNodeRows.tapeChanger), at: now) }
        case .services: book.changeNode { $0.services.answered(rows.compactMap(NodeRows.service), at: now) }
        case .certificates: book.changeNode { $0.certificates.answered(rows.compactMap(NodeRows.certificate), at: now) }
        case .updates: book.changeNode { $0.updates.answered(rows.compactMap(NodeRows.update), at: now) }
        case .traffic: book.change { $0.traffic.answered(rows.compactMap(PBSNodeRows.traffic), at: now) }
        case .namespaces(let store): apply(namespaces: rows.map { $0.text("ns") ?? "" }, of: store, at: now)
        case .groups(let place): apply(groups: rows.compactMap(PBSGroupRow.init), of: place, at: now)
        case .versions: book.set(packages: rows, at: now)
        case .disks:
            picture.hardware.answered(disks: rows, at: now)
            plan.update(each: picture.hardware.smartCalls, among: { if case .smart = $0 { true } else { false } }, at: steady(now))
            let count = picture.hardware.disks.value?.count ?? 0
            book.changeNode { $0.disks.answered(count, at: now) }
        case .pools:
            let before = picture.hardware.pools.value ?? []
            picture.hardware.answered(pools: rows, at: now)
            let pools = picture.hardware.pools.value ?? []
            plan.update(each: picture.hardware.poolCalls, among: { if case .pool = $0 { true } else { false } }, at: steady(now))
            // Another health has a reason, and only the pool's status tells it.
            for pool in pools where before.contains(where: { $0.name == pool.name && $0.health != pool.health }) {
                plan.want(.pool(pool.name), at: steady(now))
            }
            book.changeNode { $0.pools.answered(pools.count, at: now) }
        case .subscription, .clock, .smart, .pool, .taskLog, .group, .snapshots: break
        }
    }

    mutating func apply(subscription value: JSON, at now: Timestamp) throws(ProxmoxError) {
        guard let subscription = NodeRows.subscription(value) else { throw .notProxmox }
        book.changeNode { $0.subscription.answered(subscription, at: now) }
    }

    mutating func apply(clock value: JSON, asked: Timestamp, at now: Timestamp) throws(ProxmoxError) {
        guard let skew = NodeRows.clock(value, asked: asked, answered: now) else { throw .notProxmox }
        picture.hardware.zoneOffset = NodeRows.zoneOffset(value) ?? 0
        book.changeNode { $0.clock.answered(skew, at: now) }
    }

    /// SMART of a disk, or the devices of a pool.
    mutating func apply(_ call: PBSCall, detail value: JSON, at now: Timestamp) throws(ProxmoxError) {
        guard let object = value.object else { throw .notProxmox }
        switch call {
        case .smart(let name):
            guard let reading = SmartReading(object) else { throw .notProxmox }
            picture.hardware.smart[name, default: Told()].answered(reading, at: now)
        case .pool(let name):
            guard let status = PoolStatus(object) else { throw .notProxmox }
            picture.hardware.poolStatus[name, default: Told()].answered(status, at: now)
        default: break
        }
    }

    private mutating func apply(jobs rows: [JSONObject], _ kind: DatastoreJob.Kind, at now: Timestamp) {
        apply(jobs: rows.compactMap { PBSJobRow.job($0, kind: kind) }, kind: kind, at: now)
    }

    private mutating func apply(collections rows: [JSONObject], at now: Timestamp) {
        for row in rows {
            guard let store = row.text("store") else { continue }
            picture.collections[store] = PBSCollection(row)
            picture.collected[store] = row.moment("last-run-endtime")
        }
        apply(jobs: rows, .garbageCollection, at: now)
    }

    private mutating func apply(namespaces: [String], of store: String, at now: Timestamp) {
        // The root is there even where it may not be seen; asking it then says so.
        let all = Set(namespaces).union([""])
        plan.update(namespaces: all, of: store, at: steady(now))
        forget { place in place.store != store || all.contains(place.namespace) }
    }

    private mutating func apply(groups rows: [PBSGroupRow], of place: PBSPlace, at now: Timestamp) {
        let verdict = listings.groups(rows, of: place)
        for group in verdict.gone { book.replace(group, in: place, by: []) }
        plan.drop { call in
            if case .group(let there, let group) = call { there == place && !rows.contains { $0.name == group } } else { false }
        }
        for call in verdict.calls { plan.want(call, at: steady(now)) }
    }

    // MARK: Snapshots

    mutating func apply(_ call: PBSCall, archives: [BackupArchive], dropped: Int, at now: Timestamp) {
        listings.answered(call)
        switch call {
        case .snapshots(let place):
            picture.droppedSnapshots[place] = dropped
            book.set(archives: archives, of: place, at: now)
        case .group(let place, let group): book.replace(group, in: place, by: archives)
        default: break
        }
    }
}
