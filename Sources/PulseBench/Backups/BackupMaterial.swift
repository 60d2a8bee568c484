import PulseCore
import PulseEvaluation

/// A seeded estate: four clusters with a namespace each on four backup servers, a nightly job, forty nights.
struct BackupMaterial {
    let now = Timestamp(seconds: 1_790_000_000)
    private(set) var fleet: Fleet
    private(set) var ledger: Ledger
    private(set) var archives = 0

    private static let clusters = 4
    private static let guests = 1250
    private static let nights = 40

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 26)
        var resources: [ResourceID: Resource] = [:]
        var reports: [SourceSlug: SourceReport] = [:]
        var ledgers: [SourceSlug: SourceLedger] = [:]
        for number in 0..<Self.clusters {
            let cluster = SourceSlug(naming: "cluster \(number)", avoiding: [])
            let server = SourceSlug(naming: "pbs \(number)", avoiding: [])
            reports[cluster] = Self.report(cluster, .proxmoxVE, now)
            reports[server] = Self.report(server, .backupServer, now)
            let storage = ResourceID.storage(cluster, "pbs-main", node: nil)
            let listed = Self.listing(number, now, &random)
            archives += listed.count
            for (id, resource) in Self.resources(cluster, server, storage, now) { resources[id] = resource }
            ledgers[cluster] = Self.cluster(storage, "\(server).example", listed, now)
            var own = SourceLedger()
            own.archives[BackupPlace(.datastore(server, "main"), namespace: "")] = Told(listed, at: now)
            own.datastoreJobs = Told([], at: now)
            ledgers[server] = own
        }
        fleet = Fleet(sequence: 1, at: now, resources: resources, sources: reports)
        ledger = Ledger(ledgers)
    }

    private static func report(_ source: SourceSlug, _ kind: SourceKind, _ now: Timestamp) -> SourceReport {
        SourceReport(
            source: source, kind: kind, name: source.description, condition: .reachable,
            endpoints: [EndpointReport(address: "https://\(source).example:8007")], lastAnswerAt: now, interval: .seconds(10))
    }

    private static func resources(_ cluster: SourceSlug, _ server: SourceSlug, _ storage: ResourceID, _ now: Timestamp) -> [ResourceID: Resource] {
        var resources: [ResourceID: Resource] = [:]
        func add(_ id: ResourceID, _ source: SourceSlug, _ name: String, _ facts: Facts) {
            resources[id] = Resource(id: id, source: source, name: name, parent: nil, state: ResourceState(.running), facts: facts, lastSeen: now)
        }
        for index in 0..<guests {
            let type: GuestType = index % 3 == 0 ? .lxc : .qemu
            add(
                .guest(cluster, vmid: 100 + index), cluster, "guest-\(index)",
                .guest(GuestFacts(type: type, vmid: 100 + index, node: "pve-\(index % 15)")))
        }
        var facts = StorageFacts(name: "pbs-main", shared: true, nodes: [])
        (facts.content, facts.type) = (["backup"], "pbs")
        add(storage, cluster, "pbs-main", .storage(facts))
        add(.datastore(server, "main"), server, "main", .datastore(DatastoreFacts(name: "main")))
        return resources
    }

    private static func cluster(_ storage: ResourceID, _ server: String, _ listed: [BackupArchive], _ now: Timestamp) -> SourceLedger {
        var ledger = SourceLedger()
        var target = BackupTarget(storage: storage)
        (target.server, target.datastore) = (server, "main")
        ledger.targets = [target]
        ledger.archives[BackupPlace(storage)] = Told(listed, at: now)
        var job = BackupJob(id: "nightly", isEnabled: true, selection: .all(except: []))
        (job.schedule, job.storage) = ("02:30", "pbs-main")
        ledger.jobs = Told([job], at: now)
        return ledger
    }

    /// Two guests in a hundred are gone, so that there are orphans.
    private static func listing(_ number: Int, _ now: Timestamp, _ random: inout SeededRandom) -> [BackupArchive] {
        var listed: [BackupArchive] = []
        for index in 0..<guests {
            let type: BackupType = index % 3 == 0 ? .container : .machine
            let (id, note) = (String(100 + index + (random.chance(0.02) ? guests : 0)), "guest-\(index)")
            for night in 0..<nights {
                let at = Timestamp(seconds: now.seconds / 86_400 * 86_400 - Int64(night) * 86_400 + 9000 + Int64(random.whole(0...7200)))
                var archive = BackupArchive(type: type, backupID: id, at: at)
                (archive.size, archive.note, archive.owner) = (Int64(random.whole(1_000_000_000...90_000_000_000)), note, "backup@pbs")
                archive.verification = random.chance(0.8) ? .verified : random.chance(0.01) ? .failed : nil
                listed.append(archive)
            }
        }
        return listed
    }

    /// The ledgers with one more backup in one datastore, whose listing is a new one therefore.
    func withOneMore() -> Ledger {
        var changed = ledger
        guard let server = changed.sources.keys.sorted().last, let (place, told) = changed.sources[server]?.archives.first else { return changed }
        var list = told.value ?? []
        var archive = BackupArchive(type: .machine, backupID: "101", at: now)
        archive.size = 1
        list.append(archive)
        changed.sources[server]?.archives[place] = Told(list, at: now + .seconds(1))
        return changed
    }

    /// What reading every archive once takes, as the least that anything could; milliseconds.
    func scan(_ clock: ContinuousClock) -> Double {
        let began = clock.now
        var sum: Int64 = 0
        for told in ledger.sources.values.flatMap(\.archives.values) { for archive in told.value ?? [] { sum &+= archive.size ?? 0 } }
        let taken = (clock.now - began).asSeconds * 1000
        return sum == 0 ? 0 : taken
    }
}
