import NIOCore
import NIOHTTP1
import NIOSSL
import PulseCore

/// What every new connection goes through before it may carry a request.
enum ConnectionSetup {
    /// Runs on the connection's event loop after the handshake and before the pool hands the connection out, so a wrong certificate
    /// ends it before a byte of a request is written. Pooled connections have passed here, and a retry is a new connection.
    static func prepare(_ channel: any Channel, route: Route) -> EventLoopFuture<Void> {
        do {
            if let rules = route.rules { try checkAddress(of: channel, rules) }
            if case .pinned(let expected) = route.trust { try checkCertificate(of: channel, expected) }
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(ReasonPhraseRecorder(), position: .before(decoder))
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    /// The name was resolved and checked before; this holds should a connection come about in any other way.
    private static func checkAddress(of channel: any Channel, _ rules: EgressRules) throws {
        guard channel.isActive else { throw TransportError.closed }
        guard let address = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else { throw TransportError.invalidAddress }
        if let kind = rules.refusal(of: address) { throw TransportError.refusedAddress(address, kind) }
    }

    /// A pinned connection without TLS has no handler to ask, and fails here too.
    private static func checkCertificate(of channel: any Channel, _ expected: Fingerprint) throws {
        guard channel.isActive else { throw TransportError.closed }
        let handler: NIOSSLClientHandler
        do {
            handler = try channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        } catch {
            throw TransportError.notTLS
        }
        guard let certificate = handler.peerCertificate else { throw TransportError.tls("no certificate was shown") }
        let seen = Fingerprint(ofCertificate: try certificate.toDERBytes())
        guard seen == expected else { throw TransportError.certificateChanged(expected: expected, seen: seen) }
    }
}
