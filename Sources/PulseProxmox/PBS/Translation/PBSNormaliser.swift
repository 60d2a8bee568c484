import PulseCore

/// Turns what a backup server has answered into resources: the server itself as a node, its datastores, and its disks and pools.
struct PBSNormaliser {
    /// What is told beside the answers.
    struct Context {
        var slug: SourceSlug
        var name: String
        var webAddress: String?
        /// Groups and snapshots by datastore, where they are listed.
        var counts: [String: (groups: Int, snapshots: Int)] = [:]
    }

    /// Its figures come every half minute.
    static let statusLimit = Duration.seconds(120)
    /// In paths it always answers to this, whatever it is called; so the id of the node stays when the machine is renamed.
    static let nodeName = "localhost"

    let picture: PBSPicture
    let context: Context
    let now: Timestamp

    func resources() -> [ObservedResource] {
        [node()] + (picture.usage?.value ?? []).map(datastore) + picture.hardware.resources(of: context.slug, at: now)
    }

    /// Datastores that may not be seen are left out silently, so without the right to all of them a missing one says nothing.
    func completeKinds() -> Set<ResourceKind> {
        let seesAll = picture.permissions?.allows(PBSPrivilege.datastores, everywhereBelow: "/datastore") ?? false
        return picture.hardware.completeKinds.union(seesAll ? [.node, .datastore] : [.node])
    }

    // MARK: The server

    private func node() -> ObservedResource {
        var facts = NodeFacts(name: picture.hostName ?? context.name)
        let status = picture.status?.value
        facts.version = picture.version?.version
        facts.kernel = status?.kernel
        facts.processors = ProcessorFacts(model: status?.cpuModel, sockets: status?.cpuSockets, threads: status?.cpuThreads)
        facts.loadAverage = status?.loadAverage
        facts.startedAt = picture.start.moment
        facts.certificateFingerprint = status?.fingerprint
        facts.webAddress = context.webAddress
        return ObservedResource(
            id: .node(context.slug, Self.nodeName), name: facts.name, parent: nil, status: .online, facts: .node(facts), metrics: nodeMetrics())
    }

    private func nodeMetrics() -> MetricTable {
        let status = picture.status?.value
        var table = MetricTable()
        table[.cpu] = figure(status?.cpu)
        table[.ioWait] = figure(status?.wait)
        table[.load1] = figure(status?.loadAverage?.first)
        table[.memoryUsed] = figure(status?.memoryUsed)
        table[.memoryTotal] = figure(status?.memoryTotal)
        table[.swapUsed] = figure(status?.swapUsed)
        table[.swapTotal] = figure(status?.swapTotal)
        table[.diskUsed] = figure(status?.rootUsed)
        // What the file system keeps for root can't be used by anything else.
        table[.diskTotal] = figure(status?.rootAvailable.flatMap { available in status?.rootUsed.map { $0 + available } })
        return table
    }

    private func figure(_ value: Int64?) -> Measurement { figure(value.map { Double($0) }) }

    private func figure(_ value: Double?) -> Measurement {
        guard let at = picture.status?.at else { return .unknown(picture.isStatusForbidden ? .permissionMissing : .notAskedYet) }
        guard let value else { return .unknown(.notReported) }
        let measurement = Measurement.measured(value, at: at)
        return now.since(at) > Self.statusLimit ? measurement.stale(.overdue) : measurement
    }

    // MARK: Datastores

    private func datastore(_ row: PBSUsageRow) -> ObservedResource {
        let configured = picture.configured[row.store]
        let (status, reason) = condition(row, configured)
        return ObservedResource(
            id: .datastore(context.slug, row.store), name: row.store, parent: .node(context.slug, Self.nodeName), status: status,
            statusReason: reason, facts: .datastore(facts(row, configured)), metrics: metrics(row, reason))
    }

    private func condition(_ row: PBSUsageRow, _ configured: PBSDatastoreRow?) -> (Status, Reason?) {
        switch maintenance(row, configured) {
        case "offline", "delete", "unmount": return (.disabled, .storageDisabled)
        default: break
        }
        let isAway = row.mountStatus == "notmounted"
        return row.error == nil && !isAway ? (.available, nil) : (.inactive, .storageInactive)
    }

    /// What the server says when it is asked for figures is newer than the list of datastores.
    private func maintenance(_ row: PBSUsageRow, _ configured: PBSDatastoreRow?) -> String? { row.maintenance ?? configured?.maintenance }

    private func facts(_ row: PBSUsageRow, _ configured: PBSDatastoreRow?) -> DatastoreFacts {
        var facts = DatastoreFacts(name: row.store)
        facts.comment = configured?.comment?.printable(limit: 200)
        facts.maintenance = maintenance(row, configured)
        facts.mountStatus = row.mountStatus ?? configured?.mountStatus
        facts.backend = row.backend ?? configured?.backend
        facts.estimatedFullAt = estimate(row)
        let collection = picture.collections[row.store] ?? row.collection
        facts.collectedAt = picture.collected[row.store]
        (facts.pendingBytes, facts.removedBytes) = (collection?.pendingBytes, collection?.removedBytes)
        facts.badChunks = collection?.badChunks
        facts.groups = context.counts[row.store]?.groups
        facts.snapshots = context.counts[row.store]?.snapshots
        facts.error = row.maintenance == nil ? row.error?.printable(limit: 300) : nil
        return facts
    }

    /// The server extends a straight line. Where it leads back, because the datastore shrinks, there is no such day.
    private func estimate(_ row: PBSUsageRow) -> Timestamp? {
        guard let seconds = row.estimatedFull, (1...32_503_680_000).contains(seconds) else { return nil }
        let day = Timestamp(seconds: seconds)
        return day > now ? day : nil
    }

    private func metrics(_ row: PBSUsageRow, _ reason: Reason?) -> MetricTable {
        let at = picture.usage?.at ?? now
        func known(_ value: Int64?) -> Measurement {
            value.map { .measured(Double($0), at: at) } ?? .unknown(reason ?? .notReported)
        }
        let collection = picture.collections[row.store] ?? row.collection
        var table = MetricTable()
        table[.diskUsed] = known(row.used)
        table[.diskTotal] = known(row.total)
        table[.dataLogical] = known(collection?.dataLogical)
        table[.dataStored] = known(collection?.dataStored)
        return table
    }
}
