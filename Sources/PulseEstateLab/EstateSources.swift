import Logging
package import PulseCore
package import PulseProxmox
package import PulseSimulator
package import PulseTransport

/// A source as whoever drives it by hand needs it.
package protocol PolledSource: Sendable {
    var configuration: ProxmoxSourceConfiguration { get }
    func poll(now moment: Timestamp) async -> Observation
    func askDetails(now moment: Timestamp) async
}

extension PVESource: PolledSource {}
extension PBSSource: PolledSource {}
extension PMGSource: PolledSource {}

/// The product's sources of everything that a simulated estate has: `lab`, `lab2`, … of its clusters, `pbs` … and `mail` … of the others.
package struct EstateSources: Sendable {
    package private(set) var all: [any PolledSource]

    private static let logger = Logger(label: "source") { _ in SwiftLogNoOpLogHandler() }

    package init(of estate: SimulatedEstate, _ client: OutboundClient, _ clock: MovableClock) {
        all =
            estate.clusters.map { Self.cluster($0, client, clock) } + estate.backupServers.map { Self.backupServer($0, client, clock) }
            + estate.mailGateways.map { Self.mailGateway($0, client, clock) }
    }

    package static func cluster(_ cluster: RunningCluster, _ client: OutboundClient, _ clock: MovableClock) -> PVESource {
        let configuration = ProxmoxSourceConfiguration(
            slug: slug("lab", cluster.index), name: "Lab", endpoints: cluster.nodes.map { endpoint($0) },
            credentials: .token(id: cluster.token.id, secret: Redacted(cluster.token.secret)))
        return PVESource(configuration: configuration, client: client, now: { clock.now }, randomness: { 0.5 }, logger: logger)
    }

    private static func backupServer(_ server: RunningBackupServer, _ client: OutboundClient, _ clock: MovableClock) -> PBSSource {
        let configuration = ProxmoxSourceConfiguration(
            product: .backupServer, slug: slug("pbs", server.index), name: "Cellar", endpoints: [endpoint(server.door)],
            credentials: .token(id: server.token.id, secret: Redacted(server.token.secret)))
        return PBSSource(configuration: configuration, client: client, now: { clock.now }, randomness: { 0.5 }, logger: logger)
    }

    private static func mailGateway(_ gateway: RunningMailGateway, _ client: OutboundClient, _ clock: MovableClock) -> PMGSource {
        let configuration = ProxmoxSourceConfiguration(
            product: .mailGateway, slug: slug("mail", gateway.index), name: "Post", endpoints: gateway.nodes.map { endpoint($0) },
            credentials: .password(user: gateway.user.name, password: Redacted(gateway.user.password)))
        return PMGSource(configuration: configuration, client: client, now: { clock.now }, randomness: { 0.5 }, logger: logger)
    }

    private static func endpoint(_ node: RunningNode) -> ProxmoxEndpoint {
        ProxmoxEndpoint(url: node.url, node: node.name, fingerprint: node.fingerprint)
    }

    private static func slug(_ name: String, _ index: Int) -> SourceSlug {
        SourceSlug(naming: index == 0 ? name : "\(name)\(index + 1)", avoiding: [])
    }

    /// False when there is none of this name.
    package mutating func remove(_ slug: SourceSlug) -> Bool {
        let before = all.count
        all.removeAll { $0.configuration.slug == slug }
        return all.count < before
    }

    /// What every source sees now, each with the calls beside it made as far as they are due.
    package func observe(at now: Timestamp) async -> [Observation] {
        await withTaskGroup(of: Observation.self) { group in
            for source in all {
                group.addTask {
                    let observation = await source.poll(now: now)
                    await source.askDetails(now: now)
                    return observation
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.source < $1.source }
        }
    }
}
