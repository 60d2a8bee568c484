import Foundation
import Logging
import PulseCore
import PulseProxmox
import PulseSimulator

/// `pulse serve --demo`: a simulated cluster, a backup server that it saves to and a mail gateway, on loopback, in a directory that is gone
/// afterwards.
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
            clock: .real(startingAt: Int(WallClock.now().seconds)), backupServers: 1, mailGateways: 1, nodesPerMailGateway: 2)
        self.logger = logger
    }

    func run() async throws {
        defer { try? FileManager.default.removeItem(atPath: configuration.dataDirectory) }
        let estate = try await SimulatedEstate.start(options, logger: logger)
        let server = try PulseServer(configuration, store: try OpenStore(path: configuration.dataDirectory), isDemo: true, logger: logger)
        for source in sources(of: estate) { try server.sources.adopt(source) }
        do { try await Serve.serve(server, logger) } catch {
            await estate.shutdown()
            throw error
        }
        await estate.shutdown()
    }

    private func sources(of estate: SimulatedEstate) -> [ProxmoxSourceConfiguration] {
        let clusters = estate.clusters.map { cluster in
            source(
                .virtualEnvironment, cluster.name ?? cluster.nodes.first?.name ?? "demo", cluster.nodes,
                .token(id: cluster.token.id, secret: Redacted(cluster.token.secret)))
        }
        let backups = estate.backupServers.map { backup in
            source(.backupServer, backup.name, [backup.door], .token(id: backup.token.id, secret: Redacted(backup.token.secret)))
        }
        let mail = estate.mailGateways.map { gateway in
            source(
                .mailGateway, gateway.nodes.first?.name ?? "mail", gateway.nodes,
                .password(user: gateway.user.name, password: Redacted(gateway.user.password)))
        }
        return clusters + backups + mail
    }

    private func source(
        _ product: ProxmoxProduct, _ name: String, _ nodes: [RunningNode], _ credentials: ProxmoxCredentials
    ) -> ProxmoxSourceConfiguration {
        ProxmoxSourceConfiguration(
            product: product, slug: SourceSlug(naming: name, avoiding: []), name: name,
            endpoints: nodes.map { ProxmoxEndpoint(url: $0.url, node: $0.name, fingerprint: $0.fingerprint) }, credentials: credentials,
            interval: configuration.pollInterval)
    }
}
