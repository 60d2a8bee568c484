import Crypto
import NIOCore
import NIOPosix
import NIOSSL
package import PulseCore

/// The certificate a server shows, as a person has to see it before trusting it.
package struct CertificateSummary: Sendable, Equatable {
    package let fingerprint: Fingerprint
    package let subject: String?
    package let issuer: String?
    package let notBefore: Timestamp
    package let notAfter: Timestamp
    /// SHA-256 of its public key (SubjectPublicKeyInfo, as RFC 7469 pins are made); nil when the key is of a kind that cannot be read.
    package let publicKeyDigest: [UInt8]?
    /// The system accepts it for this address without being asked to.
    package let trustedBySystem: Bool
}

/// From when to when a certificate is good.
package struct CertificateSpan: Sendable, Hashable {
    package let notBefore: Timestamp
    package let notAfter: Timestamp

    init(_ certificate: NIOSSLCertificate) {
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore))
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter))
    }
}

extension OutboundClient {
    /// How long the certificate that a server shows is good for, whoever signed it: one handshake and nothing more, which leaves no complaint in
    /// the server's log.
    package func certificateSpan(host: String, port: Int, deadline: Duration = .seconds(10)) async throws(TransportError) -> CertificateSpan {
        try await probing(CertificateProbe(host: host, port: port), deadline) { CertificateSpan(try await $0.shown()) }
    }

    /// Looks at a server's certificate: a handshake and nothing more, so nothing secret can be sent.
    package func certificate(host: String, port: Int, deadline: Duration = .seconds(10)) async throws(TransportError) -> CertificateSummary {
        try await probing(CertificateProbe(host: host, port: port), deadline) { try await $0.run() }
    }

    private func probing<Value: Sendable>(
        _ probe: CertificateProbe, _ deadline: Duration, _ ask: @escaping @Sendable (CertificateProbe) async throws -> Value
    ) async throws(TransportError) -> Value {
        do {
            return try await withDeadline(deadline, failing: { .timedOut(.connecting, after: deadline) }, { try await ask(probe) })
        } catch {
            throw TransportError(error, progress: .connecting, connectLimit: OutboundClient.connectLimit)
        }
    }
}

private struct CertificateProbe: Sendable {
    let host: String
    let port: Int

    func run() async throws -> CertificateSummary {
        let shown = try await shown()
        let der = try shown.toDERBytes()
        let (names, span) = (CertificateNames(der: der), CertificateSpan(shown))
        return CertificateSummary(
            fingerprint: Fingerprint(ofCertificate: der), subject: names.subject, issuer: names.issuer,
            notBefore: span.notBefore, notAfter: span.notAfter,
            publicKeyDigest: (try? shown.extractPublicKey().toSPKIBytes()).map { Array(SHA256.hash(data: $0)) }, trustedBySystem: await isTrusted(der)
        )
    }

    func shown() async throws -> NIOSSLCertificate { try await handshake(.none) }

    /// A second handshake, this time with the system's judgement. It has to be about the same certificate.
    private func isTrusted(_ der: [UInt8]) async -> Bool {
        guard let again = try? await handshake(.fullVerification) else { return false }
        return (try? again.toDERBytes()) == der
    }

    private func handshake(_ verification: CertificateVerification) async throws -> NIOSSLCertificate {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = verification
        let context = try NIOSSLContext(configuration: configuration)
        let serverName = (try? SocketAddress(ipAddress: host, port: port)) == nil ? host : nil
        let promise = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: NIOSSLCertificate.self)
        let connecting = ClientBootstrap(group: promise.futureResult.eventLoop)
            .connectTimeout(.milliseconds(OutboundClient.connectLimit.wholeMilliseconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: serverName)
                    try channel.pipeline.syncOperations.addHandlers(tls, HandshakeObserver(tls: tls, promise: promise))
                }
            }
            .connect(host: host, port: port)
        connecting.cascadeFailure(to: promise)
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
            connecting.whenSuccess { $0.close(promise: nil) }
        }
    }
}

/// Reports the certificate once the handshake is over, and ends the connection.
private final class HandshakeObserver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let tls: NIOSSLClientHandler
    private let promise: EventLoopPromise<NIOSSLCertificate>

    init(tls: NIOSSLClientHandler, promise: EventLoopPromise<NIOSSLCertificate>) {
        self.tls = tls
        self.promise = promise
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The TLS handler tells of nothing before the handshake is complete; the channel's own events are something else.
        guard !(event is ChannelEvent) else { return }
        if let certificate = tls.peerCertificate {
            promise.succeed(certificate)
        } else {
            promise.fail(TransportError.tls("no certificate was shown"))
        }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(TransportError.closed)
    }
}
