import PulseCore

/// What `home` says beside figures: its nodes' tasks and services, backups, replication, high availability, Ceph.
enum LabClusterLedger {
    private static let slug = LabCluster.slug

    static func build(_ world: inout World, hasCeph: Bool) {
        var ledger = SourceLedger()
        for node in LabCluster.nodes { ledger.nodes[node] = self.node(node, world) }
        ledger.nodes["pve1"]?.replication.answered([replication(world)], at: world.told)
        ledger.snapshots = Dictionary(uniqueKeysWithValues: (LabCluster.guests.map(\.vmid) + [108, 900]).map { ($0, Told([], at: world.told)) })
        ledger.snapshots[100] = Told([GuestSnapshot(name: "before-update", at: world.now - .days(2))], at: world.told)
        ledger.highAvailability.answered(highAvailability, at: world.told)
        ledger.ceph.answered(hasCeph ? ceph : nil, at: world.told)
        world.ledgers[slug] = ledger
    }

    static func node(_ name: String, _ world: World) -> NodeLedger {
        var ledger = NodeLedger()
        ledger.tasks.answered(tasks(name, world), at: world.told)
        ledger.services.answered(
            ["pve-cluster", "pvedaemon", "pveproxy", "pvestatd", "corosync", "cron", "chrony", "ssh"].map(LabParts.service), at: world.told)
        ledger.certificates.answered([LabParts.certificate("pve-ssl.pem", name, world)], at: world.told)
        ledger.updates.answered([], at: world.told)
        ledger.kernel.answered(KernelState(running: "6.14.11-2-pve", newestInstalled: "6.14.11-2-pve", isRebootDue: false), at: world.told)
        ledger.subscription.answered(Subscription(status: "notfound"), at: world.told)
        ledger.clock.answered(ClockSkew(ahead: .milliseconds(12), uncertainty: .milliseconds(20)), at: world.told)
        ledger.replication.answered([], at: world.told)
        ledger.pools.answered(name == "pve1" ? 2 : 1, at: world.told)
        ledger.disks.answered(3, at: world.told)
        return ledger
    }

    private static func tasks(_ node: String, _ world: World) -> [TaskRecord] {
        let night = world.now.last(minute: 60)
        return (0..<7).flatMap { day -> [TaskRecord] in
            let began = night - .days(day)
            var backup = LabParts.task(node, "vzdump", nil, began, lasting: .minutes(40))
            backup.guests = LabCluster.guests.filter { $0.node == node }.map { TaskRecord.GuestResult(vmid: $0.vmid, outcome: .succeeded) }
            return [backup, LabParts.task(node, "aptupdate", nil, began + .hours(3), lasting: .seconds(8))]
        }
    }

    private static func replication(_ world: World) -> ReplicationJob {
        var job = ReplicationJob(id: "104-0", vmid: 104, target: "pve2", isEnabled: true)
        (job.source, job.schedule, job.failures, job.duration) = ("pve1", "*/15", 0, .seconds(6))
        (job.lastSync, job.lastTry, job.nextSync) = (world.now - .minutes(7), world.now - .minutes(7), world.now + .minutes(8))
        return job
    }

    private static var highAvailability: HighAvailability {
        var state = HighAvailability(nodes: ["pve1": "active", "pve2": "active", "pve3": "idle"])
        (state.isQuorate, state.manager, state.managerStatus) = (true, "pve1", "active")
        var resource = HAResource(id: "vm:101")
        (resource.node, resource.state, resource.requestedState, resource.maximumRestarts) = ("pve1", "started", "started", 1)
        state.resources = [resource]
        return state
    }

    private static var ceph: CephState {
        var state = CephState(
            health: "HEALTH_OK", monitors: ["pve1": true, "pve2": true, "pve3": true], placementGroups: ["active+clean": 129])
        (state.fsid, state.managers, state.flags) = ("0a0a0a0a-0000-4000-8000-000000000001", 2, [])
        state.osds = (0..<6).map { number in
            var osd = CephOSD(id: number)
            (osd.host, osd.deviceClass, osd.isUp, osd.isIn) = (LabCluster.nodes[number / 2], number % 2 == 0 ? "ssd" : "hdd", true, true)
            (osd.used, osd.total, osd.commitLatency) = (Int64(0.4 * 2 * Size.tebi), Int64(2 * Size.tebi), .milliseconds(4))
            return osd
        }
        state.pools = [("ceph-vm", 2, 0.4), (".mgr", 1, 0.001)].map { name, number, share in
            var pool = CephPool(name: name)
            (pool.id, pool.size, pool.minimumSize, pool.placementGroups) = (number, 3, 2, name == ".mgr" ? 1 : 128)
            (pool.used, pool.usedShare, pool.type) = (Int64(share * 4 * Size.tebi), share, "replicated")
            return pool
        }
        return state
    }
}
