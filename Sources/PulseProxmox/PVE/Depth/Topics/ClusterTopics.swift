import PulseCore
import PulseTransport

/// What the node that answers says of the whole cluster: cheap for it, out of its memory.
extension DepthTopic {
    static let backupJobs = DepthTopic(
        "backup_jobs", every: .seconds(300), rank: 1, path: { _ in "/cluster/backup" }, about: { _ in "the backup jobs" },
        take: { (depth, _, answer) throws(ProxmoxError) in depth.take(jobs: try answer.list(PVEBackupRows.job), at: answer.at) },
        miss: { depth, _, problem in depth.failed(\.ledger.jobs, problem) })

    /// Of one job: each guest it takes and which of its disks, as Proxmox VE works it out.
    static let coverage = DepthTopic(
        "backup_coverage", every: .seconds(3600), within: .seconds(30), rank: 3,
        path: { call in "/cluster/backup/\(percentEncoded(call.subject.name))/included_volumes" },
        about: { call in "what the backup job \(call.subject.name.printable(limit: 60)) takes" },
        take: { (depth, call, answer) throws(ProxmoxError) in depth.take(coverage: PVEBackupRows.coverage(try answer.object()), of: call.subject.name)
        },
        // Nil in the job says that it isn't known.
        miss: { _, _, _ in })

    static let storages = DepthTopic(
        "storages", every: .seconds(600), rank: 1, path: { _ in "/storage" }, about: { _ in "how storages are set up" },
        needs: .auditor("/storage"),
        take: { (depth, _, answer) throws(ProxmoxError) in
            let rows = try answer.list(PVEStorageConfig.init)
            depth.storages = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            depth.change(\.targets, rows.compactMap { $0.target(of: depth.slug) }.sorted { $0.storage < $1.storage })
        },
        miss: { _, _, _ in })

    static let highAvailability = DepthTopic.section(
        "ha", every: .seconds(30), rank: 1, path: { _ in "/cluster/ha/status/current" }, about: { _ in "the state of high availability" },
        keep: { _ in \.ledger.highAvailability },
        read: { (answer) throws(ProxmoxError) in PVEHighAvailability.value(try answer.list { $0 }) })

    static let replicationJobs = DepthTopic(
        "replication_jobs", every: .seconds(300), rank: 2, path: { _ in "/cluster/replication" }, about: { _ in "the replication jobs" },
        needs: .auditor("/vms"),
        take: { (depth, _, answer) throws(ProxmoxError) in depth.take(replicationJobs: try answer.list(PVEReplicationRows.job), at: answer.at) },
        miss: { _, _, _ in })

    static let replication = DepthTopic(
        "replication", every: .seconds(120), rank: 3, path: { "\($0.nodePath)/replication" }, about: { "how replication goes on \($0.spot)" },
        needs: .auditor("/vms"), leavesOut: .guests,
        take: { (depth, call, answer) throws(ProxmoxError) in
            let configured = depth.replicationJobs ?? []
            let jobs = try answer.list(PVEReplicationRows.job).map { $0.completed(by: configured) }.sorted { $0.id < $1.id }
            depth.answered(\.[node: call.node].replication, jobs, at: answer.at)
        },
        miss: { depth, call, problem in depth.failed(\.[node: call.node].replication, problem) })
}

extension PVEDepth {
    fileprivate mutating func take(jobs: [BackupJob], at now: Timestamp) {
        let before = ledger.jobs.value ?? []
        let ids = Set(jobs.map(\.id))
        coverage = coverage.filter { ids.contains($0.key) }
        // What it takes is worked out from what it says, so it is old when that has changed.
        for job in jobs {
            guard var old = before.first(where: { $0.id == job.id }) else { continue }
            (old.coverage, old.nextRun) = (nil, job.nextRun)
            if old != job { isStale(DepthKey(.coverage, .named(job.id))) }
        }
        answered(\.ledger.jobs, jobs.map(covered), at: now)
    }

    fileprivate mutating func take(coverage value: [GuestCoverage], of job: String) {
        coverage[job] = value
        guard let jobs = ledger.jobs.value, let at = ledger.jobs.at else { return }
        answered(\.ledger.jobs, jobs.map(covered), at: at)
    }

    private func covered(_ job: BackupJob) -> BackupJob {
        var job = job
        job.coverage = coverage[job.id]
        return job
    }

    fileprivate mutating func take(replicationJobs jobs: [ReplicationJob], at now: Timestamp) {
        replicationJobs = jobs
        // Nothing is set up, so there is nothing to ask the nodes.
        if jobs.isEmpty { for node in ledger.nodes.keys { answered(\.[node: node].replication, [], at: now) } }
    }
}
