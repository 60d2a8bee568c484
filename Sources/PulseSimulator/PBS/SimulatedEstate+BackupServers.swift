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

    /// Applies a fault to one backup server; when it returns, sockets and certificates have followed, and so have the storages of
    /// the clusters that write to it.
    package func apply(backup fault: BackupServerFault, server index: Int = 0) async throws {
        guard backupMembers.indices.contains(index) else { throw FaultRefused(description: "there is no backup server \(index)") }
        let member = backupMembers[index]
        let now = now
        try member.host.change { try $0.apply(fault, at: now) }
        switch fault {
        case .down(let failure):
            if failure != .hanging { await member.server.goDown() }
            try member.host.tellClusters(.storageInactive(id: ClusterWorld.backupStorage))
        case .up:
            try await member.server.comeBack()
            try member.host.tellClusters(.storageActive(id: ClusterWorld.backupStorage))
        case .certificateChanged: try await member.server.changeCertificate()
        default: return
        }
    }
}

extension RunningBackupServer {
    var json: String {
        var object = JSONObject()
        object.put("index", index)
        object.put("name", name)
        object.put("url", url)
        object.put("fingerprint", fingerprint)
        let tokens = [("token", token), ("operator", operatorToken), ("fresh", freshToken), ("limited", limitedToken), ("expired", expiredToken)]
        for (key, token) in tokens {
            var row = JSONObject()
            row.put("id", token.id)
            row.put("secret", token.secret)
            object.put(key, json: row.json)
        }
        return object.json
    }
}
