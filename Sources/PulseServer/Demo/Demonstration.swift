import Foundation
import Logging
import PulseCore
import PulseProxmox
import PulseSimulator

/// `pulse serve --demo`: simulated clusters only, on loopback, in a directory that is gone afterwards.
struct Demonstration {
    private var configuration: ServerConfiguration
    private let options: EstateOptions
    private let logger: Logger

    init(_ configuration: ServerConfiguration, nodes: Int, guests: Int, logger: Logger) {
        self.configuration = configuration
        self.configuration.bindAddress = "127.0.0.1"
        self.configuration.dataDirectory = NSTemporaryDirectory() + "/pulse-demo-\(Randomness.identifier())"
        self.configuration.monitorsThisHost = false
        // What is made up belongs in nobody's engine.
        self.configuration.metrics = .local
        options = EstateOptions(
            seed: 7, nodesPerCluster: nodes, guestsPerCluster: guests, certificate: .clusterAuthority,
            clock: .real(startingAt: Int(WallClock.now().seconds)))
        self.logger = logger
    }

    func run() async throws {
        defer { try? FileManager.default.removeItem(atPath: configuration.dataDirectory) }
        let estate = try await SimulatedEstate.start(options, logger: logger)
        let server = try PulseServer(configuration, store: try OpenStore(path: configuration.dataDirectory), isDemo: true, logger: logger)
        for cluster in estate.clusters { try server.sources.adopt(try source(of: cluster)) }
        do { try await Serve.serve(server, logger) } catch {
            await estate.shutdown()
            throw error
        }
        await estate.shutdown()
    }

    private func source(of cluster: RunningCluster) throws -> ProxmoxSourceConfiguration {
        let name = cluster.name ?? cluster.nodes.first?.name ?? "demo"
        return ProxmoxSourceConfiguration(
            slug: SourceSlug(naming: name, avoiding: []), name: name,
            endpoints: cluster.nodes.map { ProxmoxEndpoint(url: $0.url, node: $0.name, fingerprint: $0.fingerprint) },
            credentials: .token(id: cluster.token.id, secret: Redacted(cluster.token.secret)), interval: configuration.pollInterval)
    }
}
