import PulseCore

/// The replication of guests' disks as Pulse v5 lists it. Who sees a part is not told where it goes and what went wrong.
struct V5ReplicationJobs {
    let view: BackupView

    func write(into json: inout JSONWriter) {
        json.array(rows) { json, row in row.write(into: &json) }
    }

    private var rows: [Row] {
        view.ledger.sources.sorted { $0.key < $1.key }.flatMap { source, ledger in
            ledger.nodes.sorted { $0.key < $1.key }.flatMap { node, said in
                let isShown = view.showsAll(of: source) || view.shows(.node(source, node))
                let jobs = (said.replication.value ?? []).filter { _ in isShown }
                return jobs.filter { view.showsAll(of: source) || view.shows(guest: $0.vmid, of: source) }.map { job in
                    Row(
                        job: job, node: node, instance: view.instance(source),
                        guest: view.fleet.resources[.guest(source, vmid: job.vmid)], at: said.replication.at,
                        isFull: view.showsAll(of: source))
                }
            }
        }
    }

    private struct Row {
        let job: ReplicationJob
        let node: String
        let instance: String
        let guest: Resource?
        let at: Timestamp?
        let isFull: Bool

        func write(into json: inout JSONWriter) {
            json.object { json in
                identity(&json)
                schedule(&json)
                outcome(&json)
                if isFull, let comment = job.comment { json.name("comment"); json.string(comment) }
                json.name("polledAt"); json.integer(at?.milliseconds)
            }
        }

        private func identity(_ json: inout JSONWriter) {
            json.name("id"); json.string("\(instance)-\(job.id)")
            json.name("instance"); json.string(instance)
            json.name("jobId"); json.string(job.id)
            json.name("jobNumber"); json.integer(job.id.split(separator: "-").last.flatMap { Int($0) })
            json.name("guest"); json.string("\(job.vmid)")
            json.name("guestId"); json.integer(job.vmid)
            json.name("guestName"); json.string(guest?.name)
            if case .guest(let facts)? = guest?.facts {
                json.name("guestType"); json.string(facts.type.rawValue)
                json.name("guestNode"); json.string(facts.node)
            }
            json.name("sourceNode"); json.string(node)
            json.name("targetNode"); json.string(isFull ? job.target : nil)
        }

        private func schedule(_ json: inout JSONWriter) {
            json.name("schedule"); json.string(job.schedule)
            json.name("type"); json.string("local")
            json.name("enabled"); json.bool(job.isEnabled)
            json.name("nextSyncTime"); json.integer(job.nextSync?.milliseconds)
            json.name("nextSyncUnix"); json.integer(job.nextSync?.seconds)
        }

        private func outcome(_ json: inout JSONWriter) {
            let hasFailed = job.error != nil || (job.failures ?? 0) > 0
            let state = hasFailed ? "error" : job.lastSync == nil ? nil : "idle"
            json.name("state"); json.string(state)
            json.name("status"); json.string(state)
            json.name("lastSyncStatus"); json.string(hasFailed ? "error" : job.lastSync == nil ? nil : "ok")
            json.name("lastSyncTime"); json.integer(job.lastSync?.milliseconds)
            json.name("lastSyncUnix"); json.integer(job.lastSync?.seconds)
            for (seconds, words) in [("lastSyncDurationSeconds", "lastSyncDurationHuman"), ("durationSeconds", "durationHuman")] {
                json.name(data: seconds); json.integer(job.duration.map { Int64($0.asSeconds.rounded()) })
                json.name(data: words); json.string(job.duration.map(Self.clock))
            }
            json.name("failCount"); json.integer(job.failures)
            if let error = job.error { json.name("error"); json.string(isFull ? error : "failed") }
        }

        /// `00:03:39`
        private static func clock(_ duration: Duration) -> String {
            let seconds = max(0, Int64(duration.asSeconds.rounded()))
            return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        }
    }
}
