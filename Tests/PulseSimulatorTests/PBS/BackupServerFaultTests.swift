import PulseSimulator
import Testing

/// Every fault of a backup server can be seen by a client.
@Suite(.timeLimit(.minutes(5)))
struct BackupServerFaultTests {
    @Test("a datastore that fills tells when it will be full, and is full then")
    func filling() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let server = estate.backupServers[0]
            try await estate.apply(backup: .datastoreFilling(store: "main", within: .seconds(10 * 86_400)))
            estate.advance(by: .seconds(2 * 86_400))
            let row = try #require(try await server.get("/status/datastore-usage").data()[0])
            let full = Double(row["estimated-full-date"]?.whole ?? 0)
            #expect(full > estate.now + 6 * 86_400 && full < estate.now + 10 * 86_400)
            estate.advance(by: .seconds(9 * 86_400))
            let later = try await server.get("/status/datastore-usage").data()[0]
            #expect((later?["used"]?.double ?? 0) / (later?["total"]?.double ?? 1) > 0.99)
        }
    }

    @Test("a datastore in maintenance has an error and no numbers, and no lists")
    func maintenance() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let server = estate.backupServers[0]
            try await estate.apply(backup: .maintenance(store: "main", .offline))
            let usage = try await server.get("/status/datastore-usage").data()
            #expect(usage[0]?["error"] != nil && usage[0]?["total"] == nil && usage[1]?["total"] != nil)
            #expect(try await server.get("/admin/datastore").data()[0]?["maintenance"] == .string("offline"))
            #expect(try await server.get("/admin/datastore/main/snapshots").status == 400)
            try await estate.apply(backup: .maintenance(store: "main", .readOnly))
            #expect(try await server.get("/admin/datastore/main/snapshots").status == 200)
            try await estate.apply(backup: .maintenanceOver(store: "main"))
            #expect(try await server.get("/admin/datastore").data()[0]?["maintenance"] == nil)
        }
    }

    @Test("jobs that fail say why, in the list, in the tasks and in the log", arguments: ["gc-main", "v-nightly", "p-daily", "s-copies"])
    func jobs(id: String) async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let server = estate.backupServers[0]
            try await estate.apply(backup: .jobFails(id: id))
            let list = ["gc-main": "/admin/gc", "v-nightly": "/admin/verify", "p-daily": "/admin/prune", "s-copies": "/admin/sync"]
            let row = try #require(try await server.get(list[id] ?? "").data()[0])
            #expect(row["last-run-state"]?.text?.contains("failed") == true)
            let task = try #require(try await server.get("/nodes/localhost/tasks?errors=1").data()[0])
            #expect(task["status"] == row["last-run-state"])
            let log = try await server.get("/nodes/localhost/tasks/\((task["upid"]?.text ?? "").escaped)/log").data().rows
            #expect(log.last?["t"]?.text?.contains("TASK ERROR: ") == true)
            if id != "gc-main" { #expect(row["last-run-upid"] == task["upid"]) }
        }
    }

    @Test("a namespace without rights is not listed and refused")
    func namespace() async throws {
        try await withEstate(EstateOptions(clusters: 2, backupServers: 1)) { estate in
            let server = estate.backupServers[0]
            #expect(try await server.get("/admin/datastore/main/namespace").data().rows.count == 2)
            try await estate.apply(backup: .namespaceForbidden(store: "main", namespace: "meadow"))
            #expect(try await server.get("/admin/datastore/main/namespace").data().rows.count == 1)
            #expect(try await server.get("/admin/datastore/main/snapshots?ns=meadow").status == 403)
            #expect(try await server.get("/admin/datastore/main/snapshots").status == 200)
        }
    }

    @Test("a clock an hour off moves tasks and time, and not the snapshots")
    func clock() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let server = estate.backupServers[0]
            func starts() async throws -> [Int] {
                let rows = try await server.get("/nodes/localhost/tasks?typefilter=backup&limit=20").data().rows
                return rows.compactMap { $0["starttime"]?.whole }
            }
            let before = try await starts()
            let snapshots = try await server.get("/admin/datastore/main/snapshots").body
            try await estate.apply(backup: .clockSkew(.seconds(3_600)))
            #expect(try await server.get("/nodes/localhost/time").data()["time"] == .integer(Int(estate.now) + 3_600))
            #expect(try await starts() == before.map { $0 + 3_600 })
            #expect(try await server.get("/admin/datastore/main/snapshots").body == snapshots)
        }
    }

    @Test("a server that lists a snapshot twice has one row more than snapshots")
    func twice() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            try await estate.apply(backup: .listsTwice(true))
            let rows = try await estate.backupServers[0].get("/admin/datastore/main/snapshots").data().rows
            let keys = rows.map { "\($0["backup-type"]?.text ?? "")/\($0["backup-id"]?.text ?? "")/\($0["backup-time"]?.whole ?? 0)" }
            #expect(Set(keys).count == keys.count - 1)
        }
    }

    @Test("a server that is down is gone for its clusters as well, and what they save meanwhile fails")
    func down() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let cluster = estate.clusters[0]
            let before = try await estate.backupServers[0].get("/admin/datastore/main/snapshots").data().rows.count
            try await estate.apply(backup: .down(.powerOff))
            await #expect(throws: (any Error).self) { try await estate.backupServers[0].get("/version") }
            let storage = try await cluster.nodes[0].get("/nodes/pve1/storage?storage=pbs-main", as: cluster.token).data()[0]
            #expect(storage?["active"] == .integer(0))
            let content = try await cluster.nodes[0].get("/nodes/pve1/storage/pbs-main/content", as: cluster.archiveToken)
            #expect(content.status == 500 && content.phrase == "storage 'pbs-main' is not online")
            estate.advance(by: .seconds(60))
            try await estate.apply(.backupRuns(job: "backup-1f0c7d2a-91e4"))
            estate.advance(by: .seconds(600))
            try await estate.apply(backup: .up)
            #expect(try await estate.backupServers[0].get("/admin/datastore/main/snapshots").data().rows.count == before)
        }
    }

    @Test("disks, chunks, certificates and tokens")
    func rest() async throws {
        try await withEstate(EstateOptions(backupServers: 1)) { estate in
            let server = estate.backupServers[0]
            try await estate.apply(backup: .diskFailed(name: "sda"))
            #expect(try await server.get("/nodes/localhost/disks/zfs").data()[1]?["health"] == .string("DEGRADED"))
            #expect(try await server.get("/nodes/localhost/disks/smart?disk=sda").data()["status"] == .string("failed"))
            try await estate.apply(backup: .badChunks(store: "main", 7))
            #expect(try await server.get("/admin/datastore/main/gc").data()["still-bad"] == .integer(7))
            try await estate.apply(backup: .certificateChanged)
            #expect(estate.backupServers[0].fingerprint != server.fingerprint)
            try await estate.apply(backup: .tokenExpired(id: server.token.id))
            #expect(try await server.get("/version").status == 401)
        }
    }
}

extension String {
    fileprivate var escaped: String {
        replacing(":", with: "%3A").replacing("@", with: "%40").replacing("\\", with: "%5C")
    }
}
