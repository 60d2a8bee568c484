import AsyncHTTPClient
import NIOCore
import NIOSSL
import PulseCore
import Synchronization

/// The one way out of the program over HTTP: certificates pinned or trusted by the system, a deadline round the whole call, a limit on
/// the body, the server's own reason phrase. No redirects are followed and no cookies kept.
///
/// `shutdown()` must have been called before the last reference goes.
package final class OutboundClient: Sendable {
    /// The longest a connection may take, handshake included.
    package static let connectLimit = Duration.seconds(5)
    /// Proxmox closes an idle connection after 5 s; ours go before, so that a request seldom meets one that is closing.
    package static let idleLimit = Duration.seconds(4)
    private let idleLimit: Duration
    private let pools = Mutex(Pools())

    private struct Pools {
        var byTrust: [Trust: HTTPClient] = [:]
        var isShutDown = false
    }

    package init(idleLimit: Duration = OutboundClient.idleLimit) {
        self.idleLimit = idleLimit
    }

    /// Makes the call, and answers with the whole response whatever its status.
    package func send(_ request: OutboundRequest) async throws(TransportError) -> OutboundResponse {
        do {
            return try await attempt(request)
        } catch .closed where request.method.isIdempotent {
            // A server may close a pooled connection at the moment we use it. Nothing had come back, so asking once more is safe.
            return try await attempt(request)
        }
    }

    private func attempt(_ request: OutboundRequest) async throws(TransportError) -> OutboundResponse {
        try await Call(request: request, pool: try pool(for: request.trust)).run()
    }

    /// Closes all connections. Calls made afterwards fail.
    package func shutdown() async {
        let clients = pools.withLock { pools in
            defer { pools.byTrust = [:] }
            pools.isShutDown = true
            return Array(pools.byTrust.values)
        }
        for client in clients { try? await client.shutdown() }
    }

    /// A pool per trust: a connection opened for one pin is never lent to a call with another.
    private func pool(for trust: Trust) throws(TransportError) -> HTTPClient {
        let client: HTTPClient? = pools.withLock { pools in
            guard !pools.isShutDown else { return nil }
            if let known = pools.byTrust[trust] { return known }
            let new = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration(trust))
            pools.byTrust[trust] = new
            return new
        }
        guard let client else { throw .cancelled }
        return client
    }

    private func configuration(_ trust: Trust) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        // With a pin the certificate itself is compared, in `ConnectionSetup`.
        if case .pinned = trust { tls.certificateVerification = .none }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .milliseconds(Self.connectLimit.wholeMilliseconds)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .milliseconds(idleLimit.wholeMilliseconds)
        // Whether and when to try again is our caller's decision (breakers), not the pool's.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { ConnectionSetup.prepare($0, trust: trust) }
        return configuration
    }
}
