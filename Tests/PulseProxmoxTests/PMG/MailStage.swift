import Logging
import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated mail gateway with a source that watches it, in virtual time.
final class MailStage: SourceStage {
    let virtual: VirtualEstate

    static func run(nodes: Int = 1, _ body: (MailStage) async throws -> Void) async throws {
        let options = EstateOptions(nodesPerCluster: 1, guestsPerCluster: 1, mailGateways: 1, nodesPerMailGateway: nodes)
        try await run(estate: options, body)
    }

    init(_ virtual: VirtualEstate) { self.virtual = virtual }

    var gateway: RunningMailGateway { estate.mailGateways[0] }

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
        await watch(source, for: duration, step: step)
    }
}

extension ObservedResource {
    var mail: MailFacts? { if case .mail(let facts) = facts { facts } else { nil } }
}
