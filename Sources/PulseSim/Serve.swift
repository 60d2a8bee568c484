import ArgumentParser
import Foundation
import PulseSimulator
import UnixSignals

/// Runs an estate until SIGINT or SIGTERM.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run simulated clusters and print how to reach them.")

    @Option(help: "Nodes per cluster.") var nodes = 3
    @Option(help: "Guests per cluster.") var guests = 40
    @Option(help: "The same seed gives the same world.") var seed: UInt64 = 1
    @Option(help: "Number of clusters.") var clusters = 1
    @Option(help: "Proxmox VE version to imitate: 7.4, 8.4 or 9.2.") var pve = "9.2"
    @Option(help: "Port of the first cluster; the next has the next. 0 lets the kernel choose.") var portBase = 0
    @Option(help: "Port of the control API; 0 lets the kernel choose.") var controlPort = 0
    @Option(help: "How certificates are signed: self-signed or cluster-authority.") var certificate = EstateOptions.Certificate
        .clusterAuthority.rawValue
    @Option(help: "Proxmox Backup Servers; they listen from the 100th port after --port-base on.") var backupServers = 0
    @Option(help: "About so many snapshots on each backup server; 0 is two weeks of them.") var snapshots = 0
    @Option(help: "Proxmox Mail Gateways; they listen from the 200th port after --port-base on.") var mailGateways = 0
    @Option(help: "Nodes per mail gateway; 1 is one without a cluster.") var mailNodes = 1
    @Flag(help: "One node that is in no cluster.") var standalone = false
    @Flag(help: "Guests without peculiarities: no old snapshots, silent agents, or disks that nobody saves.") var wellKept = false
    @Flag(help: "Answer 401, 596 and dead agents quickly instead of after a real server's delays.") var quick = false
    @Flag(help: "Print one line of JSON instead of text.") var json = false

    func validate() throws {
        guard SimulatedVersion(pve) != nil else { throw ValidationError("--pve is 7.4, 8.4 or 9.2") }
        guard EstateOptions.Certificate(rawValue: certificate) != nil else {
            throw ValidationError("--certificate is self-signed or cluster-authority")
        }
        guard (1...1_000).contains(nodes) else { throw ValidationError("--nodes is 1 to 1000") }
        guard (0...100_000).contains(guests) else { throw ValidationError("--guests is 0 to 100000") }
        guard (1...50).contains(clusters) else { throw ValidationError("--clusters is 1 to 50") }
        guard (0...50).contains(backupServers) else { throw ValidationError("--backup-servers is 0 to 50") }
        guard (0...1_000_000).contains(snapshots) else { throw ValidationError("--snapshots is 0 to 1000000") }
        guard (0...50).contains(mailGateways) else { throw ValidationError("--mail-gateways is 0 to 50") }
        guard (1...16).contains(mailNodes) else { throw ValidationError("--mail-nodes is 1 to 16") }
    }

    func run() async throws {
        let estate = try await SimulatedEstate.start(options)
        do {
            let control = try await ControlServer.start(estate, port: controlPort)
            announce(estate, control)
            await untilSignal()
            await control.shutdown()
        } catch {
            await estate.shutdown()
            throw error
        }
        await estate.shutdown()
    }

    private var options: EstateOptions {
        // The one look at the wall clock: from here on the estate's time is its own.
        let start = Int(Date().timeIntervalSince1970)
        var options = EstateOptions(
            seed: seed, clusters: clusters, nodesPerCluster: nodes, guestsPerCluster: guests, version: SimulatedVersion(pve) ?? .pve9,
            standalone: standalone, certificate: EstateOptions.Certificate(rawValue: certificate) ?? .clusterAuthority,
            clock: .real(startingAt: start), delays: quick ? .short : .asInReality, basePort: portBase == 0 ? nil : portBase,
            backupServers: backupServers, snapshotsPerServer: snapshots == 0 ? nil : snapshots, mailGateways: mailGateways,
            nodesPerMailGateway: mailNodes)
        options.isWellKept = wellKept
        return options
    }

    private func untilSignal() async {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return }
    }

    private func announce(_ estate: SimulatedEstate, _ control: ControlServer) {
        if json {
            Output.line("{\"control\":\"http://127.0.0.1:\(control.port)\",\"estate\":\(estate.state)}")
        } else {
            Output.line("Simulated Proxmox VE \(pve), seed \(seed). Control: http://127.0.0.1:\(control.port)/state")
            for cluster in estate.clusters { announce(cluster) }
            for server in estate.backupServers { announce(server) }
            for gateway in estate.mailGateways { announce(gateway) }
            Output.line("Stop with Ctrl-C.")
        }
    }

    private func announce(_ gateway: RunningMailGateway) {
        Output.line("")
        Output.line("Mail gateway")
        for node in gateway.nodes { Output.line("  \(node.name)  \(node.url)  \(node.fingerprint)") }
        Output.line("  user      \(gateway.user.name)  \(gateway.user.password)")
    }

    private func announce(_ server: RunningBackupServer) {
        Output.line("")
        Output.line("Backup server \(server.name)  \(server.url)  \(server.fingerprint)")
        Output.line("  token     \(server.token.id)  \(server.token.secret)")
        Output.line("  operator  \(server.operatorToken.id)  \(server.operatorToken.secret)")
    }

    private func announce(_ cluster: RunningCluster) {
        Output.line("")
        Output.line("\(cluster.name.map { "Cluster \($0)" } ?? "Standalone node"), \(cluster.vmids.count) guests")
        for node in cluster.nodes { Output.line("  \(node.name)  \(node.url)  \(node.fingerprint)") }
        Output.line("  token     \(cluster.token.id)  \(cluster.token.secret)")
        Output.line("  operator  \(cluster.operatorToken.id)  \(cluster.operatorToken.secret)")
        Output.line("  user      \(cluster.user.name)  \(cluster.user.password)")
    }
}
