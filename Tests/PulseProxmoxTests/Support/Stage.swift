import Logging
import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated estate with a source that watches its first cluster, in virtual time.
final class Stage: SourceStage {
    let virtual: VirtualEstate
    let learnt = Mutex<[[ProxmoxEndpoint]]>([])

    static func run(_ options: EstateOptions = EstateOptions(), _ body: (Stage) async throws -> Void) async throws {
        try await run(estate: options, body)
    }

    init(_ virtual: VirtualEstate) { self.virtual = virtual }

    var cluster: RunningCluster { estate.clusters[0] }

    static func credentials(_ token: RunningToken) -> ProxmoxCredentials { .token(id: token.id, secret: Redacted(token.secret)) }

    /// A source for the given nodes, by default all of them.
    func source(_ credentials: ProxmoxCredentials? = nil, endpoints: [ProxmoxEndpoint]? = nil, interval: Duration = .seconds(10)) -> PVESource {
        let configuration = ProxmoxSourceConfiguration(
            slug: SourceSlug("lab")!, name: "Lab", endpoints: endpoints ?? cluster.nodes.map(endpoint),
            credentials: credentials ?? Self.credentials(cluster.token), interval: interval)
        return PVESource(
            configuration: configuration, client: client, now: { self.now }, randomness: { 0.5 }, logger: Logger(label: "test"),
            learnt: { endpoints in self.learnt.withLock { $0.append(endpoints) } })
    }

    /// Polls every ten seconds of virtual time, with the calls about nodes and guests in between; the last observation.
    @discardableResult
    func watch(_ source: PVESource, for duration: Duration) async -> Observation {
        await watch(source, for: duration, step: .seconds(10))
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
    var pool: PoolFacts? { if case .pool(let facts) = facts { facts } else { nil } }
    var disk: DiskFacts? { if case .disk(let facts) = facts { facts } else { nil } }
    var ceph: CephFacts? { if case .ceph(let facts) = facts { facts } else { nil } }
}
