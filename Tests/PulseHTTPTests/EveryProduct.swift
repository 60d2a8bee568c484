import PulseCore

/// One source of each product with something in every list, for the shapes of Pulse v5.
enum EveryProduct {
    private static let now = TestServer.start
    private static let slug = TestServer.slug
    private static let vault = SourceSlug(naming: "vault", avoiding: [])
    private static let post = SourceSlug(naming: "post", avoiding: [])

    static var observations: [Observation] { [cluster(), backupServer(), mailGateway()] + EveryAgent.observations(at: now) }

    /// - Parameter archives: on the storage of the cluster.
    static func cluster(archives: Int = 1, revision: UInt64 = 2) -> Observation {
        let base = TestServer.observation(at: now)
        return Observation(
            source: slug, at: now, report: base.report, resources: base.resources + [disk, ceph, nas], completeKinds: base.completeKinds,
            ledger: clusterLedger(archives, revision))
    }

    private static var nas: ObservedResource {
        var facts = StorageFacts(name: "nas", shared: true, nodes: ["pve-1"])
        facts.type = "nfs"
        return ObservedResource(
            id: .storage(slug, "nas", node: nil), name: "nas", parent: .cluster(slug), status: .available, facts: .storage(facts))
    }

    private static var disk: ObservedResource {
        var facts = DiskFacts(node: "pve-1", device: "/dev/nvme0n1")
        (facts.model, facts.serial, facts.type, facts.size) = ("Fast 1 TB", "S1", "nvme", 1_000_000_000_000)
        (facts.health, facts.usage) = ("PASSED", "ZFS")
        var metrics = MetricTable()
        metrics[.wear] = .measured(0.25, at: now)
        metrics[.temperature] = .unknown(.noSensor)
        return ObservedResource(
            id: .disk(slug, node: "pve-1", "S1"), name: "Fast 1 TB", parent: .node(slug, "pve-1"), status: .online, facts: .disk(facts),
            metrics: metrics)
    }

    private static var ceph: ObservedResource {
        var facts = CephFacts()
        (facts.health, facts.osdsTotal, facts.osdsUp, facts.osdsIn) = ("HEALTH_WARN", 3, 2, 3)
        (facts.monitorsTotal, facts.monitorsInQuorum, facts.placementGroups) = (3, 3, 129)
        var metrics = MetricTable()
        metrics[.diskUsed] = .measured(25, at: now)
        metrics[.diskTotal] = .measured(100, at: now)
        return ObservedResource(
            id: .ceph(slug), name: "Ceph", parent: .cluster(slug), status: .degraded, facts: .ceph(facts), metrics: metrics)
    }

    private static func clusterLedger(_ archives: Int, _ revision: UInt64) -> SourceLedger {
        var ledger = TestServer.ledger(at: now)
        ledger.revision = revision
        let place = BackupPlace(.storage(slug, "nas", node: nil))
        ledger.archives[place] = Told(
            (0..<archives).map { number in
                var archive = BackupArchive(type: .machine, backupID: "101", at: now - .seconds(3600 * (number + 1)))
                (archive.size, archive.note, archive.verification, archive.isProtected) = (1_000_000, "web", .verified, false)
                archive.volume = "nas:backup/vzdump-qemu-101-2026_09_21-13_13_20.vma.zst"
                return archive
            }, at: now)
        var state = CephState(
            health: "HEALTH_WARN", checks: [CephCheck(code: "OSD_DOWN", severity: "HEALTH_WARN", message: "1 osds down")],
            monitors: ["pve-1": true])
        (state.fsid, state.managers) = ("f-1", 2)
        var pool = CephPool(name: "vms")
        (pool.id, pool.used, pool.usedShare) = (2, 20, 0.25)
        state.pools = [pool]
        ledger.ceph = Told(state, at: now)
        var job = ReplicationJob(id: "101-0", vmid: 101, target: "pve-2", isEnabled: true)
        (job.source, job.schedule, job.comment) = ("pve-1", "*/15", "twice")
        (job.lastSync, job.nextSync, job.duration, job.failures) = (now - .seconds(60), now + .seconds(840), .seconds(219), 1)
        job.error = "no route"
        ledger.nodes["pve-1"]?.replication = Told([job], at: now)
        ledger.snapshots[101] = Told([snapshot], at: now)
        return ledger
    }

    private static var snapshot: GuestSnapshot {
        var snapshot = GuestSnapshot(name: "before", at: now - .seconds(60))
        (snapshot.note, snapshot.parent, snapshot.includesMemory, snapshot.size) = ("before the update", "base", false, 4096)
        return snapshot
    }

    private static func report(_ source: SourceSlug, _ kind: SourceKind, _ name: String, port: Int) -> SourceReport {
        SourceReport(
            source: source, kind: kind, name: name, condition: .reachable,
            endpoints: [EndpointReport(address: "https://\(name.lowercased()):\(port)")], version: "4.2.6", lastAnswerAt: now, interval: .seconds(10))
    }

    private static func node(_ source: SourceSlug, _ path: String, _ name: String) -> ObservedResource {
        var facts = NodeFacts(name: name)
        (facts.startedAt, facts.loadAverage) = (now - .seconds(7200), [0.5, 0.4, 0.3])
        var metrics = MetricTable()
        metrics[.cpu] = .measured(0.25, at: now)
        metrics[.memoryUsed] = .measured(1, at: now)
        metrics[.memoryTotal] = .measured(4, at: now)
        return ObservedResource(id: .node(source, path), name: name, parent: nil, status: .online, facts: .node(facts), metrics: metrics)
    }

    private static func backupServer() -> Observation {
        var metrics = MetricTable()
        metrics[.diskUsed] = .measured(40, at: now)
        metrics[.diskTotal] = .measured(100, at: now)
        metrics[.dataLogical] = .measured(50, at: now)
        metrics[.dataStored] = .measured(10, at: now)
        let store = ObservedResource(
            id: .datastore(vault, "main"), name: "main", parent: .node(vault, "localhost"), status: .available,
            facts: .datastore(DatastoreFacts(name: "main")), metrics: metrics)
        var ledger = SourceLedger()
        ledger.revision = 1
        var archive = BackupArchive(type: .machine, backupID: "101", at: now - .seconds(1800))
        (archive.size, archive.verification, archive.isProtected) = (2_000_000, .verified, true)
        (archive.owner, archive.note) = ("pulse@pbs", "web")
        ledger.archives[BackupPlace(.datastore(vault, "main"), namespace: "lab/east")] = Told([archive], at: now)
        var job = DatastoreJob(kind: .verify, id: "v-1", datastore: "main")
        (job.lastRunEndedAt, job.lastOutcome) = (now - .seconds(60), .failed("bad chunk"))
        ledger.datastoreJobs = Told([job], at: now)
        return Observation(
            source: vault, at: now, report: report(vault, .backupServer, "Vault", port: 8007),
            resources: [node(vault, "localhost", "vault"), store], completeKinds: [.node, .datastore], ledger: ledger)
    }

    private static func mailGateway() -> Observation {
        var facts = MailFacts()
        (facts.nodesTotal, facts.nodesReachable, facts.spamQuarantine) = (1, 1, 19)
        let mail = ObservedResource(id: .mail(post), name: "Post", parent: nil, status: .online, facts: .mail(facts))
        var ledger = SourceLedger()
        ledger.revision = 1
        var deferred = MailQueue(name: "deferred", count: 3)
        deferred.oldest = now - .seconds(900)
        var record = MailNodeLedger()
        record.queues = Told(
            [MailQueue(name: "active", count: 1), deferred, MailQueue(name: "hold", count: 0), MailQueue(name: "incoming", count: 2)], at: now)
        record.backups = Told([MailBackup(file: "pmg-backup_2026_09_21.tgz", at: now - .seconds(86_400), size: 4096)], at: now)
        ledger.mailNodes["mx1"] = record
        var hour = MailHour(start: now - .seconds(3600), incoming: 50, outgoing: 20, spam: 10, virus: 1)
        (hour.outgoingSpam, hour.outgoingVirus, hour.listed, hour.preGreeted) = (1, 0, 5, 4)
        ledger.mailHours = Told([hour], at: now)
        return Observation(
            source: post, at: now, report: report(post, .mailGateway, "Post", port: 8006), resources: [mail, node(post, "mx1", "mx1")],
            completeKinds: [.node, .mail], ledger: ledger)
    }
}
