import PulseCore

/// Backup servers as Pulse v5 lists them, of which the reader sees everything; what is not known is null.
struct V5BackupServers {
    let view: BackupView

    func write() -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("instances"); write(into: &json)
        }
        return json.bytes
    }

    func write(into json: inout JSONWriter) {
        let servers = view.fleet.sources.values.filter { $0.kind == .backupServer && view.showsAll(of: $0.source) }
        json.array(servers.sorted { $0.source < $1.source }) { instance($1, &$0) }
    }

    private func instance(_ report: SourceReport, _ json: inout JSONWriter) {
        let node = view.fleet.sorted([.node]).first { $0.source == report.source }
        let memory = V5Space(node?.current(.memoryUsed), node?.current(.memoryTotal))
        json.object { json in
            json.name("id"); json.string("pbs-\(report.name)")
            json.name("name"); json.string(report.name)
            json.name("host"); json.string(report.endpoints.first?.address)
            json.name("status"); json.string(report.isAnswering ? "online" : "offline")
            json.name("version"); json.string(report.version)
            json.name("cpu"); json.number(node?.current(.cpu).map { $0 * 100 })
            json.name("memory"); json.number(memory.percent)
            json.name("memoryUsed"); json.number(memory.used)
            json.name("memoryTotal"); json.number(memory.total)
            json.name("uptime"); json.integer(Self.uptime(of: node))
            json.name("datastores"); json.array(view.fleet.sorted([.datastore]).filter { $0.source == report.source }) { datastore($1, &$0) }
            // Backups are made by Proxmox VE, whose jobs these are not.
            json.name("backupJobs"); json.array([Int]()) { $0.integer($1) }
            jobs(of: report.source, &json)
            json.name("connectionHealth"); json.string(report.condition == .reachable ? "healthy" : report.condition.name)
            json.name("lastSeen"); json.time(report.lastAnswerAt)
        }
    }

    private static func uptime(of node: Resource?) -> Int64? {
        guard let node, case .node(let facts) = node.facts else { return nil }
        return node.uptime(since: facts.startedAt)
    }

    private func jobs(of source: SourceSlug, _ json: inout JSONWriter) {
        let jobs = view.ledger.sources[source]?.datastoreJobs.value ?? []
        for (name, kind, last) in [
            ("syncJobs", DatastoreJob.Kind.sync, "lastSync"), ("verifyJobs", .verify, "lastVerify"), ("pruneJobs", .prune, "lastPrune"),
            ("garbageJobs", .garbageCollection, "lastGarbage"),
        ] {
            json.name(data: name)
            json.array(jobs.filter { $0.kind == kind }) { $1.writeV5(lastRun: last, into: &$0) }
        }
    }

    private func datastore(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .datastore(let facts) = resource.facts else { return }
        json.object { json in
            json.name("name"); json.string(resource.name)
            V5Space(of: resource).writeMembers(into: &json)
            json.name("status"); json.string(resource.state.status.rawValue)
            if let error = facts.error { json.name("error"); json.string(error) }
            json.name("namespaces"); json.array(namespaces(of: resource)) { namespace($1, &$0) }
            json.name("deduplicationFactor"); json.number(Self.factor(resource))
        }
    }

    private func namespaces(of datastore: Resource) -> [String] {
        (view.ledger.sources[datastore.source]?.archives.keys.filter { $0.resource == datastore.id }.map(\.namespace) ?? []).sorted()
    }

    private func namespace(_ path: String, _ json: inout JSONWriter) {
        let parts = path.split(separator: "/")
        json.object { json in
            json.name("path"); json.string(path)
            if !parts.isEmpty { json.name("parent"); json.string(parts.dropLast().joined(separator: "/")) }
            json.name("depth"); json.integer(parts.count)
        }
    }

    private static func factor(_ datastore: Resource) -> Double? {
        guard let logical = datastore.current(.dataLogical), let stored = datastore.current(.dataStored), stored > 0 else { return nil }
        return logical / stored
    }
}

extension DatastoreJob {
    fileprivate func writeV5(lastRun name: String, into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(id)
            json.name("store"); json.string(datastore)
            if kind == .sync { json.name("remote"); json.string(remote) }
            json.name("status"); json.string(lastOutcome?.word)
            json.name(data: name); json.time(lastRunEndedAt)
            json.name("nextRun"); json.time(nextRun)
            if case .failed(let error)? = lastOutcome { json.name("error"); json.string(error) }
        }
    }
}
