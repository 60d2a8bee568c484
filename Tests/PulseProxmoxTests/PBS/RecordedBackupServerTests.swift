import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Recorded bodies of backup servers", .enabled(if: !Recording.backupServer.isEmpty, Recording.missing), .timeLimit(.minutes(5)))
struct RecordedBackupServerTests {
    /// Recorded, and nothing that Pulse asks for: it has the same from other calls, or does not show it.
    private static let unasked: Set<String> = [
        "/admin/datastore/{store}/status", "/nodes/{node}/apt/versions", "/config/media-pool",
    ]

    @Test("everything there is of backup servers is understood, and nothing that is shown is lost", arguments: Recording.backupServer)
    func understood(recording: Recording) throws {
        let body = try recording.body()
        func rows() throws -> [JSONObject] { try Envelope.rows(body) { $0 }.content }
        func list<Row: Sendable>(_ make: (JSONObject) -> Row?) throws -> [Row] {
            let answer = try Envelope.rows(body, make)
            #expect(answer.dropped == 0)
            return answer.content
        }
        switch recording.template {
        case "/version":
            let version = try #require(PBSVersion(try Envelope.value(body).content))
            #expect(version.version == "3.2.7" && version.major == 3)
        case "/nodes/{node}/status": try check(status: try #require(PBSNodeStatus(try Envelope.value(body).content)))
        case "/status/datastore-usage": try check(usage: try list(PBSUsageRow.init), of: rows())
        case "/admin/datastore/{store}/snapshots": try check(snapshots: rows())
        case "/admin/prune": try check(jobs: try list { PBSJobRow.job($0, kind: .prune) }, of: rows())
        case "/admin/sync": try check(jobs: try list { PBSJobRow.job($0, kind: .sync) }, of: rows())
        case "/tape/backup": try check(jobs: try list { PBSJobRow.job($0, kind: .tape) }, of: rows())
        case "/admin/gc": try check(collections: try list { PBSJobRow.job($0, kind: .garbageCollection) }, rows: rows())
        case "/nodes/{node}/tasks": try check(tasks: try list { PBSTaskRow.task($0, node: "localhost") }, of: rows())
        case "/nodes/{node}/services": try check(services: try list(NodeRows.service), of: rows())
        case "/admin/traffic-control":
            let rule = try #require(try list(PBSNodeRows.traffic).first)
            #expect(rule.name == "tc-wan" && rule.limitIn == "100 MB" && rule.limitOut == "50 MB" && rule.comment == "WAN cap")
            #expect(rule.currentIn == 1_048_576 && rule.currentOut == 0)
        case "/tape/media/list":
            let tapes = try list(PBSNodeRows.medium)
            #expect(tapes.map(\.label) == ["W11L8", "SPARE1"] && tapes.map(\.status) == ["full", "unknown"])
            #expect(tapes[0].set == "weekly-2026-09" && tapes[0].bytesUsed == 11_000_000_000_000 && tapes[0].isExpired == true)
            #expect(tapes.map(\.hasCatalog) == [true, false] && tapes[0].labelledAt?.seconds == 1_789_000_000 && tapes[0].location == "offline")
        case "/tape/drive":
            let drive = try #require(try list(PBSNodeRows.tapeDrive).first)
            #expect(drive.name == "lto8" && drive.changer == "lib1" && drive.numberInChanger == 0 && drive.isFound)
            #expect(drive.vendor == "HP" && drive.model == "Ultrium 8-SCSI" && drive.serial == "HU19" && drive.isBusy == false && drive.work == nil)
        case "/tape/changer":
            let changer = try #require(try list(PBSNodeRows.tapeChanger).first)
            #expect(changer.name == "lib1" && changer.model == "MSL G3 Series" && changer.isFound && changer.isBusy == nil)
        case let template: #expect(Self.unasked.contains(template), "nothing reads \(template)")
        }
    }

    private func check(status: PBSNodeStatus) throws {
        #expect(status.uptime == 2_345_678 && status.loadAverage == [0.12, 0.18, 0.21] && status.kernel == "6.8.12-2-pve")
        #expect(status.memoryUsed == 3_153_399_808 && status.memoryTotal == 16_642_998_272 && status.swapTotal == 8_589_930_496)
        #expect(status.rootUsed == 12_463_228_416 && status.rootAvailable == 83_234_159_104)
        #expect(status.cpuModel == "Intel(R) N100" && status.cpuSockets == 1 && status.cpuThreads == 4 && status.fingerprint == "AA:BB")
    }

    private func check(usage: [PBSUsageRow], of rows: [JSONObject]) throws {
        for (row, raw) in zip(usage, rows) {
            #expect(row.store == raw.text("store") && row.error == raw.text("error"))
            #expect(row.mountStatus == raw.text("mount-status") && row.backend == raw.text("backend-type"))
            // Where the server cannot look into it its zeros mean nothing.
            #expect(row.total == (row.error == nil ? raw.integer("total") : nil) && row.used == (row.error == nil ? raw.integer("used") : nil))
            #expect(row.collection?.dataStored == raw.object("gc-status")?.integer("disk-bytes"))
        }
    }

    private func check(snapshots rows: [JSONObject]) throws {
        let listing = PBSSnapshotListing()
        for row in rows {
            let isTaken = listing.take(row)
            #expect(isTaken)
        }
        let archives = listing.finished()
        #expect(archives.map { "\($0.type.rawValue)/\($0.backupID)" } == ["host/nas", "vm/100", "vm/100", "vm/101"])
        #expect(archives.map(\.verification) == [nil, .verified, .verified, .failed] && archives.allSatisfy { $0.isProtected == false })
        #expect(archives[1].note == "nextcloud" && archives[1].owner == "pve@pbs!token" && archives[1].size == 5_368_709_120)
    }

    private func check(jobs: [DatastoreJob], of rows: [JSONObject]) throws {
        for (job, raw) in zip(jobs, rows) {
            #expect(job.id == raw.text("id") && job.datastore == raw.text("store") && job.schedule == raw.text("schedule"))
            #expect(job.comment == raw.text("comment") && job.nextRun?.seconds == raw.integer("next-run"))
            #expect(job.lastRunEndedAt?.seconds == raw.integer("last-run-endtime"))
            #expect((job.lastOutcome == nil) == (raw["last-run-state"] == nil))
            #expect(job.pool == raw.text("pool") && job.drive == raw.text("drive") && job.nextTape == raw.text("next-media-label"))
            // Where the last run began is in its name; one recording has one that began after its end.
            let began = raw.text("last-run-upid").flatMap(PBSTaskRow.began)
            let isKnown = began.map { $0 <= raw.integer("last-run-endtime") ?? 0 } ?? false
            #expect((job.lastDuration != nil) == isKnown)
            if let text = raw.text("last-run-state"), text.hasPrefix("TASK ERROR: ") {
                #expect(job.lastOutcome == .failed(String(text.dropFirst("TASK ERROR: ".count))))
            }
        }
    }

    private func check(collections: [DatastoreJob], rows: [JSONObject]) throws {
        let (job, found) = (try #require(collections.first), PBSCollection(try #require(rows.first)))
        #expect(job.datastore == "main" && job.lastOutcome == .succeeded && job.lastDuration == .seconds(142) && job.schedule == "daily")
        #expect(found.dataStored == 43_329_242 && found.dataLogical == 134_222_368 && found.removedBytes == 8123 && found.badChunks == 3)
    }

    private func check(tasks: [TaskRecord], of rows: [JSONObject]) throws {
        #expect(tasks.map(\.subject) == rows.map { $0.text("worker_id") } && tasks.map(\.user) == rows.map { $0.text("user") })
        #expect(
            tasks.map(\.outcome) == [.succeeded, .failed("backup failed: connection reset"), .running, .warnings(1), .succeeded])
        #expect(tasks.map { $0.endedAt == nil } == [false, false, true, false, false])
    }

    private func check(services: [ServiceRecord], of rows: [JSONObject]) throws {
        #expect(services.map(\.name) == rows.map { $0.text("service") ?? "" } && services.map(\.title) == rows.map { $0.text("desc") })
        #expect(services.map(\.state) == ["running", "dead", "dead", "dead"])
        #expect(services.map(\.unitState) == ["enabled", "enabled", "disabled", "static"])
    }

    @Test("every one comes through the same sockets, TLS and client as the simulator's answers, whole or row by row")
    func overTheWire() async throws {
        try await BackupStage.run { stage in
            let client = ProxmoxClient(outbound: stage.client, product: .backupServer)
            let endpoint = ProxmoxEndpoint(url: stage.server.url, fingerprint: stage.server.fingerprint)
            for recording in Recording.backupServer {
                let path = recording.path + (recording.query.map { "?" + $0 } ?? "")
                try stage.spoil(recording.path, .exactly(status: recording.status, phrase: recording.phrase, body: try recording.text()))
                let body = try await client.get(
                    path, at: endpoint, proof: (name: "Authorization", value: Redacted("x")), deadline: .seconds(20))
                #expect(body == (try recording.body()), "\(recording.file)")
                try stage.spoil(recording.path, nil)
            }
        }
    }

    @Test("the recorded usage goes through a whole flight: each datastore once, what is broken says why, nothing negative")
    func flight() async throws {
        for recording in Recording.backupServer where recording.template == "/status/datastore-usage" {
            try await BackupStage.run { stage in
                try stage.spoil("/status/datastore-usage", .exactly(status: 200, phrase: "OK", body: try recording.text()))
                let observation = await stage.source().poll(now: stage.now)
                let rows = try Envelope.rows(try recording.body(), PBSUsageRow.init).content
                #expect(Set(observation.kind(.datastore).map(\.name)) == Set(rows.map(\.store)), "\(observation.report.problems)")
                for row in rows {
                    let store = try #require(observation["datastore:pbs/\(row.store)"])
                    #expect(store.metrics[.diskUsed]?.isCurrent == (row.error == nil), "\(row.store)")
                    #expect(store.datastore?.error == row.error)
                    #expect(store.metrics.entries.allSatisfy { ($0.measurement.value ?? 0) >= 0 })
                }
            }
        }
    }
}
