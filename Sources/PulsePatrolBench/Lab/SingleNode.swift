import PulseCore

/// `solo`: one machine with Proxmox VE, three guests and a disk for backups; no cluster, no Ceph, no backup server.
enum SingleNode {
    static let slug = SourceSlug(naming: "solo", avoiding: [])
    private static let node = "pve"

    static func build(_ world: inout World) {
        world.source(slug, .proxmoxVE, "solo", address: "https://192.0.2.70:8006", node: node)
        world.sources[slug]?.version = "9.0.5"
        world.add(.cluster(slug), slug, "pve", .online, .cluster(ClusterFacts(quorate: true, nodesOnline: 1, nodesTotal: 1)))
        LabCluster.node(&world, node, 60, in: slug)
        let guests = [
            LabCluster.Guest(vmid: 200, name: "home-assistant", type: .qemu, node: node, storage: "local-lvm"),
            LabCluster.Guest(vmid: 201, name: "pihole", type: .lxc, node: node, storage: "local-lvm", size: 8 * Size.gibi, memory: Size.gibi),
            LabCluster.Guest(vmid: 202, name: "plex", type: .lxc, node: node, storage: "local-lvm", size: 16 * Size.gibi),
        ]
        for guest in guests { LabCluster.add(&world, guest, hasCeph: false, in: slug) }
        LabStorages.add(&world, "local", "dir", node: node, content: ["iso", "vztmpl"], 0.31, of: 94 * Size.gibi, in: slug, nodes: [node])
        LabStorages.add(
            &world, "local-lvm", "lvmthin", node: node, content: ["images", "rootdir"], 0.5, of: 0.8 * Size.tebi, in: slug, nodes: [node])
        LabStorages.add(&world, "usb", "dir", node: node, content: ["backup"], 0.44, of: 3.6 * Size.tebi, in: slug, nodes: [node])
        LabHardware.thin(&world, node, in: slug)
        LabHardware.disk(&world, slug, node, "SOLO01", type: "nvme", osd: nil)
        ledger(&world, guests)
    }

    private static func ledger(_ world: inout World, _ guests: [LabCluster.Guest]) {
        var ledger = SourceLedger()
        ledger.nodes[node] = LabClusterLedger.node(node, world)
        ledger.snapshots = Dictionary(uniqueKeysWithValues: guests.map { ($0.vmid, Told([], at: world.told)) })
        ledger.ceph.answered(nil, at: world.told)
        ledger.highAvailability.answered(HighAvailability(), at: world.told)
        var job = BackupJob(id: "backup-solo", isEnabled: true, selection: .all(except: []))
        (job.schedule, job.storage, job.mode, job.nextRun) = ("01:00", "usb", "snapshot", world.now.last(minute: 60) + .days(1))
        job.coverage = guests.map { GuestCoverage(vmid: $0.vmid, volumes: [GuestCoverage.Volume(name: "rootfs", isIncluded: true)]) }
        ledger.jobs.answered([job], at: world.told)
        ledger.archives[BackupPlace(.storage(slug, "usb", node: node))] = Told(guests.flatMap { archives($0, world) }, at: world.told)
        world.ledgers[slug] = ledger
    }

    private static func archives(_ guest: LabCluster.Guest, _ world: World) -> [BackupArchive] {
        (0..<4).reversed().map { day in
            let at = world.now.last(minute: 60 + guest.vmid % 10 * 5) - .days(day)
            var archive = BackupArchive(type: guest.type == .qemu ? .machine : .container, backupID: "\(guest.vmid)", at: at)
            (archive.size, archive.note) = (Int64(9 * Size.gibi), guest.name)
            archive.volume = "usb:backup/vzdump-\(guest.type.rawValue)-\(guest.vmid)-\(at.seconds).vma.zst"
            return archive
        }
    }
}
