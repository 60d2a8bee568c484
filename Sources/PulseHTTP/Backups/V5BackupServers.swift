import PulseAccess
import PulseCore

/// Backup servers as Pulse v5 lists them, of which the reader sees everything; what is not known is null.
struct V5BackupServers {
    let view: BackupView

    func write() -> [UInt8] {
        let servers = view.fleet.sources.values.filter { $0.kind == .backupServer && view.showsAll(of: $0.source) }
        var json = JSONWriter()
        json.object { json in
            json.name("instances"); json.array(servers.sorted { $0.source < $1.source }) { instance($1, &$0) }
        }
        return json.bytes
    }

    private func instance(_ report: SourceReport, _ json: inout JSONWriter) {
        let node = view.fleet.sorted([.node]).first { $0.source == report.source }
        let used = Self.value(node, .memoryUsed)
        let total = Self.value(node, .memoryTotal)
        json.object { json in
            json.name("id"); json.string("pbs-\(report.name)")
            json.name("name"); json.string(report.name)
            json.name("host"); json.string(report.endpoints.first?.address ?? "")
            json.name("status"); json.string(report.condition == .reachable || report.condition == .degraded ? "online" : "offline")
            json.name("version"); json.string(report.version ?? "")
            json.name("cpu"); json.number(Self.value(node, .cpu).map { $0 * 100 })
            json.name("memory"); json.number(Self.percent(used, of: total))
            json.name("memoryUsed"); json.number(used)
            json.name("memoryTotal"); json.number(total)
            json.name("uptime"); json.number(Self.value(node, .uptime))
            json.name("datastores"); json.array(view.fleet.sorted([.datastore]).filter { $0.source == report.source }) { datastore($1, &$0) }
            // Backups are made by Proxmox VE, whose jobs these are not.
            json.name("backupJobs"); json.array([Int]()) { $0.integer($1) }
            jobs(of: report.source, &json)
            json.name("connectionHealth"); json.string(report.condition == .reachable ? "healthy" : report.condition.name)
            json.name("lastSeen"); json.time(report.lastAnswerAt)
        }
    }

    private func jobs(of source: SourceSlug, _ json: inout JSONWriter) {
        let jobs = view.ledger.sources[source]?.datastoreJobs.value ?? []
        for (name, kind, last) in [
            ("syncJobs", DatastoreJob.Kind.sync, "lastSync"), ("verifyJobs", .verify, "lastVerify"), ("pruneJobs", .prune, "lastPrune"),
            ("garbageJobs", .garbageCollection, "lastGarbage"),
        ] {
            json.name(data: name)
            json.array(jobs.filter { $0.kind == kind }) { json, job in
                json.object { json in
                    json.name("id"); json.string(job.id)
                    json.name("store"); json.string(job.datastore)
                    if kind == .sync { json.name("remote"); json.string(job.remote) }
                    json.name("status"); json.string(job.lastOutcome?.word)
                    json.name(data: last); json.time(job.lastRunEndedAt)
                    json.name("nextRun"); json.time(job.nextRun)
                    if case .failed(let error)? = job.lastOutcome { json.name("error"); json.string(error) }
                }
            }
        }
    }

    private func datastore(_ resource: Resource, _ json: inout JSONWriter) {
        let used = Self.value(resource, .diskUsed)
        let total = Self.value(resource, .diskTotal)
        json.object { json in
            json.name("name"); json.string(resource.name)
            json.name("total"); json.number(total)
            json.name("used"); json.number(used)
            json.name("free"); json.number(used.flatMap { used in total.map { max(0, $0 - used) } })
            json.name("usage"); json.number(Self.percent(used, of: total))
            json.name("status"); json.string(resource.state.status.rawValue)
        }
    }

    /// Only what is true now.
    private static func value(_ resource: Resource?, _ metric: Metric) -> Double? {
        resource?.metrics[metric].flatMap { $0.isCurrent ? $0.value : nil }
    }

    private static func percent(_ part: Double?, of whole: Double?) -> Double? {
        guard let part, let whole, whole > 0 else { return nil }
        return part / whole * 100
    }
}
