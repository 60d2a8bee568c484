import PulseCore

/// A row of `/cluster/replication` (how a job is set up) or of `/nodes/{node}/replication` (and how it goes).
enum PVEReplicationRows {
    private static let longest = Int64(365 * 86_400)

    static func job(_ row: JSONObject) -> ReplicationJob? {
        guard let id = row.text("id"), let target = row.text("target") else { return nil }
        let vmid = row.integer("guest") ?? Int64(id.prefix { $0 != "-" })
        guard let vmid = vmid.flatMap({ Int(exactly: $0) }), vmid > 0 else { return nil }
        var job = ReplicationJob(id: id, vmid: vmid, target: target, isEnabled: !(row.flag("disable") ?? false))
        job.source = row.text("source")
        job.schedule = row.text("schedule")
        // 0 is never.
        (job.lastSync, job.lastTry, job.nextSync) = (row.moment("last_sync"), row.moment("last_try"), row.moment("next_sync"))
        job.duration = row.number("duration").flatMap { (0...Double(longest)).contains($0) ? .milliseconds(Int64($0 * 1000)) : nil }
        job.failures = row.integer("fail_count").flatMap { (0...1_000_000).contains($0) ? Int($0) : nil }
        job.error = row.text("error")?.printable(limit: 400)
        job.comment = row.text("comment")?.printable(limit: 200)
        return job
    }
}

extension ReplicationJob {
    /// What only the configuration tells.
    func completed(by configured: [ReplicationJob]) -> ReplicationJob {
        guard let configured = configured.first(where: { $0.id == id }) else { return self }
        var job = self
        job.schedule = job.schedule ?? configured.schedule
        job.comment = job.comment ?? configured.comment
        job.source = job.source ?? configured.source
        job.isEnabled = job.isEnabled && configured.isEnabled
        return job
    }
}
