import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("A backup server that is watched", .timeLimit(.minutes(5)))
struct PBSSourceTests {
    private static let main = BackupPlace(.datastore(SourceSlug("pbs")!, "main"))

    @Test("the first observation has the server and its datastores, the next its lists")
    func first() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            let first = await source.poll(now: stage.now)
            #expect(first.report.condition == .reachable, "\(first.report)")
            #expect(first.report.kind == .backupServer)
            #expect(first.report.version?.split(separator: ".").count == 3)
            #expect(first.completeKinds == [.node, .datastore])
            let store = try #require(first["datastore:pbs/main"])
            #expect(store.parent?.description == "node:pbs/localhost")
            #expect(store.metrics[.diskUsed]?.value ?? 0 > 0 && store.metrics[.diskTotal]?.value ?? 0 > 0)
            #expect(first["node:pbs/localhost"]?.metrics[.memoryTotal]?.isCurrent == true)
            #expect(first.ledger?.archives.isEmpty == true)
            let ledger = try #require(await stage.watch(source, for: .seconds(60)).ledger)
            #expect(ledger.archives[Self.main]?.value?.isEmpty == false)
            #expect(ledger.nodes["localhost"]?.tasks.value?.isEmpty == false)
            #expect(ledger.nodes["localhost"]?.services.value?.isEmpty == false)
            #expect(ledger.nodes["localhost"]?.subscription.value != nil && ledger.nodes["localhost"]?.updates.value != nil)
            #expect(ledger.datastoreJobs.value.map { Set($0.map(\.kind)) }?.isSuperset(of: [.sync, .prune, .verify, .garbageCollection]) == true)
            #expect(ledger.tapes.value != nil && ledger.traffic.value != nil)
        }
    }

    @Test("tapes, drives and changers are told without asking a drive; one that is not there says so, one that writes says with what")
    func tape() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            var ledger = try #require(await stage.watch(source, for: .seconds(60)).ledger)
            #expect(ledger.tapes.value?.contains { $0.status == "damaged" && $0.pool == "weekly" } == true)
            #expect(ledger.tapeDrives.value?.map(\.name) == ["lto9", "shelf"] && ledger.tapeDrives.value?.map(\.isFound) == [true, false])
            #expect(ledger.tapeChangers.value?.map(\.name) == ["library"])
            let jobs = ledger.datastoreJobs.value?.filter { $0.kind == .tape } ?? []
            #expect(jobs.map(\.pool) == ["weekly", "offsite"] && jobs.map { $0.lastOutcome?.isSuccess } == [true, false])
            #expect(!stage.estate.requests(backupServer: 0).contains { $0.path.hasSuffix("/status") && $0.path.contains("/tape/") })
            // A week has one run of the weekly job, of four and a half hours.
            var words: Set<String?> = []
            for _ in 0..<(7 * 6) where words.count < 2 {
                ledger = try #require(await stage.watch(source, for: .seconds(4 * 3600), every: .seconds(4 * 3600)).ledger)
                if let drive = ledger.tapeDrives.value?.first { words.insert(drive.isBusy == true ? drive.work : nil) }
            }
            #expect(words == [nil, "tape-backup-job"])
        }
    }

    @Test("facts of a datastore say how many snapshots it has, and when it will be full only if that lies ahead")
    func facts() async throws {
        try await BackupStage.run { stage in
            let observation = await stage.watch(stage.source(), for: .seconds(60))
            let facts = try #require(observation["datastore:pbs/main"]?.datastore)
            let listed = observation.ledger?.archives.filter { $0.key.resource.description == "datastore:pbs/main" }.values.compactMap(\.value)
                .joined()
            #expect(facts.snapshots == listed?.count)
            #expect(facts.groups ?? 0 > 0)
            #expect(facts.estimatedFullAt.map { $0 > stage.now } ?? true)
            #expect(facts.collectedAt != nil)
        }
    }

    @Test("disks and pools of the server are resources; a disk that fails shows in its pool with the devices, and a due reboot in the ledger")
    func hardware() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            let first = await stage.watch(source, for: .seconds(60))
            let disks = first.resources.filter { $0.id.kind == .disk }
            #expect(!disks.isEmpty && first.completeKinds.isSuperset(of: [.disk, .pool]))
            #expect(
                disks.allSatisfy {
                    $0.status == .online && $0.metrics[.temperature]?.value ?? 0 > 0 && $0.parent?.description == "node:pbs/localhost"
                })
            let pools = first.resources.compactMap { if case .pool(let facts) = $0.facts { facts } else { nil } }
            #expect(pools.map(\.name) == ["backup", "rpool"] && pools.allSatisfy { $0.devices?.isEmpty == false && $0.scrubbedAt != nil })
            #expect(first.ledger?.nodes["localhost"]?.disks.value == disks.count && first.ledger?.nodes["localhost"]?.pools.value == 2)
            #expect(first.ledger?.nodes["localhost"]?.kernel.value?.isRebootDue == false)

            try stage.breakDisk(of: "backup")
            try stage.installKernel()
            let later = await stage.watch(source, for: .seconds(7 * 3600), every: .seconds(60))
            let pool = try #require(later["pool:pbs/localhost/backup"])
            guard case .pool(let facts) = pool.facts else { throw BackupStage.NoPool() }
            #expect(pool.status == .degraded && facts.devices?.contains { $0.state == "FAULTED" } == true)
            #expect(later.resources.count { $0.id.kind == .disk && $0.status == .failing } == 1)
            #expect(later.ledger?.nodes["localhost"]?.kernel.value?.isRebootDue == true)
            #expect(source.callCounts["disks"] ?? 0 <= 9 && source.callCounts["smart"] ?? 0 <= disks.count && source.callCounts["versions"] ?? 0 <= 2)
        }
    }

    @Test("the snapshots of a quiet datastore are listed once in hours; new backups cost their groups alone")
    func rereads() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(60))
            let first = source.callCounts
            #expect(first["snapshots"] ?? 0 > 0)
            // A day has its backups and a verification; a listing of everything for each group would be thousands.
            let observation = await stage.watch(source, for: .seconds(86_400), every: .seconds(300))
            let after = source.callCounts
            let places = observation.ledger?.archives.count ?? 0
            #expect((after["snapshots"] ?? 0) - (first["snapshots"] ?? 0) <= 8 * places, "\(after)")
            #expect(after["group_snapshots"] ?? 0 > 0, "\(after)")
            let newest = observation.ledger?.archives[Self.main]?.value?.map(\.at).max()
            #expect(newest.map { stage.now.since($0) < .seconds(86_400) } == true)
        }
    }

    @Test("never more than two calls are under way")
    func twoAtMost() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(600))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await source.poll(now: stage.now) }
                group.addTask { await source.askDetails(now: stage.now) }
                group.addTask { await source.askDetails(now: stage.now) }
            }
            #expect(stage.estate.peakRequests(backupServer: 0) <= 2)
        }
    }

    @Test("a token that sees one datastore: the other is unknown, not gone, and the privileges that lack are named with the command")
    func limited() async throws {
        try await BackupStage.run { stage in
            let source = stage.source(BackupStage.credentials(stage.server.limitedToken))
            let observation = await stage.watch(source, for: .seconds(60))
            #expect(observation.report.condition == .degraded)
            #expect(observation.completeKinds == [.node])
            #expect(
                observation.report.missingPrivileges.contains {
                    $0.privilege == "Datastore.Audit" && $0.command.contains("proxmox-backup-manager acl")
                })
            #expect(observation["node:pbs/localhost"]?.metrics[.memoryUsed]?.quality == .unknown(.permissionMissing))
            #expect(observation.ledger?.nodes["localhost"]?.services.problem?.code == "privilege_missing")
            #expect(observation.ledger?.nodes["localhost"]?.services.value == nil)
        }
    }

    @Test("wrong, expired and unprivileged tokens are told apart", arguments: ["wrong", "expired", "fresh"])
    func tokens(kind: String) async throws {
        try await BackupStage.run { stage in
            let credentials: ProxmoxCredentials =
                switch kind {
                case "wrong": .token(id: stage.server.token.id, secret: Redacted("nonsense"))
                case "expired": BackupStage.credentials(stage.server.expiredToken)
                default: BackupStage.credentials(stage.server.freshToken)
                }
            let source = stage.source(credentials)
            let observation = await stage.watch(source, for: .seconds(30))
            guard kind == "fresh" else {
                #expect(observation.report.condition == .refused)
                #expect(observation.codes == ["credentials_refused"])
                // Held back after the first refusal, as the server may count them.
                #expect(stage.estate.requests(backupServer: 0).count == 1)
                return
            }
            #expect(observation.report.condition == .degraded)
            #expect(observation.kind(.datastore).isEmpty && !observation.completeKinds.contains(.datastore))
        }
    }

    @Test("a user signs in once, is renewed after an hour, and signs in anew when the ticket has run out")
    func password() async throws {
        try await BackupStage.run { stage in
            let source = stage.source(BackupStage.credentials(stage.server.user))
            let observation = await stage.watch(source, for: .seconds(60))
            #expect(observation.report.condition == .reachable, "\(observation.report.problems)")
            #expect(observation.ledger?.archives[Self.main]?.value?.isEmpty == false)
            #expect(source.callCounts["sign_in"] == 1)
            #expect(stage.estate.requests(backupServer: 0).allSatisfy { $0.method == "POST" || $0.credential == .cookie })
            for (pause, signIns) in [(3_601, 2), (8_000, 3)] {
                stage.advance(.seconds(pause))
                #expect(await source.poll(now: stage.now).report.condition == .reachable)
                #expect(source.callCounts["sign_in"] == signIns)
            }
        }
    }

    @Test("a wrong password is refused in words and not tried again for minutes")
    func wrongPassword() async throws {
        try await BackupStage.run { stage in
            let source = stage.source(.password(user: stage.server.user.name, password: Redacted("no")))
            let observation = await stage.watch(source, for: .seconds(240))
            #expect(observation.report.condition == .refused && observation.codes == ["credentials_refused"])
            #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
            #expect(stage.estate.requests(backupServer: 0).count == 1)
        }
    }

    @Test("another certificate than the confirmed one: nothing is sent")
    func otherCertificate() async throws {
        try await BackupStage.run { stage in
            let other = String(repeating: "AA:", count: 31) + "AA"
            let observation = await stage.source(fingerprint: other).poll(now: stage.now)
            #expect(observation.report.condition == .refused)
            #expect(observation.codes == ["certificate_changed"])
            #expect(stage.estate.requests(backupServer: 0).isEmpty)
        }
    }

    @Test("the snapshots of a large server are read without being held up, in order and each once")
    func many() async throws {
        var options = BackupStage.small
        options.snapshotsPerServer = 20_000
        try await BackupStage.run(options) { stage in
            let observation = await stage.watch(stage.source(), for: .seconds(30))
            let archives = try #require(observation.ledger?.archives[Self.main]?.value)
            #expect(archives.count > 15_000)
            #expect(zip(archives, archives.dropFirst()).allSatisfy { BackupArchive.isBefore($0, $1) })
        }
    }

    @Test("a connection test says what it found, and that something is another product")
    func connectionTest() async throws {
        try await BackupStage.run { stage in
            let test = ProxmoxConnectionTest(client: stage.client, now: { stage.now })
            let credentials = BackupStage.credentials(stage.server.token)
            let report = await test.run(.backupServer, address: stage.server.url, credentials: credentials, fingerprint: stage.server.fingerprint)
            #expect(report.succeeded, "\(report)")
            #expect(report.datastores == ["archive", "main"])
            #expect(report.endpoints.map(\.url) == [stage.server.url])
            let unconfirmed = await test.run(.backupServer, address: stage.server.url, credentials: credentials, fingerprint: nil)
            #expect(unconfirmed.needsConfirmation)
            let node = stage.estate.clusters[0].nodes[0]
            let wrong = await test.run(.backupServer, address: node.url, credentials: credentials, fingerprint: node.fingerprint)
            #expect(!wrong.succeeded && wrong.problem != nil)
        }
    }
}
