import PulseCore

/// `pbs`: a backup server that keeps what `home` backs up each night.
enum LabBackups {
    static let slug = SourceSlug(naming: "pbs", avoiding: [])
    static let fingerprint = "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99"
    /// `localhost` is what a backup server calls itself.
    private static let node = "localhost"

    static func build(_ world: inout World) {
        world.source(slug, .backupServer, "pbs", address: "https://192.0.2.20:8007", fingerprint: fingerprint)
        world.sources[slug]?.version = "4.0.14"
        machine(&world)
        datastore(&world, "main", 0.48, of: 12 * Size.tebi)
        datastore(&world, "archive", 0.35, of: 16 * Size.tebi)
        LabHardware.zfs(&world, slug, node, "backup", 0.48, of: 12 * Size.tebi)
        LabHardware.disk(&world, slug, node, "PB001", type: "hdd", osd: nil)
        ledger(&world)
        jobs(&world)
    }

    private static func machine(_ world: inout World) {
        LabCluster.node(&world, node, 9, in: slug, parent: nil)
        guard case .node(var facts)? = world.resources[.node(slug, node)]?.facts else { return }
        (facts.haState, facts.version) = (nil, "4.0.14")
        facts.name = "pbs"
        world.resources[.node(slug, node)]?.facts = .node(facts)
        world.resources[.node(slug, node)]?.name = "pbs"
    }

    private static func datastore(_ world: inout World, _ name: String, _ share: Double, of total: Double) {
        var facts = DatastoreFacts(name: name)
        (facts.mountStatus, facts.backend, facts.badChunks) = ("nonremovable", "filesystem", 0)
        (facts.groups, facts.snapshots) = (9, 63)
        facts.collectedAt = world.now.last(minute: 4 * 60)
        (facts.pendingBytes, facts.removedBytes) = (Int64(2 * Size.gibi), Int64(9 * Size.gibi))
        let id = ResourceID.datastore(slug, name)
        world.add(id, slug, name, parent: .node(slug, node), .available, .datastore(facts))
        world.space(id, share, of: total)
        world.figure(id, .dataLogical, share * total * 14, noise: 0.001)
        world.figure(id, .dataStored, share * total, noise: 0.001)
    }

    private static func ledger(_ world: inout World) {
        var ledger = SourceLedger()
        var own = LabClusterLedger.node(node, world)
        own.services.answered(["proxmox-backup", "proxmox-backup-proxy", "cron", "chrony", "ssh"].map(LabParts.service), at: world.told)
        own.certificates.answered([LabParts.certificate("proxy.pem", "pbs", world, fingerprint: fingerprint)], at: world.told)
        own.tasks.answered(tasks(world), at: world.told)
        own.replication = Told()
        ledger.nodes[node] = own
        ledger.archives[BackupPlace(.datastore(slug, "main"))] = Told(archives(world), at: world.told)
        ledger.archives[BackupPlace(.datastore(slug, "archive"))] = Told([], at: world.told)
        ledger.datastoreJobs.answered(["main", "archive"].flatMap { chores($0, world) }, at: world.told)
        ledger.traffic.answered([], at: world.told)
        (ledger.tapes, ledger.tapeDrives, ledger.tapeChangers) = (Told([], at: world.told), Told([], at: world.told), Told([], at: world.told))
        world.ledgers[slug] = ledger
    }

    private static func tasks(_ world: World) -> [TaskRecord] {
        (0..<5).flatMap { day in
            [("garbage_collection", 4), ("verificationjob", 5), ("prunejob", 3)].map { type, hour in
                LabParts.task(node, type, "main", world.now.last(minute: hour * 60) - .days(day), lasting: .minutes(25))
            }
        }
    }

    /// A week of nights; the template was backed up once.
    private static func archives(_ world: World) -> [BackupArchive] {
        let nights = backedUp.enumerated().flatMap { index, guest in
            (0..<7).reversed().map { day in
                archive(guest.type, guest.vmid, guest.name, world.now.last(minute: 60 + index * 4) - .days(day), world)
            }
        }
        return nights + [archive(.qemu, 900, "debian-12", world.start - .days(40), world)]
    }

    /// The job takes the stopped one too.
    private static var backedUp: [LabCluster.Guest] {
        LabCluster.guests + [LabCluster.Guest(vmid: 108, name: "old-web", type: .qemu, node: "pve3", storage: "ceph-vm")]
    }

    private static func archive(_ type: GuestType, _ vmid: Int, _ name: String, _ at: Timestamp, _ world: World) -> BackupArchive {
        var archive = BackupArchive(type: type == .qemu ? .machine : .container, backupID: "\(vmid)", at: Timestamp(seconds: at.seconds))
        (archive.size, archive.owner, archive.note) = (Int64(30 * Size.gibi), "pulse@pbs", name)
        (archive.isProtected, archive.isEncrypted) = (false, false)
        archive.verification = world.now.since(at) > .hours(6) ? .verified : nil
        return archive
    }

    private static func chores(_ store: String, _ world: World) -> [DatastoreJob] {
        [(DatastoreJob.Kind.garbageCollection, 4), (.verify, 5), (.prune, 3)].map { kind, hour in
            var job = DatastoreJob(kind: kind, id: kind == .garbageCollection ? store : "\(kind.rawValue)-\(store)", datastore: store)
            let ran = world.now.last(minute: hour * 60)
            (job.schedule, job.nextRun) = ("0\(hour):00", ran + .days(1))
            (job.lastRunEndedAt, job.lastOutcome, job.lastDuration) = (ran + .minutes(25), .succeeded, .minutes(25))
            return job
        }
    }

    /// The job of `home` that writes here, with every disk of its guests.
    private static func jobs(_ world: inout World) {
        let home = LabCluster.slug
        var job = BackupJob(id: "backup-nightly", isEnabled: true, selection: .all(except: [900]))
        (job.schedule, job.storage, job.mode) = ("01:00", "pbs", "snapshot")
        job.nextRun = world.now.last(minute: 60) + .days(1)
        job.coverage = backedUp.map { guest in
            var volume = GuestCoverage.Volume(name: guest.disk.name, isIncluded: true)
            volume.volume = guest.disk.volume
            volume.reason = guest.type == .qemu ? "enabled" : "rootfs"
            return GuestCoverage(vmid: guest.vmid, volumes: [volume])
        }
        let told = world.told
        world.ledgers[home]?.jobs = Told([job], at: told)
        var target = BackupTarget(storage: .storage(home, "pbs", node: nil))
        (target.server, target.port, target.fingerprint, target.datastore) = ("192.0.2.20", 8007, fingerprint, "main")
        world.ledgers[home]?.targets = [target]
        world.ledgers[home]?.archives[BackupPlace(.storage(home, "nas", node: nil))] = Told([], at: told)
    }
}
