import Logging
import NIOPosix

/// How to reach a simulated mail gateway and who may look into it.
package struct RunningMailGateway: Sendable {
    package let index: Int
    /// The first is the master.
    package let nodes: [RunningNode]
    /// Role `audit`: what a monitor is told to ask for.
    package let user: RunningUser
    /// `root@pam`
    package let root: RunningUser
    /// Role `qmanager`: statistics and quarantine, but no queue and no services.
    package let quarantineManager: RunningUser
    /// Role `quser`: nothing but its own quarantine.
    package let quarantineUser: RunningUser
    /// Signs in with a second factor only.
    package let secondFactorUser: RunningUser

    init(_ member: MailGatewayMember) {
        let world = member.host.snapshot
        func user(_ name: String) -> RunningUser { RunningUser(name: name, password: world.access.user(name)?.password ?? "") }
        index = world.index
        self.user = user(MailAccess.monitor)
        root = user("root@pam")
        quarantineManager = user("quarantine@pmg")
        quarantineUser = user("reader@pmg")
        secondFactorUser = user(MailAccess.secondFactor)
        nodes = member.servers.map { RunningNode(name: $0.name, address: $0.address, port: $0.port ?? 0, fingerprint: $0.fingerprint) }
    }
}

/// A mail gateway with its servers.
struct MailGatewayMember: Sendable {
    let host: MailGatewayHost
    let servers: [NodeServer]

    init(_ index: Int, _ options: EstateOptions, _ clock: SimulatedClock, _ log: RequestLog, _ group: MultiThreadedEventLoopGroup, _ logger: Logger)
        throws
    {
        let world = MailBuilder(options: options, index: index, epoch: clock.epoch).build()
        let host = MailGatewayHost(world, options, clock, log)
        // Every node signs its own, whatever clusters of Proxmox VE do.
        let issuer = try CertificateIssuer(.selfSigned, of: .mailGateway, cluster: "pmg", epoch: clock.epoch)
        self.host = host
        servers = try world.nodes.map {
            try NodeServer(name: $0.name, address: $0.address, host: host, group: group, issuer: issuer, logger: logger)
        }
    }

    /// When it returns, sockets and certificates have followed.
    func apply(_ fault: MailGatewayFault) async throws {
        try host.apply(fault)
        switch fault {
        case .nodeDown(let name, let failure):
            for server in servers where server.name == name && failure != .hanging { await server.goDown() }
        case .nodeUp(let name):
            for server in servers where server.name == name { try await server.comeBack() }
        case .certificateChanged(let name):
            for server in servers where server.name == name { try await server.changeCertificate() }
        default: return
        }
    }
}
