import Logging
import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated mail gateway with a source that watches it, in virtual time.
final class MailStage: Sendable {
    let estate: SimulatedEstate
    let client: OutboundClient
    private let time: Mutex<Timestamp>

    static func run(nodes: Int = 1, _ body: (MailStage) async throws -> Void) async throws {
        let stage = try await MailStage(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 1, mailGateways: 1, nodesPerMailGateway: nodes))
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

    var gateway: RunningMailGateway { estate.mailGateways[0] }
    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        estate.advance(by: duration)
        time.withLock { $0 = $0 + duration }
    }

    static func credentials(_ user: RunningUser) -> ProxmoxCredentials { .password(user: user.name, password: Redacted(user.password)) }

    func endpoint(_ node: RunningNode) -> ProxmoxEndpoint { ProxmoxEndpoint(url: node.url, node: node.name, fingerprint: node.fingerprint) }

    /// A source for all nodes, unless other endpoints are given.
    func source(_ credentials: ProxmoxCredentials? = nil, endpoints: [ProxmoxEndpoint]? = nil) -> PMGSource {
        let configuration = ProxmoxSourceConfiguration(
            product: .mailGateway, slug: SourceSlug("mx")!, name: "Post", endpoints: endpoints ?? gateway.nodes.map(endpoint),
            credentials: credentials ?? Self.credentials(gateway.user))
        return PMGSource(configuration: configuration, client: client, now: { self.now }, randomness: { 0.5 }, logger: Logger(label: "test"))
    }

    /// Polls every half minute of virtual time, with the calls beside it in between; the last observation.
    @discardableResult
    func watch(_ source: PMGSource, for duration: Duration, every step: Duration = .seconds(30)) async -> Observation {
        var observation = await source.poll(now: now)
        var passed = Duration.zero
        while passed < duration {
            await source.askDetails(now: now)
            advance(step)
            passed += step
            observation = await source.poll(now: now)
        }
        return observation
    }
}

extension ObservedResource {
    var mail: MailFacts? { if case .mail(let facts) = facts { facts } else { nil } }
}
