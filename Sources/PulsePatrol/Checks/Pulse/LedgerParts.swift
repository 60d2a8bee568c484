import PulseCore

/// The lists of a ledger, with when they were last told and what stood in the way since.
struct LedgerParts {
    struct Part {
        let name: String
        let at: Timestamp?
        let problem: Problem?

        init<Value>(_ name: String, _ told: Told<Value>) { (self.name, at, problem) = (name, told.at, told.problem) }
    }

    static let explained: Set<String> = ["privilege_missing", "unsupported", "node_offline", Problem.inPart]
    let parts: [Part]

    init(_ ledger: SourceLedger) {
        let whole = [
            Part("backup jobs", ledger.jobs), Part("jobs of datastores", ledger.datastoreJobs), Part("tapes", ledger.tapes),
            Part("facts of high availability", ledger.highAvailability), Part("facts of Ceph", ledger.ceph), Part("hours of mail", ledger.mailHours),
            Part("quarantines", ledger.quarantines),
        ]
        let nodes = ledger.nodes.sorted { $0.key < $1.key }.flatMap { name, node in
            [
                Part("tasks of \(name)", node.tasks), Part("services of \(name)", node.services), Part("certificates of \(name)", node.certificates),
                Part("updates of \(name)", node.updates), Part("replication jobs of \(name)", node.replication), Part("pools of \(name)", node.pools),
                Part("disks of \(name)", node.disks),
            ]
        }
        let archives = ledger.archives.map { Part("backups on \($0.key.resource) \($0.key.namespace)", $0.value) }.sorted { $0.name < $1.name }
        parts = whole + nodes + archives
    }
}
