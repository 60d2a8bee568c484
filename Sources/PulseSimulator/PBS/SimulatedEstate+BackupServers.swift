import Logging
import NIOPosix

/// A backup server of the estate with its socket.
struct BackupServerMember: Sendable {
    /// Above the base port: there may be a hundred clusters.
    static let firstPort = 100

    let host: BackupServerHost
    let server: NodeServer
    let authority: String?

    init(
        _ index: Int, savedBy clusters: [ClusterHost], _ options: EstateOptions, _ clock: SimulatedClock, _ log: RequestLog,
        _ group: MultiThreadedEventLoopGroup, _ logger: Logger
    ) throws {
        let world = BackupServerBuilder(options: options, index: index, epoch: clock.epoch).build()
        host = BackupServerHost(world, savedBy: clusters, options, clock, log)
        let issuer = try CertificateIssuer(options.certificate, of: .backupServer, cluster: world.name, epoch: clock.epoch)
        server = try NodeServer(name: world.name, address: world.address, host: host, group: group, issuer: issuer, logger: logger)
        authority = try issuer.authorityPEM()
    }
}

extension SimulatedEstate {
    /// The backup servers as they are now.
    package var backupServers: [RunningBackupServer] {
        backupMembers.map { RunningBackupServer($0.host, $0.server, authority: $0.authority) }
    }

    /// Requests one backup server has answered, in order.
    package func requests(backupServer index: Int) -> [RequestRecord] {
        requests().filter { $0.product == .backupServer && $0.cluster == index }
    }

    /// The most requests a backup server has had in work at the same time.
    package func peakRequests(backupServer index: Int) -> Int {
        log.peak(RequestLog.place(.backupServer, index, backupMembers[index].server.name))
    }
}
