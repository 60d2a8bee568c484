import PulseCore

extension PVENormaliser {
    func guest(_ row: PVEResourceRow) -> ObservedResource {
        let detail = picture.details[row.vmid]
        let (status, reason) = guestStatus(row, detail)
        var resource = ObservedResource(
            id: .guest(context.slug, vmid: row.vmid), name: row.status == "unknown" ? nil : row.name ?? "\(row.vmid)",
            parent: .node(context.slug, row.node), status: status, statusReason: reason,
            tags: row.status == "unknown" && row.tags == nil ? nil : Self.tags(row.tags), facts: .guest(guestFacts(row, detail)),
            metrics: guestMetrics(row, detail, status))
        switch condition(of: row.node) {
        case .online: break
        case .stalled: resource.forget(.nodeStatusMissing)
        // For five minutes Proxmox repeats the last figures of a dead node's guests. They are not true any more.
        case .offline(let reason): resource.forget(reason)
        }
        return resource
    }

    private func guestStatus(_ row: PVEResourceRow, _ detail: PVEPicture.GuestDetail?) -> (Status, Reason?) {
        switch row.status {
        case "running":
            switch detail?.status?.qmpStatus {
            // The detail may be minutes old; a guest that uses processor time has been resumed since.
            case let state? where ["paused", "suspended"].contains(state) && (row.cpu ?? 0) < 0.001: return (.paused, nil)
            case "io-error"?, "internal-error"?, "guest-panicked"?: return (.failing, nil)
            default: return (.running, nil)
            }
        case "stopped", "shutdown": return (.stopped, nil)
        case "paused", "suspended", "prelaunch", "postmigrate", "save-vm", "restore-vm", "inmigrate", "finish-migrate": return (.paused, nil)
        case "io-error", "internal-error", "guest-panicked", "watchdog": return (.failing, nil)
        default: return (.unknown, .notReported)
        }
    }

    static func tags(_ text: String?) -> [String] {
        (text ?? "").split { $0 == ";" || $0 == "," || $0 == " " }.map(String.init)
    }

    private func guestFacts(_ row: PVEResourceRow, _ detail: PVEPicture.GuestDetail?) -> GuestFacts {
        var facts = GuestFacts(type: row.kind == .lxc ? .lxc : .qemu, vmid: row.vmid, node: row.node)
        facts.processors = row.maxCPU
        facts.template = row.template
        facts.lock = row.lock
        facts.pool = row.pool
        facts.haState = row.haState
        facts.startedAt = picture.guestTracks[row.vmid]?.start.moment
        facts.agent = row.kind == .lxc ? .notApplicable : detail?.agent ?? .notAskedYet
        facts.osName = detail?.osName
        facts.interfaces = detail?.interfaces
        facts.filesystems = detail?.filesystems
        facts.diskSize = row.maxDisk.flatMap { $0 > 0 ? $0 : nil }
        facts.balloonTarget = detail?.status?.balloonTarget
        facts.disks = context.guestConfigs[row.vmid]?.disks
        facts.webAddress = webAddress(of: row.node)
        if row.kind == .lxc, let config = context.guestConfigs[row.vmid]?.container { add(config, to: &facts, row) }
        return facts
    }

    /// Of what is mounted Proxmox VE tells the size, and how full it is of the root alone.
    private func add(_ config: PVEContainerConfig, to facts: inout GuestFacts, _ row: PVEResourceRow) {
        (facts.hostname, facts.entrypoint) = (config.hostname, config.entrypoint)
        facts.osName = config.system.flatMap { $0 == "unmanaged" ? nil : $0 }
        facts.filesystems = config.mounts.map { mount in
            let isRoot = mount.name == "rootfs"
            return Filesystem(
                mountpoint: mount.mountpoint, type: nil, device: mount.volume, total: isRoot ? row.maxDisk ?? mount.size : mount.size,
                used: isRoot && row.status == "running" ? row.disk : nil)
        }
    }

    private func guestMetrics(_ row: PVEResourceRow, _ detail: PVEPicture.GuestDetail?, _ status: Status) -> MetricTable {
        var table = MetricTable()
        let at = picture.nodeTracks[row.node]?.figuresAt ?? now
        let memoryTotal = known(row.maxMemory.flatMap { $0 > 0 ? $0 : nil }, at, .notReported)
        table[.memoryTotal] = memoryTotal
        guard status != .stopped, status != .unknown || row.cpu != nil else {
            return idle(row, at, &table, status == .stopped ? .notRunning : .notReported)
        }
        table[.cpu] = known(row.cpu, at, .notReported)
        table[.memoryUsed] = memoryUsed(row, detail, at)
        let rates = picture.guestTracks[row.vmid]?.rates.rates ?? []
        for (index, metric) in GuestCounters.metrics.enumerated() {
            table[metric] = index < rates.count ? rates[index] : .unknown(.firstSample)
        }
        (table[.diskUsed], table[.diskTotal]) = row.kind == .lxc ? containerDisk(row, at) : machineDisk(detail)
        table[.ioPressure] = detail?.pressure(at: now, limit: context.detailLimit)
        return table
    }

    /// What doesn't run uses nothing, and that is not the same as 0.
    private func idle(_ row: PVEResourceRow, _ at: Timestamp, _ table: inout MetricTable, _ reason: Reason) -> MetricTable {
        for metric in GuestCounters.metrics + [.cpu, .memoryUsed, .diskUsed] { table[metric] = .unknown(reason) }
        table[.diskTotal] = row.kind == .lxc ? known(row.maxDisk, at, reason) : .unknown(reason)
        return table
    }

    /// Memory in use, with what the figure is worth (`facts.md`, section 9).
    private func memoryUsed(_ row: PVEResourceRow, _ detail: PVEPicture.GuestDetail?, _ at: Timestamp) -> Measurement {
        guard let memory = row.memory else { return .unknown(.notReported) }
        // On 9 it may exceed the total by what the process itself takes.
        let used = Double(min(memory, row.maxMemory.flatMap { $0 > 0 ? $0 : nil } ?? memory))
        guard row.kind == .qemu else { return .measured(used, at: at) }
        return .estimated(used, at: at, reportsFromInside(row, detail) ? .pageCacheIncluded : .hostView)
    }

    /// With a balloon driver the figure is total minus free as the guest sees it, so its page cache counts as used. Without one it is what
    /// the host gives: the share of the process that is resident (before 9) or its control group (from 9 on, where `memhost` is the same).
    private func reportsFromInside(_ row: PVEResourceRow, _ detail: PVEPicture.GuestDetail?) -> Bool {
        if let status = detail?.status { return status.balloonAnswers }
        return row.memoryOnHost.map { $0 != row.memory } ?? false
    }

    private func containerDisk(_ row: PVEResourceRow, _ at: Timestamp) -> (Measurement, Measurement) {
        (known(row.disk, at, .notReported), known(row.maxDisk, at, .notReported))
    }

    /// The host doesn't know what a virtual machine has on its disks; only the agent inside does.
    private func machineDisk(_ detail: PVEPicture.GuestDetail?) -> (Measurement, Measurement) {
        guard let detail, detail.agent != .notConfigured else {
            let reason: Reason = detail == nil ? .notAskedYet : .guestAgentOff
            return (.unknown(reason), .unknown(reason))
        }
        guard let sums = Self.sums(detail.filesystems), let at = detail.filesystemsAt else {
            let reason = Self.reason(detail)
            return (.unknown(reason), .unknown(reason))
        }
        let (used, total) = (Measurement.measured(sums.used, at: at), Measurement.measured(sums.total, at: at))
        if detail.agent == .silent { return (used.stale(.guestAgentSilent), total.stale(.guestAgentSilent)) }
        return now.since(at) > context.detailLimit ? (used.stale(.overdue), total.stale(.overdue)) : (used, total)
    }

    private static func reason(_ detail: PVEPicture.GuestDetail) -> Reason {
        switch detail.agent {
        case .notConfigured: .guestAgentOff
        case .silent: .guestAgentSilent
        case .forbidden: .permissionMissing
        case .answering: detail.filesystemsAt == nil ? .notAskedYet : .notReported
        case .notAskedYet, .notApplicable: .notAskedYet
        }
    }

    /// Over the file systems that tell both figures.
    private static func sums(_ filesystems: [Filesystem]?) -> (used: Double, total: Double)? {
        let complete = (filesystems ?? []).compactMap { entry in
            entry.used.flatMap { used in entry.total.map { (used: Double(used), total: Double($0)) } }
        }
        guard !complete.isEmpty else { return nil }
        let sums = complete.reduce((used: 0, total: 0)) { ($0.used + $1.used, $0.total + $1.total) }
        // Each may be possible and all together not.
        return max(sums.used, sums.total) <= 0x1p60 ? sums : nil
    }
}

extension PVEPicture.GuestDetail {
    /// Nothing where nobody tells: of containers it is not asked, and Proxmox VE tells it since 9. As old as the detail it comes with.
    fileprivate func pressure(at now: Timestamp, limit: Duration) -> Measurement? {
        guard let value = status?.ioPressure, let at = statusAt else { return nil }
        let measured = Measurement.measured(value, at: at)
        return now.since(at) > limit ? measured.stale(.overdue) : measured
    }
}
