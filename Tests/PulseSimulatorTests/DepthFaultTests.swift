import PulseSimulator
import Testing

/// Every fault of backups, hardware, Ceph and HA can be seen by a client.
@Suite(.timeLimit(.minutes(5)))
struct DepthFaultTests {
    private static let job = "backup-1f0c7d2a-91e4"

    @Test("a guest that cannot be saved is an error in the log of the run and has no new archive, on either side")
    func backupFails() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let view = View(estate)
            let vmid = view.cluster.vmids[0]
            func newest() async throws -> Int? {
                let rows = try await estate.backupServers[0].get("/admin/datastore/main/groups").data().rows
                return rows.first { $0["backup-id"] == .string(String(vmid)) }?["last-backup"]?.whole
            }
            let before = try await newest()
            try await estate.apply(.backupFails(vmid: vmid, .noSpace))
            try await estate.apply(.backupRuns(job: Self.job))
            estate.advance(by: .seconds(3_600))
            #expect(try await newest() == before)
            let guest = try await view.data("/cluster/resources?type=vm").rows.first { $0["vmid"] == .integer(vmid) }
            let node = guest?["node"]?.text ?? ""
            let task = try #require(try await view.data("/nodes/\(node)/tasks?typefilter=vzdump").rows.first)
            #expect(task["status"] == .string("job errors"))
            let upid = (task["upid"]?.text ?? "").replacing(":", with: "%3A").replacing("@", with: "%40")
            let log = try await view.data("/nodes/\(node)/tasks/\(upid)/log?limit=0").rows.compactMap { $0["t"]?.text }
            #expect(log.contains { $0.hasPrefix("ERROR: Backup of VM \(vmid) failed - ") && $0.contains("ENOSPC") })
            try await estate.apply(.backupWorks(vmid: vmid))
            try await estate.apply(.backupRuns(job: Self.job))
            estate.advance(by: .seconds(3_600))
            #expect((try await newest() ?? 0) > (before ?? 0))
        }
    }

    @Test("a job that is disabled says so and saves nothing that night")
    func jobDisabled() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let view = View(estate)
            let before = try await estate.backupServers[0].get("/admin/datastore/main/groups").data()
            try await estate.apply(.backupJobDisabled(id: Self.job))
            #expect(try await view.data("/cluster/backup")[0]?["enabled"] == .integer(0))
            estate.advance(by: .seconds(86_400))
            let after = try await estate.backupServers[0].get("/admin/datastore/main/groups").data()
            #expect(before.rows.map { $0["last-backup"] } == after.rows.map { $0["last-backup"] })
        }
    }

    @Test("an excluded disk is in the configuration and in the coverage of the job")
    func diskExcluded() async throws {
        try await withEstate { estate in
            let view = View(estate)
            let vmid = view.cluster.vmids[0]
            try await estate.apply(.diskExcluded(vmid: vmid))
            let configuration = try await view.data("/nodes/pve1/qemu/\(vmid)/config")
            #expect(configuration["scsi1"]?.text?.contains("backup=0") == true)
            let covered = try await view.data("/cluster/backup/\(Self.job)/included_volumes")["children"]?.rows ?? []
            let volumes = covered.first { $0["id"] == .integer(vmid) }?["children"]?.rows
            #expect(volumes?.map { $0["included"] } == [.integer(1), .integer(0)])
        }
    }

    @Test("archives that verification finds bad are failed in the cluster and on the server, from an age on")
    func spoilt() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let view = View(estate)
            let vmid = view.cluster.vmids[0]
            try await estate.apply(.archivesSpoilt(vmid: vmid, youngerThan: .seconds(3 * 86_400)))
            let path = "/admin/datastore/main/snapshots?backup-type=vm&backup-id=\(vmid)"
            let held = try await estate.backupServers[0].get(path).data().rows
            #expect(held.filter { $0["verification"]?["state"] == .string("failed") }.count == 3)
            #expect(held.contains { $0["verification"]?["state"] == .string("ok") })
            let content = "/nodes/pve1/storage/pbs-main/content?content=backup&vmid=\(vmid)"
            let listed = try await view.cluster.nodes[0].get(content, as: view.cluster.archiveToken).data().rows
            #expect(listed.filter { $0["verification"]?["state"] == .string("failed") }.count == 3)
        }
    }

    @Test("pools tell old scrubs, errors and lost redundancy; disks their wear and their end; thin pools full metadata")
    func hardware() async throws {
        try await withEstate { estate in
            let view = View(estate)
            let scan = try await view.data("/nodes/pve1/disks/zfs/tank")["scan"]
            try await estate.apply(.scrubOld(node: "pve1", pool: "tank", .seconds(100 * 86_400)))
            try await estate.apply(.scrubErrors(node: "pve1", pool: "tank", 3))
            try await estate.apply(.poolState(node: "pve1", pool: "tank", .degraded))
            let pool = try await view.data("/nodes/pve1/disks/zfs/tank")
            #expect(pool["scan"] != scan && pool["scan"]?.text?.contains("with 3 errors") == true)
            #expect(pool["state"] == .string("DEGRADED") && pool["errors"]?.text?.hasPrefix("3 data errors") == true)
            #expect(try await view.data("/nodes/pve1/disks/zfs")[0]?["health"] == .string("DEGRADED"))
            try await estate.apply(.diskWorn(node: "pve1", disk: "nvme0n1", remaining: 4))
            try await estate.apply(.diskFailed(node: "pve1", disk: "/dev/sda"))
            let disks = try await view.data("/nodes/pve1/disks/list").rows
            #expect(disks.first { $0["devpath"] == .string("/dev/nvme0n1") }?["wearout"] == .integer(4))
            #expect(disks.first { $0["devpath"] == .string("/dev/sda") }?["health"] == .string("FAILED"))
            let smart = try await view.data("/nodes/pve1/disks/smart?disk=/dev/nvme0n1")
            #expect(smart["text"]?.text?.contains("96%") == true)
            try await estate.apply(.thinMetadata(node: "pve1", 0.98))
            let thin = try await view.data("/nodes/pve1/disks/lvmthin")[0]
            #expect((thin?["metadata_used"]?.double ?? 0) / (thin?["metadata_size"]?.double ?? 1) > 0.97)
        }
    }

    @Test("Ceph warns and fails with codes, and loses an OSD")
    func ceph() async throws {
        try await withEstate { estate in
            let view = View(estate)
            try await estate.apply(.cephFlag("noout", true))
            try await estate.apply(.osdDown(2))
            let warned = try await view.data("/cluster/ceph/status")["health"]
            #expect(warned?["status"] == .string("HEALTH_WARN"))
            #expect(warned?["checks"]?.keys.isSuperset(of: ["OSD_DOWN", "OSDMAP_FLAGS"]) == true)
            try await estate.apply(.cephCheck(code: "POOL_FULL", .error, message: "1 pool(s) full"))
            #expect(try await view.data("/cluster/ceph/status")["health"]?["status"] == .string("HEALTH_ERR"))
            try await estate.apply(.cephHealthy)
            #expect(try await view.data("/cluster/ceph/status")["health"]?["status"] == .string("HEALTH_OK"))
        }
    }

    @Test("replication that fails counts its failures and keeps the time of its last success")
    func replication() async throws {
        try await withEstate { estate in
            let view = View(estate)
            let job = try #require(try await view.data("/cluster/replication")[0])
            let path = "/nodes/\(job["source"]?.text ?? "")/replication?guest=\(job["guest"]?.whole ?? 0)"
            let before = try await view.data(path)[0]
            try await estate.apply(.replicationFails(vmid: job["guest"]?.whole ?? 0))
            estate.advance(by: .seconds(3_600))
            let after = try await view.data(path)[0]
            #expect(before?["fail_count"] == .integer(0) && before?["error"] == nil)
            #expect((after?["fail_count"]?.whole ?? 0) > 10 && after?["error"] != nil && after?["last_sync"] == before?["last_sync"])
        }
    }

    @Test("a service in error, a certificate near its end, a reboot that is due and a unit that failed are told")
    func software() async throws {
        try await withEstate { estate in
            let view = View(estate)
            let service = try #require(try await view.data("/cluster/ha/resources")[0]?["sid"]?.text)
            let vmid = Int(service.dropFirst(3)) ?? 0
            try await estate.apply(.serviceError(vmid: vmid))
            let states = try await view.data("/cluster/ha/status/current").rows
            #expect(states.first { $0["sid"] == .string(service) }?["crm_state"] == .string("error"))
            try await estate.apply(.certificateEnds(node: "pve2", in: .seconds(86_400)))
            let files = try await view.data("/nodes/pve2/certificates/info").rows
            let own = files.first { $0["filename"] == .string("pve-ssl.pem") }
            #expect(own?["notafter"] == .integer(Int(estate.now) + 86_400))
            let before = try await view.data("/nodes/pve2/apt/versions").rows.count
            try await estate.apply(.rebootDue(node: "pve2", true))
            #expect(try await view.data("/nodes/pve2/apt/versions").rows.count == before + 1)
            try await estate.apply(.unitFailed(node: "pve2", unit: "pvescheduler"))
            let units = try await view.data("/nodes/pve2/services").rows
            #expect(units.filter { $0["active-state"] == .string("failed") }.map { $0["service"] } == [.string("pvescheduler")])
        }
    }
}

/// The first cluster as its monitor sees it.
private struct View {
    let cluster: RunningCluster

    init(_ estate: SimulatedEstate) { cluster = estate.clusters[0] }

    func data(_ path: String) async throws -> JSONValue { try await cluster.nodes[0].get(path, as: cluster.token).data() }
}
