import Foundation
import Logging
import PulseCore
import PulseHTTP
import PulseProxmox
import PulseSimulator
import PulseStorage
import PulseTransport
import Synchronization
import Testing

@testable import PulseServer

/// Searches as a person begins, watches and stops them, and as the schedule does.
@Suite("The desk of searches", .timeLimit(.minutes(1)))
struct DiscoveryDeskTests {
    private static let start = Timestamp(seconds: 1_790_000_000)

    @Test("a search ends with what it found, and the trail says who searched what and what came of it")
    func complete() async throws {
        try await withDesk { stage in
            _ = try stage.desk.start(networks: ["10.0.0.0/29"], ports: [8006], by: .user("ann"))
            try await stage.ends()
            let report = try stage.desk.report()
            #expect(report.search?.state == "complete")
            #expect(report.search?.by == "ann")
            #expect(report.search.map { [$0.total, $0.done, $0.found, $0.skipped] } == [6, 6, 1, 0])
            #expect(report.servers.map(\.address) == ["10.0.0.3"])
            #expect(report.servers.first?.source == nil)
            let event = try #require(stage.trail.events.last)
            #expect(event.event == "discovery.end" && event.actor == .system && event.outcome == .success)
            #expect(event.details == ["networks": "10.0.0.0/29", "by": "ann", "end": "complete", "connections": "6", "servers": "1"])
        }
    }

    @Test("without networks nothing is searched, and what may not be searched is refused with its field")
    func refused() async throws {
        try await withDesk { stage in
            let orders: [(networks: [String]?, ports: [Int]?, field: String)] = [
                (nil, nil, "networks"), (["0.0.0.0/0"], nil, "networks"), (["127.0.0.1"], nil, "networks"), (["10.0.0.1"], [0], "ports"),
            ]
            for (networks, ports, field) in orders {
                let error = #expect(throws: APIError.self) { try stage.desk.start(networks: networks, ports: ports, by: .local) }
                #expect(error?.code == "invalid_\(field)" && error?.details["field"] == field)
            }
            let report = try stage.desk.report()
            #expect(report.search == nil && stage.looks == [])
        }
    }

    @Test("one search at a time; one that is stopped keeps what it had found, and makes room for the next")
    func stopped() async throws {
        try await withDesk(hangsAfter: 4) { stage in
            _ = try stage.desk.start(networks: ["10.0.0.0/24"], ports: [8006], by: .user("ann"))
            try await stage.hangs()
            let error = #expect(throws: APIError.self) { try stage.desk.start(networks: ["10.1.0.0/24"], ports: nil, by: .user("bob")) }
            #expect(error?.code == "search_running")
            #expect(stage.desk.cancel())
            try await stage.ends()
            #expect(!stage.desk.cancel())
            #expect(try stage.desk.report().search?.state == "cancelled")
            #expect(try stage.desk.report().earlier.count == 1)
            _ = try stage.desk.start(networks: ["10.1.0.0/31"], ports: [8006], by: .user("bob"))
        }
    }

    @Test("the last twenty searches are told of, the newest first")
    func twenty() async throws {
        try await withDesk { stage in
            for number in 1...22 {
                _ = try stage.desk.start(networks: ["10.0.1.\(number)"], ports: [8006], by: .local)
                try await stage.ends()
            }
            let earlier = try stage.desk.report().earlier
            #expect(earlier.count == 20)
            #expect(earlier.first?.networks == ["10.0.1.22"])
        }
    }

    @Test("a source is left alone by searches and marked as one; a server that is one by another address is known by its certificate")
    func sources() async throws {
        let fingerprint = DeskStage.fingerprint
        let source = DeskStage.source([("https://10.0.0.2:8006", "pve-2", "CC:DD"), ("https://pve3.lan:8006", "pve-3", fingerprint)])
        try await withDesk(sources: [source]) { stage in
            _ = try stage.desk.start(networks: ["10.0.0.0/29"], ports: [8006], by: .local)
            try await stage.ends()
            #expect(!stage.looks.contains("10.0.0.2"))
            let report = try stage.desk.report()
            #expect(report.search?.skipped == 1)
            #expect(report.servers.map(\.address) == ["10.0.0.2", "10.0.0.3"])
            #expect(report.servers.allSatisfy { $0.source == source.slug })
            #expect(report.servers[0].name == "pve-2" && report.servers[0].confidence == nil)
        }
    }

    @Test("the schedule searches the saved networks when it is due, and records that before it does")
    func schedule() async throws {
        try await withDesk { stage in
            #expect(await !stage.desk.searchIfDue(at: Self.start + .seconds(9_000_000)))
            _ = try stage.desk.save(networks: ["10.0.0.0/29"], ports: nil, everyHours: 6)
            #expect(await !stage.desk.searchIfDue(at: Self.start + .seconds(3600)))
            #expect(await stage.desk.searchIfDue(at: Self.start + .seconds(6 * 3600)))
            #expect(stage.trail.events.first?.event == "discovery.search")
            #expect(stage.trail.events.first?.outcome == .intent)
            try await stage.ends()
            #expect(try stage.desk.report().search?.by == "system")
        }
    }

    @Test("what cannot be recorded is not searched by the schedule")
    func unrecorded() async throws {
        try await withDesk { stage in
            _ = try stage.desk.save(networks: ["10.0.0.0/29"], ports: nil, everyHours: 6)
            stage.trail.isBroken.withLock { $0 = true }
            #expect(await !stage.desk.searchIfDue(at: Self.start + .seconds(6 * 3600)))
            #expect(try stage.desk.report().search == nil)
        }
    }

    @Test("a demonstration searches no real network")
    func demonstration() async throws {
        try await withDesk(isDemo: true) { stage in
            let error = #expect(throws: APIError.self) { try stage.desk.start(networks: ["10.0.0.0/29"], ports: nil, by: .local) }
            #expect(error?.code == "demo")
        }
    }

    @Test("a whole server searches over real TLS what its operator allowed, and leaves the source alone that it has")
    func realServers() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 2, guestsPerCluster: 4, backupServers: 1)) { live in
            let (node, vault) = (live.estate.clusters[0].nodes[0], live.estate.backupServers[0].door)
            let token = live.estate.clusters[0].token
            _ = try await live.server.sources.add(
                SourceDraft(
                    name: "Lab", address: node.url, credentials: .token(id: token.id, secret: Redacted(token.secret)), fingerprint: node.fingerprint))
            live.estate.forgetRequests()
            let (client, rules) = (OutboundClient(), EgressRules.discovery(allowed: [NetworkRange("127.0.0.0/8")].compactMap { $0 }))
            let stage = try DeskStage(sources: live.server.sources, rules: rules) { await client.look(at: $0, rules) }
            try await stage.run { stage in
                _ = try stage.desk.start(networks: ["127.0.0.0/29", vault.address], ports: [node.port, vault.port], by: .local)
                try await stage.ends()
                let servers = try stage.desk.report().servers
                #expect(servers.first { $0.address == node.address }?.source == SourceSlug("lab"))
                let backup = servers.first { $0.address == vault.address && $0.port == vault.port }
                #expect(backup?.kind == .backupServer && backup?.fingerprint == vault.fingerprint && backup?.source == nil)
                #expect(live.estate.requests().allSatisfy { $0.credential == .none })
            }
            await client.shutdown()
        }
    }

    private func withDesk(
        sources: [ConfiguredSource] = [], isDemo: Bool = false, hangsAfter: Int? = nil, _ story: (DeskStage) async throws -> Void
    ) async throws {
        try await DeskStage(sources: sources, isDemo: isDemo, hangsAfter: hangsAfter).run(story)
    }
}
