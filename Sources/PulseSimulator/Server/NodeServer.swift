import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The HTTPS server of one node. It can be taken down and come back at the same address.
final class NodeServer: Sendable {
    let name: String
    let address: String
    private static let attempts = 20
    private let host: any ServerHost
    private let group: MultiThreadedEventLoopGroup
    private let issuer: CertificateIssuer
    private let logger: Logger
    private let state: Mutex<State>

    private struct State {
        var certificate: NodeCertificate
        var context: NIOSSLContext
        var listener: (any Channel)?
        var port: Int?
        /// Open connections by identity: a node that dies takes them along.
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    init(
        name: String, address: String, host: any ServerHost, group: MultiThreadedEventLoopGroup, issuer: CertificateIssuer, logger: Logger
    ) throws {
        self.name = name
        self.address = address
        self.host = host
        self.group = group
        self.issuer = issuer
        self.logger = logger
        let certificate = try issuer.issue(node: name, address: address)
        state = Mutex(State(certificate: certificate, context: try certificate.context()))
        host.setFingerprint(certificate.fingerprint, of: name)
    }

    var fingerprint: String { state.withLock { $0.certificate.fingerprint } }
    var port: Int? { state.withLock(\.port) }

    // MARK: Life

    /// Port 0 lets the kernel choose; the port is kept when the node comes back.
    func listen(port: Int) async throws {
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in self.accept(channel) }
            .bind(host: address, port: port).get()
        state.withLock { state in
            state.listener = listener
            state.port = listener.localAddress?.port ?? port
        }
    }

    /// Nothing listens any more, and every connection breaks.
    func goDown() async {
        let (listener, connections) = state.withLock { state in
            defer { state.listener = nil }
            return (state.listener, Array(state.connections.values))
        }
        try? await listener?.close().get()
        for connection in connections { await cut(connection) }
    }

    /// Connections that were accepted while the API hung have no pipeline and are of no use.
    func comeBack() async throws {
        for connection in state.withLock({ Array($0.connections.values) }) { await cut(connection) }
        let waiting = state.withLock { $0.listener == nil ? $0.port : nil }
        guard let waiting else { return }
        for _ in 1..<NodeServer.attempts {
            do {
                return try await listen(port: waiting)
            } catch {
                // Meanwhile the kernel may have lent the port to an outgoing connection; it will not keep it long.
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        try await listen(port: waiting)
    }

    /// As after `pveproxy restart`: new connections see the new certificate, old ones are gone.
    func changeCertificate() async throws {
        let certificate = try issuer.issue(node: name, address: address)
        let context = try certificate.context()
        let connections = state.withLock { state in
            state.certificate = certificate
            state.context = context
            return Array(state.connections.values)
        }
        host.setFingerprint(certificate.fingerprint, of: name)
        for connection in connections { await cut(connection) }
    }

    // MARK: Connections

    /// Without the farewell of TLS, for which the handler would wait seconds: a machine that loses its power says nothing.
    private func cut(_ connection: any Channel) async {
        let closed = connection.eventLoop.flatSubmit {
            if let tls = try? connection.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) { return tls.close() }
            return connection.close()
        }
        try? await closed.get()
    }

    private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
        remember(channel)
        let context = state.withLock(\.context)
        // A hanging API accepts, and that is all.
        if host.isHanging(name) { return channel.eventLoop.makeSucceededVoidFuture() }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(NIOSSLServerHandler(context: context))
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: true)
            try pipeline.addHandler(ConnectionHandler(host: host, node: name))
        }
    }

    private func remember(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        state.withLock { $0.connections[key] = channel }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { $0.connections[key] = nil }
        }
    }
}
