package import Logging
import NIOCore
import NIOPosix

/// A running estate: clusters whose nodes each answer over HTTPS as a Proxmox VE server does.
///
/// Every node has its own loopback address and certificate; the nodes of a cluster share a port, so a client finds the peers of
/// the node it knows by the `ip` of `/cluster/status`.
package final class SimulatedEstate: Sendable {
    package let options: EstateOptions
    private let clock: SimulatedClock
    let log: RequestLog
    private let group: MultiThreadedEventLoopGroup
    private let members: [Member]
    let backupMembers: [BackupServerMember]
    let gateways: [MailGatewayMember]

    struct Member: Sendable {
        let host: ClusterHost
        let servers: [NodeServer]
        let authority: String?
    }

    package static func start(_ options: EstateOptions = EstateOptions(), logger: Logger = Logger(label: "pulse-sim")) async throws
        -> SimulatedEstate
    {
        let estate = try SimulatedEstate(options, logger)
        do {
            for (index, member) in estate.members.enumerated() {
                try await EstatePorts.open(member.servers, port: options.basePort.map { $0 + index })
            }
            for (index, member) in estate.backupMembers.enumerated() {
                try await EstatePorts.open([member.server], port: options.basePort.map { $0 + BackupServerMember.firstPort + index })
            }
            for (index, gateway) in estate.gateways.enumerated() {
                try await EstatePorts.open(gateway.servers, port: options.basePort.map { $0 + EstatePorts.ofMailGateways + index })
            }
        } catch {
            await estate.shutdown()
            throw error
        }
        logger.debug("simulated estate runs", metadata: ["seed": "\(options.seed)", "clusters": "\(options.clusters)"])
        return estate
    }

    private init(_ options: EstateOptions, _ logger: Logger) throws {
        self.options = options
        clock = SimulatedClock(options.clock)
        log = RequestLog()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        self.group = group
        var members: [Member] = []
        for index in 0..<max(1, options.clusters) {
            var builder = WorldBuilder(options: options, cluster: index, epoch: clock.epoch)
            let world = builder.build()
            let host = ClusterHost(world, options, clock, log)
            let issuer = try CertificateIssuer(options.certificate, cluster: world.clusterName ?? "pve", epoch: clock.epoch)
            let servers = try world.nodes.map { node in
                try NodeServer(name: node.name, address: node.address, host: host, group: group, issuer: issuer, logger: logger)
            }
            members.append(Member(host: host, servers: servers, authority: try issuer.authorityPEM()))
        }
        backupMembers = try (0..<max(0, options.backupServers)).map { [clock, log] index in
            try BackupServerMember(index, savedBy: members.map(\.host), options, clock, log, group, logger)
        }
        self.members = members
        gateways = try (0..<max(0, options.mailGateways)).map { [clock, log] in try MailGatewayMember($0, options, clock, log, group, logger) }
    }

    /// The clusters as they are now: after a change of certificate a node has another fingerprint here.
    package var clusters: [RunningCluster] { members.map(RunningCluster.init) }

    /// Seconds since 1970 in the estate.
    package var now: Double { clock.now }

    package func advance(by duration: Duration) { clock.advance(by: duration) }

    /// Applies a fault to one cluster; when it returns, sockets and certificates have followed.
    package func apply(_ fault: Fault, cluster: Int = 0) async throws {
        guard members.indices.contains(cluster) else { throw FaultRefused(description: "there is no cluster \(cluster)") }
        let member = members[cluster]
        try member.host.apply(fault)
        switch fault {
        case .nodeDown(let name, let failure):
            for server in member.servers where server.name == name && failure != .hanging { await server.goDown() }
        case .nodeUp(let name):
            for server in member.servers where server.name == name { try await server.comeBack() }
        case .certificateChanged(let name):
            for server in member.servers where server.name == name { try await server.changeCertificate() }
        default: return
        }
    }

    /// Stops all servers; the estate cannot be used afterwards.
    package func shutdown() async {
        for member in members { for server in member.servers { await server.goDown() } }
        for member in backupMembers { await member.server.goDown() }
        for gateway in gateways { for server in gateway.servers { await server.goDown() } }
        try? await group.shutdownGracefully()
    }

    // MARK: What the servers have seen

    /// Requests in the order they were answered, optionally of one node only.
    package func requests(cluster: Int? = nil, node: String? = nil) -> [RequestRecord] {
        log.records().filter { record in
            let isWanted = cluster == nil || record.product == .virtualEnvironment && record.cluster == cluster
            return isWanted && (node ?? record.node) == record.node
        }
    }

    /// Forgets requests, connections and peaks.
    package func forgetRequests() { log.reset() }

    /// TCP connections a node has accepted for HTTP.
    package func connections(cluster: Int = 0, node: String) -> Int { log.connections(RequestLog.place(.virtualEnvironment, cluster, node)) }

    /// The most requests a node has had in work at the same time.
    ///
    /// - Parameter isAbout: those about the node, whichever was asked and handed them on, instead of those that came to it.
    package func peakRequests(cluster: Int = 0, node: String, isAbout: Bool = false) -> Int {
        let place = RequestLog.place(.virtualEnvironment, cluster, node)
        return log.peak(isAbout ? RequestPlaces.work(place) : place)
    }
}

/// Finds one port that is free on the addresses of all nodes of a cluster.
enum EstatePorts {
    private static let attempts = 20
    /// Above the base port: there may be fifty clusters.
    static let ofMailGateways = 200

    static func open(_ servers: [NodeServer], port: Int?) async throws {
        guard let first = servers.first else { return }
        for attempt in 1...attempts {
            do {
                try await first.listen(port: port ?? 0)
                for server in servers.dropFirst() { try await server.listen(port: first.port ?? 0) }
                return
            } catch {
                for server in servers { await server.goDown() }
                // A port the caller chose is tried once; one of the kernel's choice may be taken on a neighbour's address.
                if port != nil || attempt == attempts { throw error }
            }
        }
    }
}
