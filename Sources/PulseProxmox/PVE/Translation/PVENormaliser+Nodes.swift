import PulseCore

extension PVENormaliser {
    func node(_ listed: PVEResourceRow) -> ObservedResource {
        let row = listed.status == "online" ? listed : picture.nodeTracks[listed.node]?.onlineRow ?? listed
        var resource = ObservedResource(
            id: .node(context.slug, row.node), name: row.node, parent: clusterParent, status: .online,
            facts: .node(nodeFacts(row, haState: listed.haState)),
            metrics: nodeMetrics(row))
        switch condition(of: row.node) {
        case .online: break
        case .stalled:
            resource.statusReason = .nodeStatusMissing
            resource.metrics = resource.metrics.stale(.nodeStatusMissing)
        case .offline(let reason):
            resource.status = reason == .nodeOffline ? .offline : .unknown
            resource.statusReason = reason
            resource.metrics = resource.metrics.stale(reason)
            // That it is gone is what the cluster says now; only its figures are old.
            resource.isFresh = reason == .nodeOffline
        }
        return resource
    }

    private func nodeFacts(_ row: PVEResourceRow, haState: String?) -> NodeFacts {
        var facts = NodeFacts(name: row.node)
        let status = picture.nodeStatus[row.node]?.value
        facts.address = picture.membership?.value.members.first { $0.name == row.node }?.address
        facts.version = status?.version
        facts.kernel = status?.kernel
        facts.processors = ProcessorFacts(
            model: status?.cpuModel, sockets: status?.cpuSockets, cores: status?.cpuCores,
            threads: status?.cpuThreads ?? row.maxCPU.map { Int($0) }, megahertz: status?.cpuMegahertz)
        facts.loadAverage = status?.loadAverage
        facts.startedAt = picture.nodeTracks[row.node]?.start.moment
        facts.haState = haState
        facts.certificateFingerprint = picture.fingerprints[row.node]
        facts.webAddress = webAddress(of: row.node)
        return facts
    }

    private func nodeMetrics(_ row: PVEResourceRow) -> MetricTable {
        let at = picture.nodeTracks[row.node]?.figuresAt ?? now
        // Rows of nodes are always listed; without Sys.Audit their figures are missing.
        let gap: Reason = isHidden(row.node) ? .permissionMissing : .notReported
        let detail = picture.nodeStatus[row.node]
        var table = MetricTable()
        table[.cpu] = known(row.cpu, at, gap)
        table[.memoryUsed] = known(row.memory, at, gap)
        table[.memoryTotal] = known(row.maxMemory, at, gap)
        table[.diskUsed] = known(row.disk, at, gap)
        // What the file system keeps for root can't be used by anything else: df leaves it out, and so do we.
        table[.diskTotal] = known(row.maxDisk.map { $0 - min($0, detail?.value.rootReserved ?? 0) }, at, gap)
        table[.ioWait] = timed(detail?.value.wait, detail?.at, gap)
        table[.load1] = timed(detail?.value.loadAverage?.first, detail?.at, gap)
        table[.swapUsed] = timed(detail?.value.swapUsed.map { Double($0) }, detail?.at, gap)
        table[.swapTotal] = timed(detail?.value.swapTotal.map { Double($0) }, detail?.at, gap)
        return table
    }

    private func isHidden(_ node: String) -> Bool {
        picture.visibility.permissions.map { !$0.allows(PVEPrivilege.system, at: "/nodes/\(node)") } ?? false
    }

    /// A figure of the status call, which comes once a minute.
    private func timed(_ value: Double?, _ at: Timestamp?, _ gap: Reason) -> Measurement {
        guard let value, let at else { return .unknown(at == nil && gap == .notReported ? .notAskedYet : gap) }
        let measurement = Measurement.measured(value, at: at)
        return now.since(at) > Self.nodeStatusLimit ? measurement.stale(.overdue) : measurement
    }

    func known(_ value: Int64?, _ at: Timestamp, _ gap: Reason) -> Measurement { known(value.map { Double($0) }, at, gap) }

    func known(_ value: Double?, _ at: Timestamp, _ gap: Reason) -> Measurement {
        value.map { .measured($0, at: at) } ?? .unknown(gap)
    }
}
