import Foundation
import Logging
import PulseAccess
import PulseCore
import PulseHTTP
import PulseInventory
import PulseProxmox
import PulseSimulator
import PulseTransport

@testable import PulseServer

/// A whole server and a simulated cluster in one process, driven by hand in virtual time: `step()` lets ten seconds pass.
final class LiveEstate {
    let estate: SimulatedEstate
    let server: PulseServer
    private let client = OutboundClient()
    private var source: PVESource
    private(set) var now: Timestamp

    init(_ options: EstateOptions = EstateOptions(nodesPerCluster: 3, guestsPerCluster: 20)) async throws {
        let estate = try await SimulatedEstate.start(options, logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        self.estate = estate
        let quiet = Logger(label: "pulse") { _ in SwiftLogNoOpLogHandler() }
        let environment = ["PULSE_DATA_DIR": NSTemporaryDirectory() + "/pulse-live-\(UUID().uuidString)"]
        let configuration = try ServerConfiguration(try await SettingsReader.make(flags: [:], environment: environment, file: nil))
        now = Timestamp(seconds: Int64(estate.now))
        let start = now
        server = try PulseServer(
            configuration, store: try OpenStore(path: configuration.dataDirectory), logger: quiet, hasher: PasswordHasher(logarithmOfCost: 2),
            now: { start })
        source = Self.source(of: estate.clusters[0], client, quiet)
    }

    private static func source(of cluster: RunningCluster, _ client: OutboundClient, _ logger: Logger) -> PVESource {
        let configuration = ProxmoxSourceConfiguration(
            slug: SourceSlug(naming: "lab", avoiding: []), name: "Lab",
            endpoints: cluster.nodes.map { ProxmoxEndpoint(url: $0.url, node: $0.name, fingerprint: $0.fingerprint) },
            credentials: .token(id: cluster.token.id, secret: Redacted(cluster.token.secret)))
        return PVESource(configuration: configuration, client: client, now: { Timestamp(seconds: 0) }, randomness: { 0.5 }, logger: logger)
    }

    /// Ten seconds: the source is asked, the server ticks.
    func step(_ times: Int = 1) async {
        for _ in 0..<times {
            estate.advance(by: .seconds(10))
            now = now + .seconds(10)
            server.inbox.put(await source.poll(now: now))
            await source.askDetails(now: now)
            server.ticks.tick(at: now)
        }
    }

    var fleet: Fleet { server.inventory.fleet }
    var slug: SourceSlug { SourceSlug(naming: "lab", avoiding: []) }

    func guest(_ vmid: Int) -> Resource? { fleet.resources[.guest(slug, vmid: vmid)] }
    func node(_ name: String) -> Resource? { fleet.resources[.node(slug, name)] }

    func end() async {
        await client.shutdown()
        try? await server.close()
        await estate.shutdown()
    }
}

/// Runs a story with an estate that is taken down afterwards, whatever happens.
func withEstate(_ options: EstateOptions = EstateOptions(nodesPerCluster: 3, guestsPerCluster: 20), _ story: (LiveEstate) async throws -> Void)
    async throws
{
    let live = try await LiveEstate(options)
    do { try await story(live) } catch {
        await live.end()
        throw error
    }
    await live.end()
}
