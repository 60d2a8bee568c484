import PulseCore

/// A row of `/admin/sync`, `/admin/verify`, `/admin/prune`, `/admin/gc` or `/tape/backup`: a job with its last run.
enum PBSJobRow {
    /// Days in seconds.
    private static let longestRun: Int64 = 365 * 86_400

    static func job(_ row: JSONObject, kind: DatastoreJob.Kind) -> DatastoreJob? {
        // The garbage collection is one for each datastore, and has no id.
        guard let store = row.text("store"), let id = kind == .garbageCollection ? store : row.text("id") else { return nil }
        var job = DatastoreJob(kind: kind, id: id, datastore: store)
        job.namespace = row.text("ns")
        // A job that is switched off has no schedule that counts.
        job.schedule = row.flag("disable") == true ? nil : row.text("schedule")
        job.nextRun = row.moment("next-run")
        job.lastRunEndedAt = row.moment("last-run-endtime")
        job.lastOutcome = row.text("last-run-state").map(PBSTaskRow.outcome)
        job.lastDuration = duration(row)
        job.comment = row.text("comment")?.printable(limit: 200)
        if kind == .sync {
            job.isPush = row.text("sync-direction").map { $0 == "push" } ?? false
            job.remote = remote(row)
        }
        if kind == .tape { (job.pool, job.drive, job.nextTape) = (row.text("pool"), row.text("drive"), row.text("next-media-label")) }
        return job
    }

    /// `offsite:archive`; without a remote the other side is on the same server.
    private static func remote(_ row: JSONObject) -> String? {
        guard let store = row.text("remote-store") else { return row.text("remote") }
        return row.text("remote").map { "\($0):\(store)" } ?? store
    }

    /// Said by the garbage collection alone; of others the task's id holds the moment it began.
    private static func duration(_ row: JSONObject) -> Duration? {
        let began = row.text("last-run-upid").flatMap(PBSTaskRow.began)
        let seconds = row.integer("duration") ?? row.integer("last-run-endtime").flatMap { end in began.map { end - $0 } }
        return seconds.flatMap { (0...longestRun).contains($0) ? .seconds($0) : nil }
    }
}
