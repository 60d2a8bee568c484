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
    /// More pools than that are of names that have moved since; the one that was used least recently is closed.
    static let mostPools = 64
    /// More calls than that to one server at once wait for each other.
    package static let connectionsPerHost = 8
    private let idleLimit: Duration
    private let connectionsPerHost: Int
    private let resolver: any NameResolver
    private let pools = Mutex(Pools())

    private struct Pools {
        var byRoute: [Route: HTTPClient] = [:]
        /// The one used last at the end.
        var order: [Route] = []
        var isShutDown = false
    }

    /// - Parameter connectionsPerHost: more where calls listen for minutes, so that none waits for the others.
    package init(
        idleLimit: Duration = OutboundClient.idleLimit, connectionsPerHost: Int = OutboundClient.connectionsPerHost,
        resolver: any NameResolver = SystemResolver()
    ) {
        self.idleLimit = idleLimit
        self.connectionsPerHost = connectionsPerHost
        self.resolver = resolver
    }

    /// Makes the call, and answers with the whole response whatever its status.
    package func send(_ request: OutboundRequest) async throws(TransportError) -> OutboundResponse {
        try await repeated(request, nil)
    }

    /// Makes the call, and hands the body of a successful answer over piece by piece instead of keeping it; the response comes back without
    /// one. Deadline, byte limit, pins and unpacking are those of ``send(_:)``. When it throws, a part of the body may have been handed over.
    package func send(_ request: OutboundRequest, body take: @escaping BodyTaker) async throws(TransportError) -> OutboundResponse {
        try await repeated(request, take)
    }

    private func repeated(_ request: OutboundRequest, _ take: BodyTaker?) async throws(TransportError) -> OutboundResponse {
        do {
            return try await attempt(request, take)
        } catch .closed where request.method.isIdempotent {
            // A server may close a pooled connection at the moment we use it. Nothing had come back, so asking once more is safe.
            return try await attempt(request, take)
        }
    }

    private func attempt(_ request: OutboundRequest, _ take: BodyTaker?) async throws(TransportError) -> OutboundResponse {
        guard let rules = request.egress else {
            return try await Call(request: request, pool: pool(for: Route(trust: request.trust, identity: request.identity)), take: take).run()
        }
        let host = try Route.host(of: request.url)
        let addresses = try await CheckedName(rules: rules, resolver: resolver).addresses(of: host, within: request.deadline)
        var failure = TransportError.nameNotFound
        for address in addresses {
            let route = Route(trust: request.trust, identity: request.identity, rules: rules, host: host, address: address)
            do { return try await Call(request: request, pool: pool(for: route), take: take).run() } catch let error where error.wasBeforeConnecting {
                failure = error
            }
        }
        throw failure
    }

    /// Closes all connections. Calls made afterwards fail.
    package func shutdown() async {
        let clients = pools.withLock { pools in
            defer { pools.byRoute = [:] }
            pools.isShutDown = true
            return Array(pools.byRoute.values)
        }
        for client in clients { try? await client.shutdown() }
    }

    /// A pool per route: a connection opened for one pin, or to one checked address, is never lent to a call with another.
    private func pool(for route: Route) async throws(TransportError) -> HTTPClient {
        let tls = try TLSConfiguration(route.trust, identity: route.identity)
        let (client, unused): (HTTPClient?, HTTPClient?) = pools.withLock { pools in
            guard !pools.isShutDown else { return (nil, nil) }
            pools.order.removeAll { $0 == route }
            pools.order.append(route)
            if let known = pools.byRoute[route] { return (known, nil) }
            let new = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration(route, tls))
            pools.byRoute[route] = new
            let oldest = pools.order.count > Self.mostPools ? pools.order.removeFirst() : nil
            return (new, oldest.flatMap { pools.byRoute.removeValue(forKey: $0) })
        }
        try? await unused?.shutdown()
        guard let client else { throw .cancelled }
        return client
    }

    private func configuration(_ route: Route, _ tls: TLSConfiguration) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .milliseconds(Self.connectLimit.wholeMilliseconds)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .milliseconds(idleLimit.wholeMilliseconds)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
        // Whether and when to try again is our caller's decision (breakers), not the pool's.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let (host, address) = route.checked { configuration.dnsOverride = [host: address.description] }
        configuration.http1_1ConnectionDebugInitializer = { ConnectionSetup.prepare($0, route: route) }
        return configuration
    }
}
