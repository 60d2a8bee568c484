/// How large the simulated estate is, how it behaves, and what time it is there.
package struct EstateOptions: Sendable {
    package enum Certificate: String, Sendable, CaseIterable {
        /// Each node signs its own.
        case selfSigned = "self-signed"
        /// Each node's certificate is signed by an authority of its cluster, which is not sent along: Proxmox's default.
        case clusterAuthority = "cluster-authority"
    }

    package enum Clock: Sendable {
        /// Stands still until `advance(by:)`. Seconds since 1970.
        case virtual(startingAt: Int)
        /// Runs with the machine's monotonic clock from a start the caller read; `advance(by:)` jumps ahead.
        case real(startingAt: Int)
    }

    /// Real time the servers take for things that take a real server time. Not subject to the simulated clock.
    package struct Delays: Sendable {
        /// Before a 401.
        package var refusal: Duration
        /// Until a dead guest agent is given up.
        package var agent: Duration
        /// Until a peer that does not answer becomes a 596.
        package var proxy: Duration
        /// After which an idle connection is closed.
        package var keepAliveIdle: Duration

        package init(refusal: Duration, agent: Duration, proxy: Duration, keepAliveIdle: Duration) {
            self.refusal = refusal
            self.agent = agent
            self.proxy = proxy
            self.keepAliveIdle = keepAliveIdle
        }

        /// As the vendor's source has them.
        package static let asInReality = Delays(refusal: .seconds(3), agent: .seconds(3), proxy: .seconds(30), keepAliveIdle: .seconds(5))
        /// The same order, fit for tests.
        package static let short = Delays(
            refusal: .milliseconds(60), agent: .milliseconds(60), proxy: .milliseconds(250), keepAliveIdle: .seconds(5))
    }

    package var seed: UInt64
    package var clusters: Int
    package var nodesPerCluster: Int
    package var guestsPerCluster: Int
    package var version: SimulatedVersion
    /// One node that is not in a cluster; `nodesPerCluster` is then ignored.
    package var standalone: Bool
    package var certificate: Certificate
    package var clock: Clock
    package var delays: Delays
    /// Cluster n listens on `basePort + n`; nil lets the kernel choose one port per cluster.
    package var basePort: Int?
    /// Requests a node works on at a time, as the three workers of pvedaemon: one that hangs occupies a place.
    package var workersPerNode: Int
    /// Backup servers that keep what the clusters save; without any, the storages of the clusters name one that is not there.
    package var backupServers: Int
    /// About so many snapshots lie on each backup server that a cluster writes to; nil for two weeks of them.
    package var snapshotsPerServer: Int?
    package var backupVersion: SimulatedBackupVersion
    /// Proxmox Mail Gateways; gateway n listens on `basePort + 200 + n`.
    package var mailGateways: Int
    /// One is a gateway without a cluster.
    package var nodesPerMailGateway: Int
    /// Without the peculiarities that guests have otherwise, such as old snapshots, silent agents and disks that nobody saves.
    package var isWellKept = false

    package init(
        seed: UInt64 = 1, clusters: Int = 1, nodesPerCluster: Int = 3, guestsPerCluster: Int = 40, version: SimulatedVersion = .pve9,
        standalone: Bool = false, certificate: Certificate = .selfSigned, clock: Clock = .virtual(startingAt: 1_790_000_000),
        delays: Delays = .short, basePort: Int? = nil, workersPerNode: Int = 3, backupServers: Int = 0,
        snapshotsPerServer: Int? = nil, backupVersion: SimulatedBackupVersion = .pbs4, mailGateways: Int = 0, nodesPerMailGateway: Int = 1
    ) {
        self.seed = seed
        self.clusters = clusters
        self.nodesPerCluster = nodesPerCluster
        self.guestsPerCluster = guestsPerCluster
        self.version = version
        self.standalone = standalone
        self.certificate = certificate
        self.clock = clock
        self.delays = delays
        self.basePort = basePort
        self.workersPerNode = workersPerNode
        self.backupServers = backupServers
        self.snapshotsPerServer = snapshotsPerServer
        self.backupVersion = backupVersion
        self.mailGateways = mailGateways
        self.nodesPerMailGateway = nodesPerMailGateway
    }
}
