/// The server's own jobs with how their last run ended.
enum ServerJobEndpoints {
    static func collection(_ call: BackupServerCall) throws(APIRefusal) -> Payload { Payload(collection(of: try call.store(), call)) }

    static func collections(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let shown = call.world.datastores.filter { call.maySee($0) && (call.request.query["store"] ?? $0.name) == $0.name }
        return Payload(rows: shown.map { collection(of: $0, call) })
    }

    /// Figures are of the last run that ended well, the state is of the last run.
    private static func collection(of store: Datastore, _ call: BackupServerCall) -> String {
        var row = JSONObject()
        row.put("store", store.name)
        let figures = CollectionFigures(store, call)
        figures.putIdentity(into: &row)
        figures.put(into: &row)
        guard let job = call.world.jobs.first(where: { $0.kind == .collection && $0.store == store.name }) else { return row.json }
        row.put("schedule", job.schedule.text)
        row.put("next-run", job.schedule.next(after: Int(call.clock)))
        if let run = ServerRun.last(of: job, in: call.world, at: call.clock) {
            row.put("last-run-endtime", run.end)
            row.put("last-run-state", run.status)
            row.put("duration", job.duration)
        }
        return row.json
    }

    static func verifications(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        Payload(
            rows: jobs(.verification, call).map { job in
                var row = row(of: job, call)
                row.put("ns", "")
                row.put("ignore-verified", true)
                row.put("outdated-after", 30)
                return row.json
            })
    }

    static func prunes(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        Payload(
            rows: jobs(.prune, call).map { job in
                var row = row(of: job, call)
                row.put("keep-daily", ifPresent: job.keepDaily)
                return row.json
            })
    }

    /// Without a remote a job copies within the server. Jobs with a remote are seen by those who may see that remote.
    static func syncs(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        guard call.request.query["sync-direction"] != "push" else { return Payload("[]") }
        let shown = jobs(.sync, call).filter { job in job.remote.map { call.may("Remote.Audit", "/remote/\($0)") } ?? true }
        return Payload(
            rows: shown.map { job in
                var row = row(of: job, call)
                row.put("remote", ifPresent: job.remote)
                row.put("remote-store", BackupTarget.datastore)
                if job.remote == nil { row.put("ns", BackupContents.copies) }
                row.put("owner", "root@pam")
                row.put("remove-vanished", false)
                row.put("sync-direction", "pull")
                if job.remote == nil { row.put("transfer-last", 3) }
                return row.json
            })
    }

    private static func jobs(_ kind: BackupServerJob.Kind, _ call: BackupServerCall) -> [BackupServerJob] {
        call.world.jobs.filter { job in
            job.kind == kind && call.may(["Datastore.Audit", "Datastore.Modify", "Datastore.Verify"], "/datastore/\(job.store)")
                && (call.request.query["store"] ?? job.store) == job.store
        }
    }

    /// What has never run has no last run.
    private static func row(of job: BackupServerJob, _ call: BackupServerCall) -> JSONObject {
        var row = JSONObject()
        row.put("id", job.id)
        row.put("store", job.store)
        row.put("schedule", job.schedule.text)
        row.put("next-run", job.schedule.next(after: Int(call.clock)))
        if let run = ServerRun.last(of: job, in: call.world, at: call.clock) {
            row.put("last-run-state", run.status)
            row.put("last-run-upid", run.task(in: call.world).upid)
            row.put("last-run-endtime", run.end)
        }
        return row
    }

    static func remotes(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        Payload(
            rows: call.world.remotes.filter { call.may("Remote.Audit", "/remote/\($0.name)") }.map { remote in
                var row = JSONObject()
                row.put("name", remote.name)
                row.put("host", remote.host)
                row.put("auth-id", "sync@pbs!pull")
                return row.json
            })
    }

    static func traffic(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let night = Int(call.clock) % 86_400 < 4 * 3_600
        var row = JSONObject()
        row.put("name", "office-hours")
        row.put("comment", "leave something for the phones")
        row.put("network", json: JSONText.strings(["192.0.2.0/24"]))
        row.put("rate-in", "100 MB")
        row.put("burst-in", "200 MB")
        row.put("timeframe", json: JSONText.strings(["mon..fri 08:00-18:00"]))
        row.put("cur-rate-in", night ? 61_000_000 + Int(call.clock) % 7_000_000 : 0)
        row.put("cur-rate-out", 0)
        return Payload(rows: [row.json])
    }
}
