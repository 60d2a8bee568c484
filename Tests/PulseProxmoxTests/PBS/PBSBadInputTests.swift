import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Bad input from a backup server", .timeLimit(.minutes(5)))
struct PBSBadInputTests {
    struct Spoilt: Sendable, CustomTestStringConvertible {
        let fault: BodyFault
        let code: String
        var testDescription: String { "\(fault) -> \(code)" }
    }

    private static let main = BackupPlace(.datastore(SourceSlug("pbs")!, "main"))
    private static let snapshots = "/admin/datastore/main/snapshots"

    static let bodies = [
        Spoilt(fault: .html, code: "not_proxmox"), Spoilt(fault: .truncated, code: "truncated"), Spoilt(fault: .redirect, code: "redirected"),
        Spoilt(fault: .wrongShape, code: "not_proxmox"), Spoilt(fault: .empty, code: "truncated"), Spoilt(fault: .badGateway, code: "server_error"),
        Spoilt(fault: .huge(bytes: 100_000_000), code: "too_large"),
        Spoilt(fault: .exactly(status: 400, phrase: "Bad Request", body: "no such datastore 'main'"), code: "server_error"),
        Spoilt(fault: .exactly(status: 404, phrase: "Not Found", body: "Path '/status/datastore-usage' not found."), code: "unsupported"),
        Spoilt(fault: .exactly(status: 404, phrase: "Not Found", body: "<html>nothing here</html>"), code: "not_proxmox"),
    ]

    @Test("an answer that is none: a sentence for a person, no crash, and the source comes back", arguments: bodies)
    func usage(spoilt: Spoilt) async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(10))
            try stage.spoil("/status/datastore-usage", spoilt.fault)
            stage.advance(.seconds(10))
            let observation = await source.poll(now: stage.now)
            #expect(observation.codes == [spoilt.code], "\(observation.report.problems)")
            #expect(observation.report.condition == .unreachable)
            #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
            // What was known stays known, as old as it is.
            #expect(observation.ledger?.archives[Self.main]?.value?.isEmpty == false)
            try stage.spoil("/status/datastore-usage", nil)
            stage.advance(.seconds(10))
            #expect(await source.poll(now: stage.now).report.condition == .reachable)
        }
    }

    @Test("the words of a refusal stand in its body, in plain text")
    func plainText() async throws {
        try await BackupStage.run { stage in
            try stage.spoil("/status/datastore-usage", .exactly(status: 400, phrase: "Bad Request", body: "no such datastore 'main'"))
            let observation = await stage.source().poll(now: stage.now)
            #expect(observation.report.problems.first?.sentence.contains("no such datastore 'main'") == true)
        }
    }

    @Test(
        "a listing that breaks off, is none or is refused changes nothing, says why, and delays no figure",
        arguments: [BodyFault.html, .truncated, .wrongShape, .empty, .redirect, .badGateway, .huge(bytes: 2_000_000)])
    func listing(fault: BodyFault) async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(30)).ledger?.archives[Self.main]
            try stage.spoil(Self.snapshots, fault)
            // Long enough for the listing to be due again.
            let observation = await stage.watch(source, for: .seconds(13 * 3600), every: .seconds(600))
            let after = observation.ledger?.archives[Self.main]
            #expect(observation.report.condition == .reachable)
            #expect(observation["datastore:pbs/main"]?.metrics[.diskUsed]?.isCurrent == true)
            #expect(after?.value?.isEmpty == false && after?.at == before?.at)
            #expect(after?.problem != nil)
            try stage.spoil(Self.snapshots, nil)
            let restored = await stage.watch(source, for: .seconds(3600), every: .seconds(300)).ledger?.archives[Self.main]
            #expect(restored?.problem == nil && restored?.at ?? Timestamp(seconds: 0) > after?.at ?? stage.now)
        }
    }

    @Test("a server that hangs while it lists does not hold up the figures")
    func dripping() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            _ = await source.poll(now: stage.now)
            try stage.spoil(Self.snapshots, .dripping(every: .milliseconds(100)))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await source.askDetails(now: stage.now) }
                try? await stage.wait { source.callCounts["snapshots"] ?? 0 > 0 }
                for _ in 0..<5 {
                    stage.advance(.seconds(10))
                    let observation = await source.poll(now: stage.now)
                    #expect(observation["datastore:pbs/main"]?.metrics[.diskUsed]?.at == stage.now)
                }
                group.cancelAll()
            }
        }
    }

    @Test("a snapshot that is listed twice is one")
    func twice() async throws {
        try await BackupStage.run { stage in
            try stage.listTwice()
            let archives = await stage.watch(stage.source(), for: .seconds(30)).ledger?.archives[Self.main]?.value ?? []
            #expect(archives.count > 1)
            #expect(Set(archives.map { "\($0.type)/\($0.backupID)/\($0.at)" }).count == archives.count)
        }
    }

    @Test("a clock an hour off is told, and nothing is believed to be older or newer for it", arguments: [3600.0, -3600])
    func clock(ahead: Double) async throws {
        try await BackupStage.run { stage in
            try stage.setClock(ahead: ahead)
            let observation = await stage.watch(stage.source(), for: .seconds(60))
            #expect(observation.codes == ["clock_off"])
            let skew = try #require(observation.ledger?.nodes["localhost"]?.clock.value)
            #expect(abs(skew.ahead.components.seconds - Int64(ahead)) <= 2)
            #expect(observation["datastore:pbs/main"]?.metrics[.diskUsed]?.isCurrent == true)
        }
    }

    @Test(
        "maintenance: the datastore is there and says so, its figures are unknown, its snapshots stay",
        arguments: ["offline", "unmount", "read-only"])
    func maintenance(mode: String) async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(60))
            try stage.maintain("main", mode)
            let observation = await stage.watch(source, for: .seconds(600))
            let store = try #require(observation["datastore:pbs/main"])
            #expect(store.datastore?.maintenance == mode)
            #expect(observation.ledger?.archives[Self.main]?.value?.isEmpty == false)
            if mode == "read-only" {
                #expect(store.status == .available && store.metrics[.diskUsed]?.isCurrent == true)
            } else {
                #expect(store.status == .disabled)
            }
            try stage.maintain("main", nil)
            #expect(await stage.watch(source, for: .seconds(600))["datastore:pbs/main"]?.status == .available)
        }
    }

    @Test("a namespace without rights is hidden and not empty; the others are listed")
    func namespace() async throws {
        try await BackupStage.run { stage in
            try stage.spoil("/admin/datastore/main/groups", .exactly(status: 403, phrase: "Forbidden", body: "permission check failed"))
            let observation = await stage.watch(stage.source(), for: .seconds(60))
            let hidden = try #require(observation.ledger?.archives[Self.main])
            #expect(hidden.isHidden)
            #expect(hidden.problem?.nextStep.contains("DatastoreAudit") == true)
            let other = observation.ledger?.archives[BackupPlace(.datastore(SourceSlug("pbs")!, "archive"))]
            #expect(other?.value != nil)
        }
    }

    @Test("one namespace of two is closed to the token: it is hidden with the command, the other listed, and opened it comes")
    func closedNamespace() async throws {
        try await BackupStage.run { stage in
            let archive = ResourceID.datastore(SourceSlug("pbs")!, "archive")
            try await stage.estate.apply(backup: .namespaceForbidden(store: "archive", namespace: "copies"))
            let source = stage.source()
            let observation = await stage.watch(source, for: .seconds(60))
            let listed = observation.ledger?.archives.filter { $0.key.resource == archive } ?? [:]
            #expect(listed[BackupPlace(archive)]?.value?.isEmpty == false && listed[BackupPlace(archive)]?.problem == nil)
            for (place, told) in listed where place.namespace.hasPrefix("copies") {
                #expect(told.isHidden && told.problem?.code == "privilege_missing", "\(place)")
                #expect(told.problem?.nextStep.contains("proxmox-backup-manager acl") == true, "\(String(describing: told.problem))")
            }
            #expect(observation.ledger?.archives[Self.main]?.value?.isEmpty == false)
            try await stage.estate.apply(backup: .namespacesAllowed)
            let opened = await stage.watch(source, for: .seconds(2400), every: .seconds(60)).ledger?.archives ?? [:]
            let copies = opened.filter { $0.key.resource == archive && $0.key.namespace.hasPrefix("copies/") }
            #expect(!copies.isEmpty && copies.values.allSatisfy { $0.value?.isEmpty == false && $0.problem == nil }, "\(copies.keys)")
        }
    }

    @Test("a server that fails again and again is left in peace")
    func failing() async throws {
        try await BackupStage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(30))
            try stage.spoil("/status/datastore-usage", .badGateway)
            stage.estate.forgetRequests()
            for _ in 0..<30 {
                stage.advance(.seconds(10))
                _ = await source.poll(now: stage.now)
                await source.askDetails(now: stage.now)
            }
            // Five minutes of a breaker that doubles its pause.
            #expect(stage.estate.requests(backupServer: 0).count <= 8)
        }
    }
}
