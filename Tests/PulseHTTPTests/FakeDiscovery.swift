import HTTPTypes
import PulseCore
import PulseHTTP
import Synchronization

/// A search without a network: it runs until it is stopped, and has found what somebody might.
final class FakeDiscovery: DiscoveryAdministration {
    private struct State {
        var search: DiscoverySearch?
        var earlier: [DiscoverySearch] = []
        var preferences = DiscoveryPreferences(networks: [], ports: [8006, 8007], everyHours: 0)
    }

    private let state = Mutex(State())

    func report() throws -> DiscoveryReport {
        state.withLock { state in
            DiscoveryReport(
                search: state.search, servers: state.search == nil ? [] : Self.servers, earlier: state.earlier, preferences: state.preferences)
        }
    }

    func start(networks: [String]?, ports: [Int]?, by actor: Actor) throws -> DiscoverySearch {
        try state.withLock { state in
            let wanted = networks ?? state.preferences.networks
            guard !wanted.isEmpty else { throw APIError(.badRequest, "invalid_networks", "No network was named.", details: ["field": "networks"]) }
            guard state.search?.state != "running" else { throw APIError(.conflict, "search_running", "A search is running already.") }
            let search = DiscoverySearch(
                networks: wanted, ports: ports ?? state.preferences.ports, by: actor.name, startedAt: TestServer.start.description, total: 508,
                skipped: 1)
            state.search = search
            return search
        }
    }

    func cancel() -> Bool {
        state.withLock { state in
            guard state.search?.state == "running" else { return false }
            state.search?.state = "cancelled"
            state.search?.endedAt = TestServer.start.description
            state.earlier = [state.search].compactMap { $0 }
            return true
        }
    }

    func save(networks: [String], ports: [Int]?, everyHours: Int) throws -> DiscoveryPreferences {
        state.withLock { state in
            state.preferences = DiscoveryPreferences(networks: networks, ports: ports ?? [8006, 8007], everyHours: everyHours)
            return state.preferences
        }
    }

    private static let servers = [
        DiscoveredServer(
            kind: .backupServer, address: "192.168.1.7", port: 8007, name: "vault", fingerprint: "AA:BB", subject: "CN=vault.lan, O=Proxmox",
            confidence: "certain", evidence: ["Its page is titled “vault - Proxmox Backup Server”."], source: nil),
        DiscoveredServer(
            kind: .proxmoxVE, address: "192.168.1.5", port: 8006, name: "pve-1", fingerprint: nil, subject: nil, confidence: nil,
            evidence: ["It is the source “Homelab”, and was not asked."], source: TestServer.slug),
    ]
}
