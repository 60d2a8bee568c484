import NIOCore
import NIOPosix
import NIOSSL
import PulseCore
import PulseTransport

/// Sends messages of syslog over one connection, TCP or TLS (RFC 5425), framed by counting octets (RFC 6587 section 3.4.1).
///
/// Syslog has no receipts. Messages count as delivered when the receiver's machine has acknowledged every byte of them (TCP) and the connection is
/// still up; what a receiver that dies at that moment had not read is lost to it, and shows as a gap in the sequence.
actor SyslogSender: DeliverySender {
    private let host: String
    private let port: Int
    /// Nil for plain TCP.
    private let trust: Trust?
    private let names: CheckedName
    private var connection: (any Channel)?

    /// Round resolving, connecting, the handshake and writing.
    static let deadline = Duration.seconds(20)
    private static let connectLimit = Duration.seconds(5)
    /// How often the kernel is asked whether all has been acknowledged: for ten seconds.
    private static let confirmations = 1000
    private static let confirmationInterval = Duration.milliseconds(10)

    init(host: String, port: Int, trust: Trust?, names: CheckedName) {
        self.host = host
        self.port = port
        self.trust = trust
        self.names = names
    }

    func send(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryOutcome {
        do {
            let channel = try await open()
            try await bounded(channel) { try await channel.writeAndFlush(Self.frame(message.body)) }
            guard channel.isActive else { throw TransportError.closed }
            return .delivered(status: nil)
        } catch {
            await close()
            return .failed(status: nil, reason: Self.reason(error), retryAfter: nil)
        }
    }

    func confirm() async -> Bool {
        guard let connection, let provider = connection as? any SocketOptionProvider else { return false }
        for _ in 0..<Self.confirmations where connection.isActive {
            guard let state = try? await TCPState.read(provider) else { return false }
            if state.hasArrived { return connection.isActive }
            guard (try? await Task.sleep(for: Self.confirmationInterval)) != nil else { return false }
        }
        return false
    }

    func close() async {
        try? await connection?.close()
        connection = nil
    }

    private static func frame(_ body: [UInt8]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: body.count + 8)
        buffer.writeString("\(body.count) ")
        buffer.writeBytes(body)
        return buffer
    }

    private func open() async throws -> any Channel {
        if let connection, connection.isActive { return connection }
        var failure: any Error = TransportError.nameNotFound
        for address in try await names.addresses(of: host) {
            do {
                let channel = try await connect(try SocketAddress(ipAddress: address.description, port: port))
                connection = channel
                return channel
            } catch { failure = error }
        }
        throw failure
    }

    private func connect(_ address: SocketAddress) async throws -> any Channel {
        let context = try trust.map { try NIOSSLContext(configuration: TLSConfiguration($0)) }
        let serverName = IPAddress(host) == nil ? host : nil
        let ready = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let connecting = ClientBootstrap(group: ready.futureResult.eventLoop)
            .connectTimeout(.milliseconds(Self.connectLimit.wholeMilliseconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: serverName))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handshake(isSecure: context != nil, ready))
                }
            }
            .connect(to: address)
        connecting.cascadeFailure(to: ready)
        let channel = try await connecting.get()
        try await bounded(channel) { try await ready.futureResult.get() }
        return channel
    }

    /// Ends the connection when the work takes too long or is not wanted any more, which ends the work.
    private func bounded(_ channel: any Channel, _ body: () async throws -> Void) async throws {
        let alarm = channel.eventLoop.scheduleTask(in: .milliseconds(Self.deadline.wholeMilliseconds)) { channel.close(promise: nil) }
        defer { alarm.cancel() }
        try await withTaskCancellationHandler {
            try await body()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as TransportError: error.aboutReceiver
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            "No secure connection to the receiver could be agreed, or its certificate is not trusted for this name."
        case ChannelError.connectTimeout: "The receiver did not accept a connection within 5 seconds."
        case is NIOConnectionError, is IOError: "The receiver cannot be reached, or ended the connection."
        default: "The connection to the receiver failed."
        }
    }
}

/// Tells when a connection may be written to, and reads away whatever a receiver says.
private final class Handshake: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let isSecure: Bool
    private let ready: EventLoopPromise<Void>

    init(isSecure: Bool, _ ready: EventLoopPromise<Void>) {
        self.isSecure = isSecure
        self.ready = ready
    }

    func channelActive(context: ChannelHandlerContext) {
        if !isSecure { ready.succeed() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The TLS handler tells of nothing before the handshake is complete; the channel's own events are something else.
        if !(event is ChannelEvent) { ready.succeed() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ready.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { ready.fail(TransportError.closed) }
}
