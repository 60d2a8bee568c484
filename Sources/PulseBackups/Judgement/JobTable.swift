import PulseCore

/// The backup jobs of one cluster with their schedules, and which guests each takes.
struct JobTable {
    struct Row {
        let job: BackupJob
        let schedule: Schedule?
        let isUnderstood: Bool
        /// The run that should be done by now.
        let due: Timestamp?
        let next: Timestamp?
        let tolerance: Duration
        /// By vmid, where Proxmox VE has worked it out.
        fileprivate let coverage: [Int: GuestCoverage]?
    }

    let rows: [Row]
    /// Nil when the jobs are known.
    let problem: Problem?

    init(_ ledger: SourceLedger?, limits: BackupLimits, at now: Timestamp) {
        rows = (ledger?.jobs.value ?? []).map { Self.row($0, limits, now) }
        problem = ledger?.jobs.value == nil ? ledger?.jobs.problem ?? ListingContext.notAsked : nil
    }

    private static func row(_ job: BackupJob, _ limits: BackupLimits, _ now: Timestamp) -> Row {
        let schedule = job.schedule.flatMap { CalendarEvent($0) }.map { Schedule($0, fitting: job.nextRun) }
        let coverage = job.coverage.map { Dictionary($0.map { ($0.vmid, $0) }) { first, _ in first } }
        let period = schedule?.period(before: now) ?? .seconds(86_400)
        // The run of a quarter of an hour ago is missed after a quarter of an hour, that of this night after half a day.
        let due = schedule?.previous(upTo: now - min(period, limits.patience))
        return Row(
            job: job, schedule: schedule, isUnderstood: job.schedule == nil || schedule != nil, due: due,
            next: job.isEnabled ? job.nextRun ?? schedule?.next(after: now) : nil, tolerance: min(limits.tolerance, period / 2), coverage: coverage)
    }

    func covering(_ guest: GuestDirectory.Guest) -> [Row] { rows.filter { $0.takes(guest) } }
}

extension JobTable.Row {
    /// What Proxmox VE has worked out counts; what the job says stands in for it.
    fileprivate func takes(_ guest: GuestDirectory.Guest) -> Bool {
        if let node = job.node, node != guest.facts.node { return false }
        if let coverage { return coverage[guest.facts.vmid] != nil }
        return switch job.selection {
        case .all(let excluded): !excluded.contains(guest.facts.vmid)
        case .guests(let vmids): vmids.contains(guest.facts.vmid)
        case .pool(let pool): guest.facts.pool == pool
        }
    }

    /// Disks it leaves out. Drives for media and the like are no disks of the guest.
    func excludedDisks(_ vmid: Int) -> [ExcludedDisk] {
        (coverage?[vmid]?.volumes ?? []).filter { !$0.isIncluded && Self.isDisk($0) }.map {
            ExcludedDisk(name: $0.name, volume: $0.volume, reason: $0.reason, job: job.id)
        }
    }

    private static func isDisk(_ volume: GuestCoverage.Volume) -> Bool {
        let reason = volume.reason?.lowercased() ?? ""
        return !reason.contains("not a disk") && !reason.contains("cdrom") && !reason.contains("cloud") && !reason.contains("media")
    }

    func covering(_ vmid: Int) -> CoveringJob { CoveringJob(job: job, due: due, next: next, excludedDisks: excludedDisks(vmid)) }
}
