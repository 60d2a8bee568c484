import Crypto
import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A server on loopback that is none of Proxmox's, and behaves as strangers on a network may.
final class Stranger: Sendable {
    enum Manner: String, CaseIterable {
        /// HTTP without TLS.
        case plain
        /// Another product's page over TLS.
        case otherPage
        /// Accepts, and says nothing at all.
        case hangs
        /// Shakes hands, and says nothing more.
        case hangsAfterHandshake
        /// Ends each connection at once.
        case closes
        /// A head that never ends, as fast as it is taken.
        case endlessHead
    }

    private let channel: any Channel
    private let ear: Ear

    /// What it was sent, decrypted.
    var received: String { String(decoding: ear.bytes.withLock { $0 }, as: UTF8.self) }

    init(_ manner: Manner, address: String, port: Int) async throws {
        let (tls, ear) = (try Self.context(), Ear())
        self.ear = ear
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    switch manner {
                    case .closes: channel.close(promise: nil)
                    case .hangs: break
                    case .plain: try channel.pipeline.syncOperations.addHandler(StrangerHandler(manner, ear))
                    case .otherPage, .hangsAfterHandshake, .endlessHead:
                        try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: tls), StrangerHandler(manner, ear))
                    }
                }
            }
            .bind(host: address, port: port).get()
    }

    func end() async { try? await channel.close().get() }

    private static func context() throws -> NIOSSLContext {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName {
            CommonName("router.example.invalid")
            OrganizationName("Router")
        }
        let from = Date(timeIntervalSince1970: 1_700_000_000)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: from,
            notValidAfter: from.addingTimeInterval(86_400 * 365 * 50), issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { BasicConstraints.notCertificateAuthority }, issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der))],
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der))))
    }
}

private final class Ear: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

private final class StrangerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: Stranger.Manner
    private let ear: Ear

    init(_ manner: Stranger.Manner, _ ear: Ear) { (self.manner, self.ear) = (manner, ear) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        ear.bytes.withLock { $0 += bytes }
        switch manner {
        case .plain, .otherPage: say("HTTP/1.1 200 OK\r\nServer: router\r\nConnection: close\r\n\r\n<title>Router</title>", context, ends: true)
        case .endlessHead:
            say("HTTP/1.1 200 OK\r\n", context)
            flood(context)
        case .hangs, .hangsAfterHandshake, .closes: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func say(_ text: String, _ context: ChannelHandlerContext, ends: Bool = false) {
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: written)
        if ends { written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) } }
    }

    /// Waits for each piece to leave, so that a client that stops reading stops it.
    private func flood(_ context: ChannelHandlerContext) {
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(repeating: UInt8(ascii: "x"), count: 4096)), promise: written)
        written.futureResult.assumeIsolated().whenSuccess { self.flood(context) }
    }
}
