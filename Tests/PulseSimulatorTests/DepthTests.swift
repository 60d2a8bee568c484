import PulseSimulator
import Testing

/// What a cluster tells beyond lists and states, and that its parts agree.
@Suite(.timeLimit(.minutes(5)))
struct DepthTests {
    @Test("the archives a cluster lists are the snapshots its backup server holds, with the same marks")
    func archives() async throws {
        try await withEstate(EstateOptions(clusters: 2, backupServers: 1)) { estate in
            for (cluster, namespace) in zip(estate.clusters, ["", "meadow"]) {
                let path = "/nodes/pve2/storage/pbs-main/content?content=backup"
                let listed = try await cluster.nodes[0].get(path, as: cluster.archiveToken).data().rows
                let held = try await estate.backupServers[0].get("/admin/datastore/main/snapshots?ns=\(namespace)").data().rows
                #expect(listed.count == held.count && listed.count > 300)
                #expect(Set(listed.map(Archive.init(listed:))) == Set(held.map(Archive.init(held:))))
            }
        }
    }

    /// What both sides tell.
    private struct Archive: Hashable {
        let vmid: Int?
        let time: Int?
        let size: Int?
        let verified: String?
        let protected: Bool
        let key: String?
        let note: String?

        init(listed row: JSONValue) {
            vmid = row["vmid"]?.whole
            time = row["ctime"]?.whole
            size = row["size"]?.whole
            verified = row["verification"]?["upid"]?.text
            protected = row["protected"] == .integer(1)
            key = row["encrypted"]?.text
            note = row["notes"]?.text
        }

        init(held row: JSONValue) {
            vmid = row["backup-id"]?.text.flatMap { Int($0) }
            time = row["backup-time"]?.whole
            size = row["size"]?.whole
            verified = row["verification"]?["upid"]?.text
            protected = row["protected"] == .bool(true)
            key = row["fingerprint"]?.text
            note = row["comment"]?.text
        }
    }

    @Test("an auditor sees no archives and is not told so, and may not ask for updates")
    func auditor() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let archives = try await cluster.nodes[0].get("/nodes/pve1/storage/pbs-main/content?content=backup", as: cluster.token)
            #expect(try archives.data().rows.isEmpty && archives.status == 200)
            #expect(try await cluster.nodes[0].get("/nodes/pve1/apt/update", as: cluster.token).status == 403)
        }
    }

    @Test("the log of a backup names the result of every guest, and the archives are those that did not fail")
    func logs() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            var failed: Set<String> = []
            for node in ["pve1", "pve2", "pve3"] {
                let tasks = try await cluster.nodes[0].get("/nodes/\(node)/tasks?typefilter=vzdump&limit=500", as: cluster.token).data()
                let upid = (tasks[0]?["upid"]?.text ?? "").replacing(":", with: "%3A").replacing("@", with: "%40")
                let answer = try await cluster.nodes[0].get("/nodes/\(node)/tasks/\(upid)/log?limit=0", as: cluster.token)
                let lines = try answer.data().rows.compactMap { $0["t"]?.text }
                let errors = lines.filter { $0.hasPrefix("ERROR: Backup of VM ") }
                failed.formUnion(errors.compactMap { $0.split(separator: " ").dropFirst(4).first.map(String.init) })
                #expect(lines.contains { $0.hasPrefix("INFO: Finished Backup of VM") })
                #expect(lines.last == (errors.isEmpty ? "TASK \(tasks[0]?["status"]?.text ?? "")" : "TASK ERROR: job errors"))
            }
            let page = try await cluster.nodes[0].get("/cluster/resources?type=vm", as: cluster.token).data().rows
            let locked = page.filter { $0["lock"] == .string("backup") }.compactMap { $0["vmid"]?.whole.map(String.init) }
            #expect(failed == Set(locked) && locked.count == 1)
        }
    }

    @Test("every guest is covered by a job or told as not backed up, and disks that are left out are named")
    func coverage() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            func data(_ path: String) async throws -> JSONValue { try await cluster.nodes[0].get(path, as: cluster.token).data() }
            let uncovered = Set(try await data("/cluster/backup-info/not-backed-up").rows.compactMap { $0["vmid"]?.whole })
            let covered = try await data("/cluster/backup/backup-1f0c7d2a-91e4/included_volumes")["children"]?.rows ?? []
            #expect(Set(covered.compactMap { $0["id"]?.whole }).union(uncovered) == Set(cluster.vmids) && !uncovered.isEmpty)
            let leftOut = covered.filter { $0["children"]?.rows.contains { $0["included"] == .integer(0) } == true }
            #expect(leftOut.contains { $0["type"] == .string("qemu") } && leftOut.contains { $0["type"] == .string("lxc") })
        }
    }

    @Test("OSDs and monitors go with their node, and Ceph says so")
    func ceph() async throws {
        try await withEstate(EstateOptions(clusters: 2)) { estate in
            let cluster = estate.clusters[0]
            #expect(try await cluster.nodes[0].get("/cluster/ceph/status", as: cluster.token).data()["health"]?["status"] == .string("HEALTH_OK"))
            try await estate.apply(.nodeDown(node: "pve3"))
            let status = try await cluster.nodes[0].get("/cluster/ceph/status", as: cluster.token).data()
            #expect(status["health"]?["status"] == .string("HEALTH_WARN"))
            #expect(status["health"]?["checks"]?.keys == ["OSD_DOWN", "MON_DOWN", "PG_DEGRADED"])
            #expect(status["osdmap"]?["num_up_osds"] == .integer(4) && status["osdmap"]?["num_osds"] == .integer(6))
            let other = estate.clusters[1]
            let absent = try await other.nodes[0].get("/cluster/ceph/status", as: other.token)
            #expect(absent.status == 500 && absent.phrase == "binary not installed: /usr/bin/ceph-mon")
        }
    }

    @Test("7.4 knows less: no message in errors, text for vmids of containers, no interfaces, pools under another name")
    func seven() async throws {
        let version = try #require(SimulatedVersion("7.4"))
        try await withEstate(EstateOptions(version: version)) { estate in
            let cluster = estate.clusters[0]
            let refused = try await cluster.nodes[0].get("/cluster/status", as: cluster.freshToken)
            #expect(refused.status == 403 && refused.text == "{\"data\":null}")
            let containers = try await cluster.nodes[0].get("/nodes/pve1/lxc", as: cluster.token).data().rows
            #expect(!containers.isEmpty && containers.allSatisfy { $0["vmid"]?.text != nil })
            #expect(try await cluster.nodes[0].get("/nodes/pve1/ceph/pool", as: cluster.token).status == 501)
            #expect(try await cluster.nodes[0].get("/nodes/pve1/ceph/pools", as: cluster.token).status == 200)
            #expect(try await cluster.nodes[0].get("/cluster/ha/rules", as: cluster.token).status == 501)
            #expect(try await cluster.nodes[0].get("/nodes/pve1/status", as: cluster.token).data()["current-kernel"] == nil)
        }
    }

    @Test("containers of images say what they run")
    func images() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let guests = try await cluster.nodes[0].get("/cluster/resources?type=vm", as: cluster.token).data().rows
            var images = 0
            for guest in guests where guest["type"] == .string("lxc") {
                let path = "/nodes/\(guest["node"]?.text ?? "")/lxc/\(guest["vmid"]?.whole ?? 0)/config"
                let configuration = try await cluster.nodes[0].get(path, as: cluster.token).data()
                if configuration["entrypoint"] != nil { images += 1 }
            }
            #expect(images == 2)
        }
    }
}
