import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization
import Testing

@testable import PulseProxmox

/// Searches over real TLS: simulated servers of all products on loopback, and strangers beside them.
@Suite("A search", .timeLimit(.minutes(1)))
struct NetworkScanTests {
    private static let options = EstateOptions(nodesPerCluster: 3, guestsPerCluster: 4, backupServers: 1, mailGateways: 1)
    private static let rules = EgressRules.discovery(allowed: [NetworkRange("127.0.0.0/8")!])

    private static func search(
        _ networks: [String], _ ports: [Int], _ client: OutboundClient, skipping: Set<ScanTarget> = []
    ) async throws -> (found: [FoundServer], end: ScanPlan.End) {
        let plan = ScanPlan(try ScanNetworks(networks, rules: rules).addresses, ports: ports, skipping: skipping)
        let last = Mutex<[FoundServer]>([])
        let end = await NetworkScan(clock: ContinuousClock()) { await client.look(at: $0, rules) }
            .run(plan) { progress in last.withLock { $0 = progress.found } }
        return (last.withLock { $0 }.sorted { ($0.port, $0.address.description) < ($1.port, $1.address.description) }, end)
    }

    private func withEstate(_ options: EstateOptions = options, _ body: (VirtualEstate) async throws -> Void) async throws {
        let virtual = try await VirtualEstate(options)
        do { try await body(virtual) } catch {
            await virtual.close()
            throw error
        }
        await virtual.close()
    }

    @Test("servers of all three products are found with name and fingerprint, and none is shown a credential")
    func products() async throws {
        try await withEstate { virtual in
            let estate = virtual.estate
            let nodes = estate.clusters[0].nodes
            let (vault, gateway) = (estate.backupServers[0].door, estate.mailGateways[0].nodes[0])
            let networks = ["127.0.0.0/29", vault.address, gateway.address]
            let result = try await Self.search(networks, [nodes[0].port, vault.port, gateway.port], virtual.client)
            #expect(result.end == .complete)
            for (node, product) in nodes.map({ ($0, ProxmoxProduct.virtualEnvironment) }) + [(vault, .backupServer), (gateway, .mailGateway)] {
                let found = result.found.first { $0.address.description == node.address && $0.port == node.port }
                #expect(found?.product == product)
                #expect(found?.node == node.name)
                #expect(found?.fingerprint == node.fingerprint)
                #expect(found?.confidence == .certain)
            }
            #expect(result.found.count == 5)
            let requests = estate.requests()
            #expect(requests.count >= 4)
            #expect(requests.allSatisfy { $0.credential == .none && $0.path == "/" })
        }
    }

    @Test("a server of Proxmox whose API hangs does not hold up the search")
    func hanging() async throws {
        try await withEstate { virtual in
            let node = virtual.estate.clusters[0].nodes[0]
            try await virtual.estate.apply(.nodeDown(node: node.name, .hanging))
            let result = try await Self.search(["127.0.0.0/29"], [node.port], virtual.client)
            #expect(result.found.map(\.address.description) == Array(virtual.estate.clusters[0].nodes.map(\.address).dropFirst()))
        }
    }

    @Test("strangers are not listed, cost no more than their time, and are told nothing but the one question", arguments: Stranger.Manner.allCases)
    func strangers(manner: Stranger.Manner) async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 2)) { virtual in
            let node = virtual.estate.clusters[0].nodes[0]
            let stranger = try await Stranger(manner, address: "127.0.0.6", port: node.port)
            let start = ContinuousClock.now
            let result = try await Self.search(["127.0.0.0/29"], [node.port], virtual.client)
            #expect(result.end == .complete)
            #expect(result.found.map(\.address.description) == [node.address])
            // Connection and answer have three seconds together; the machine may be slow.
            #expect(start.duration(to: .now) < .seconds(20))
            let question = FirstContact(address: IPAddress("127.0.0.6")!, port: node.port, egress: Self.rules).question
            if manner == .plain {
                #expect(!stranger.received.contains("HTTP/1.1"))
            } else {
                #expect(["", question].contains(stranger.received))
                if manner == .otherPage { #expect(stranger.received == question) }
            }
            await stranger.end()
        }
    }

    @Test("the question holds no credential, and no name of the one who asks but the program's")
    func question() {
        let question = FirstContact(address: IPAddress("fd00::5")!, port: 8007, egress: Self.rules).question
        #expect(
            question
                == "GET / HTTP/1.1\r\nHost: [fd00::5]:8007\r\nUser-Agent: Pulse, looking for servers of Proxmox\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        )
    }

    @Test("an address that must not be called is not even connected to")
    func refused() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 2)) { virtual in
            let node = virtual.estate.clusters[0].nodes[0]
            let contact = FirstContact(address: IPAddress(node.address)!, port: node.port, egress: .discovery(allowed: []))
            await #expect(throws: TransportError.refusedAddress(contact.address, .loopback)) { try await virtual.client.firstContact(contact) }
            #expect(virtual.estate.connections(node: node.name) == 0)
        }
    }

    @Test("a search that is stopped ends at once, with what it had found")
    func cancelled() async throws {
        let (begun, go) = AsyncStream<Void>.makeStream()
        let plan = ScanPlan(try ScanNetworks(["10.0.0.0/24"], rules: Self.rules).addresses, ports: [8006])
        let contacts = Mutex(0)
        let scan = NetworkScan(clock: ContinuousClock()) { _ -> FoundServer? in
            contacts.withLock { $0 += 1 }
            go.yield()
            try? await Task.sleep(for: .seconds(3600))
            return nil
        }
        let end = await withTaskGroup(of: ScanPlan.End?.self) { group in
            group.addTask { await scan.run(plan) { _ in } }
            group.addTask {
                for await _ in begun { return nil }
                return nil
            }
            var end: ScanPlan.End?
            for await one in group {
                group.cancelAll()
                end = end ?? one
            }
            return end
        }
        #expect(end == .cancelled)
        #expect(contacts.withLock { $0 } < 254)
    }
}
