import NIOCore
import NIOPosix
import NIOSSL
package import PulseCore

/// One look at a server that nobody has vouched for: a connection, a handshake, one question that is always the same, and what comes back.
///
/// There is no place for a credential in it. Whatever certificate the server shows is taken down and not judged: nothing secret is said.
package struct FirstContact: Sendable {
    package let address: IPAddress
    package let port: Int
    /// Where it may go at all.
    package let egress: EgressRules
    /// How long the connection may take to come about.
    package var connectLimit = Duration.seconds(1)
    /// How long handshake and answer may take together.
    package var answerLimit = Duration.seconds(2)
    /// The most bytes of an answer that are read.
    package var byteLimit = 32 << 10

    package init(address: IPAddress, port: Int, egress: EgressRules) {
        self.address = address
        self.port = port
        self.egress = egress
    }

    /// Every byte that is sent after the handshake: the page anybody sees who opens the address in a browser.
    package var question: String {
        let host = address.isIPv6 ? "[\(address)]" : address.description
        return
            "GET / HTTP/1.1\r\nHost: \(host):\(port)\r\nUser-Agent: Pulse, looking for servers of Proxmox\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    }
}

/// What a server showed and said at the first contact.
package struct FirstAnswer: Sendable, Equatable {
    package let fingerprint: Fingerprint
    package let subject: CertificateName?
    package let issuer: String?
    /// Head and body as they came, cut at the limits; empty when it said nothing in time.
    package let said: [UInt8]

    package init(fingerprint: Fingerprint, subject: CertificateName?, issuer: String?, said: [UInt8]) {
        self.fingerprint = fingerprint
        self.subject = subject
        self.issuer = issuer
        self.said = said
    }
}

extension OutboundClient {
    /// - Throws: when there is no handshake to speak of; a server that shows its certificate and then is silent has answered.
    package func firstContact(_ contact: FirstContact) async throws(TransportError) -> FirstAnswer {
        if let kind = contact.egress.refusal(of: contact.address) { throw .refusedAddress(contact.address, kind) }
        do {
            return try await FirstContactCall(contact: contact).run()
        } catch {
            throw TransportError(error, progress: .connecting, connectLimit: contact.connectLimit)
        }
    }
}

private struct FirstContactCall: Sendable {
    let contact: FirstContact

    func run() async throws -> FirstAnswer {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        let context = try NIOSSLContext(configuration: configuration)
        let promise = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: FirstAnswer.self)
        let connecting = ClientBootstrap(group: promise.futureResult.eventLoop)
            .connectTimeout(.milliseconds(contact.connectLimit.wholeMilliseconds))
            .channelInitializer { [contact] channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: nil)
                    try channel.pipeline.syncOperations.addHandlers(tls, FirstContactHandler(contact: contact, tls: tls, promise: promise))
                }
            }
            .connect(host: contact.address.description, port: contact.port)
        connecting.cascadeFailure(to: promise)
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
            connecting.whenSuccess { $0.close(promise: nil) }
        }
    }
}

/// Asks when the handshake is over, and listens until the server is done or a limit is reached.
private final class FirstContactHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let contact: FirstContact
    private let tls: NIOSSLClientHandler
    private let promise: EventLoopPromise<FirstAnswer>
    private var certificate: (fingerprint: Fingerprint, names: CertificateNames)?
    private var said: [UInt8] = []
    private var deadline: Scheduled<Void>?

    init(contact: FirstContact, tls: NIOSSLClientHandler, promise: EventLoopPromise<FirstAnswer>) {
        self.contact = contact
        self.tls = tls
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(contact.answerLimit.wholeMilliseconds)) {
            self.end(TransportError.timedOut(.waiting, after: self.contact.answerLimit), context)
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The TLS handler tells of nothing before the handshake is complete; the channel's own events are something else.
        guard !(event is ChannelEvent), certificate == nil else { return }
        guard let der = try? tls.peerCertificate?.toDERBytes() else { return end(TransportError.tls("no certificate was shown"), context) }
        certificate = (Fingerprint(ofCertificate: der), CertificateNames(der: der))
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: contact.question)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        said += unwrapInboundIn(data).readableBytesView.prefix(contact.byteLimit - said.count)
        if said.count >= contact.byteLimit { end(TransportError.truncated, context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(error, context) }

    func channelInactive(context: ChannelHandlerContext) { end(TransportError.closed, context) }

    /// What was shown and said so far is the answer; without a certificate there is none, for the reason given.
    private func end(_ reason: any Error, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        if let certificate {
            promise.succeed(
                FirstAnswer(
                    fingerprint: certificate.fingerprint, subject: certificate.names.subjectParts, issuer: certificate.names.issuer, said: said))
        } else {
            promise.fail(reason)
        }
        // Without the farewell of TLS, for which the handler would wait seconds for a server that may never say it.
        if let secure = try? context.pipeline.syncOperations.context(handler: tls) {
            secure.close(promise: nil)
        } else {
            context.close(promise: nil)
        }
    }
}
