import PulseCore

/// The ledger of a backup server as its answers write it.
struct PBSLedgerBook: Sendable {
    let slug: SourceSlug
    private(set) var ledger = SourceLedger()
    /// By kind: they make one list of the ledger.
    private var jobs: [DatastoreJob.Kind: [DatastoreJob]] = [:]

    init(_ slug: SourceSlug) {
        self.slug = slug
    }

    var node: NodeLedger { ledger.nodes[PBSNormaliser.nodeName] ?? NodeLedger() }
    var verifications: [DatastoreJob] { jobs[.verify] ?? [] }

    mutating func changeNode(_ change: (inout NodeLedger) -> Void) {
        self.change { change(&$0.nodes[PBSNormaliser.nodeName, default: NodeLedger()]) }
    }

    mutating func change(_ change: (inout SourceLedger) -> Void) {
        change(&ledger)
        ledger.revision += 1
    }

    func key(_ place: PBSPlace) -> BackupPlace { BackupPlace(.datastore(slug, place.store), namespace: place.namespace) }

    /// The one that runs comes with the figures, the installed ones with the packages.
    mutating func set(kernel: String?, at now: Timestamp) {
        guard kernel != node.kernel.value?.running else { return }
        let state = PackageVersions.state(running: kernel, newestInstalled: node.kernel.value?.newestInstalled)
        changeNode { $0.kernel.answered(state, at: now) }
    }

    mutating func set(packages rows: [JSONObject], at now: Timestamp) {
        let found = PackageVersions.kernel(rows)
        let state = PackageVersions.state(running: found.running ?? node.kernel.value?.running, newestInstalled: found.newestInstalled)
        changeNode { $0.kernel.answered(state, at: now) }
    }

    mutating func set(jobs found: [DatastoreJob], kind: DatastoreJob.Kind, at now: Timestamp) {
        jobs[kind] = found
        let all = DatastoreJob.Kind.allCases.flatMap { jobs[$0] ?? [] }
        change { $0.datastoreJobs.answered(all, at: now) }
    }

    /// Logs that were read stay with their tasks.
    mutating func set(tasks found: [TaskRecord], at now: Timestamp) -> [TaskRecord] {
        let logs = Dictionary((node.tasks.value ?? []).compactMap { task in task.lastLines.map { (task.id, $0) } }, uniquingKeysWith: { $1 })
        var tasks = found
        for index in tasks.indices { tasks[index].lastLines = logs[tasks[index].id] }
        changeNode { $0.tasks.answered(tasks, at: now) }
        return tasks
    }

    mutating func set(log: [String], of id: String, at now: Timestamp) {
        guard var tasks = node.tasks.value, let index = tasks.firstIndex(where: { $0.id == id }) else { return }
        tasks[index].lastLines = log
        changeNode { $0.tasks.answered(tasks, at: $0.tasks.at ?? now) }
    }

    // MARK: Snapshots

    mutating func set(archives: [BackupArchive], of place: PBSPlace, at now: Timestamp) {
        let key = key(place)
        change { $0.archives[key, default: Told()].answered(archives, at: now) }
    }

    /// Changes a part of a listing; it is as old as it was.
    mutating func replace(_ group: PBSGroupName, in place: PBSPlace, by archives: [BackupArchive]) {
        let key = key(place)
        guard let told = ledger.archives[key], var all = told.value, let at = told.at else { return }
        all.replace(group, by: archives)
        change { $0.archives[key] = Told(all, at: at) }
    }

    mutating func forget(_ place: PBSPlace) {
        let key = key(place)
        change { $0.archives[key] = nil }
    }

    /// Why there is no answer, beside the last one.
    mutating func failed(_ call: PBSCall, _ problem: Problem) {
        switch call {
        case .tasks: changeNode { $0.tasks.failed(problem) }
        case .services: changeNode { $0.services.failed(problem) }
        case .certificates: changeNode { $0.certificates.failed(problem) }
        case .updates: changeNode { $0.updates.failed(problem) }
        case .versions: changeNode { $0.kernel.failed(problem) }
        case .disks: changeNode { $0.disks.failed(problem) }
        case .pools: changeNode { $0.pools.failed(problem) }
        case .subscription: changeNode { $0.subscription.failed(problem) }
        case .clock: changeNode { $0.clock.failed(problem) }
        case .traffic: change { $0.traffic.failed(problem) }
        case .tapeMedia: change { $0.tapes.failed(problem) }
        case .tapeDrives: change { $0.tapeDrives.failed(problem) }
        case .tapeChangers: change { $0.tapeChangers.failed(problem) }
        case .collections, .syncJobs, .verifyJobs, .pruneJobs, .tapeJobs: change { $0.datastoreJobs.failed(problem) }
        case .groups(let place), .snapshots(let place), .group(let place, _): failed(place, problem)
        case .namespaces(let store): failed(PBSPlace(store: store, namespace: ""), problem)
        case .datastores, .taskLog, .smart, .pool: break
        }
    }

    private mutating func failed(_ place: PBSPlace, _ problem: Problem) {
        let key = key(place)
        change { $0.archives[key, default: Told()].failed(problem) }
    }
}
