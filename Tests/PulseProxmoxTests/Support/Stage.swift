import Logging
import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated estate with a source that watches its first cluster, in virtual time.
final class Stage: Sendable {
    let estate: SimulatedEstate
    let client: OutboundClient
    private let time: Mutex<Timestamp>
    let learnt = Mutex<[[ProxmoxEndpoint]]>([])

    static func run(_ options: EstateOptions = EstateOptions(), _ body: (Stage) async throws -> Void) async throws {
        let stage = try await Stage(options)
        do {
            try await body(stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }

    private init(_ options: EstateOptions) async throws {
        estate = try await SimulatedEstate.start(options)
        client = OutboundClient()
        time = Mutex(Timestamp(seconds: Int64(estate.now)))
    }

    private func close() async {
        await client.shutdown()
        await estate.shutdown()
    }

    var cluster: RunningCluster { estate.clusters[0] }
    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        estate.advance(by: duration)
        time.withLock { $0 = $0 + duration }
    }

    func endpoint(_ node: RunningNode) -> ProxmoxEndpoint { ProxmoxEndpoint(url: node.url, node: node.name, fingerprint: node.fingerprint) }

    static func credentials(_ token: RunningToken) -> ProxmoxCredentials { .token(id: token.id, secret: Redacted(token.secret)) }
    static func credentials(_ user: RunningUser) -> ProxmoxCredentials { .password(user: user.name, password: Redacted(user.password)) }

    /// A source for the given nodes, by default all of them.
    func source(_ credentials: ProxmoxCredentials? = nil, endpoints: [ProxmoxEndpoint]? = nil, interval: Duration = .seconds(10)) -> PVESource {
        let configuration = ProxmoxSourceConfiguration(
            slug: SourceSlug("lab")!, name: "Lab", endpoints: endpoints ?? cluster.nodes.map(endpoint),
            credentials: credentials ?? Self.credentials(cluster.token), interval: interval)
        return PVESource(
            configuration: configuration, client: client, now: { self.now }, randomness: { 0.5 }, logger: Logger(label: "test"),
            learnt: { endpoints in self.learnt.withLock { $0.append(endpoints) } })
    }

    /// Returns when the servers, or the source, have come so far. The suite's time limit ends what never comes.
    func wait(until condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Polls every ten seconds of virtual time, with the calls about nodes and guests in between; the last observation.
    @discardableResult
    func watch(_ source: PVESource, for duration: Duration) async -> Observation {
        var observation = await source.poll(now: now)
        var passed = Duration.zero
        while passed < duration {
            await source.askDetails(now: now)
            advance(.seconds(10))
            passed += .seconds(10)
            observation = await source.poll(now: now)
        }
        return observation
    }
}

extension Observation {
    subscript(id: String) -> ObservedResource? { resources.first { $0.id.description == id } }

    func kind(_ kind: ResourceKind) -> [ObservedResource] { resources.filter { $0.id.kind == kind } }

    var codes: [String] { report.problems.map(\.code) }
}

extension ObservedResource {
    var guest: GuestFacts? { if case .guest(let facts) = facts { facts } else { nil } }
    var node: NodeFacts? { if case .node(let facts) = facts { facts } else { nil } }
    var cluster: ClusterFacts? { if case .cluster(let facts) = facts { facts } else { nil } }
    var storage: StorageFacts? { if case .storage(let facts) = facts { facts } else { nil } }
}
