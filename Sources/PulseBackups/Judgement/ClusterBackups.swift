import PulseCore

/// What all guests of one cluster share: its jobs, its tasks, and the places that can't be read.
struct ClusterBackups {
    private let jobs: JobTable
    private let tasks: TaskIndex
    private let hidden: HiddenReasons
    private let places: Int
    private let snapshots: [Int: Told<[GuestSnapshot]>]
    private let limits: BackupLimits
    private let now: Timestamp

    init(
        _ cluster: SourceSlug, fleet: Fleet, ledger: Ledger, table: LocationTable, listings: [PlaceIndex], tasks: TaskIndex, limits: BackupLimits,
        at now: Timestamp
    ) {
        let said = ledger.sources[cluster]
        let storages = fleet.resources.values.filter { $0.source == cluster && $0.id.kind == .storage }
        jobs = JobTable(said, limits: limits, at: now)
        self.tasks = tasks
        let context = ListingContext(fleet: fleet, ledger: ledger, limits: limits, now: now)
        hidden = HiddenReasons(
            context.unnamed(in: cluster, hasStorages: !storages.isEmpty) + table.hidden(for: cluster, listings) + Self.unseen(jobs, storages),
            at: now)
        places = table.ofCluster[cluster]?.count ?? 0
        snapshots = said?.snapshots ?? [:]
        (self.limits, self.now) = (limits, now)
    }

    /// Storages that jobs write to and nobody shows.
    private static func unseen(_ jobs: JobTable, _ storages: [Resource]) -> [HiddenPlace] {
        var known = Set(storages.map(\.name))
        for storage in storages { if case .storage(let facts) = storage.facts { known.insert(facts.name) } }
        let wanted = Set(jobs.rows.filter { $0.job.isEnabled }.compactMap(\.job.storage)).subtracting(known)
        return wanted.sorted().map { name in
            let problem = Problem(
                code: "storage_unseen", sentence: "the storage \(name.printable(limit: 80)), which a job writes to, is not visible",
                nextStep: "Give Pulse's token Datastore.Audit on /storage/\(name.printable(limit: 80)).")
            return HiddenPlace(places: [], problem: problem, lastRead: nil)
        }
    }

    func row(
        _ guest: GuestDirectory.Guest, _ points: GuestPoints, ambiguous: (count: Int, newest: Int64)?, former: Int, firstSeen: Timestamp?,
        maintenance: [ResourceID: String]
    ) -> GuestBackups {
        let evidence = GuestEvidence(
            guest: guest, points: points, jobs: jobs.covering(guest), jobsProblem: jobs.problem, hidden: hidden, tasks: tasks, ambiguous: ambiguous,
            former: former, since: tasks.madeAt[guest.facts.vmid] ?? firstSeen, maintenance: maintenance, places: places, limits: limits, now: now)
        var row = GuestJudge(evidence).row
        row.snapshots = snapshots[guest.facts.vmid]?.value.map { SnapshotSummary(count: $0.count, oldest: $0.compactMap(\.at).min()) }
        return row
    }

    func failures(of vmid: Int) -> [FailedTask] {
        tasks.failures(of: vmid).map { mention in
            if case .failed(let error) = mention.outcome {
                FailedTask(task: mention.task, error: error)
            } else {
                FailedTask(task: mention.task, error: "")
            }
        }
    }
}
