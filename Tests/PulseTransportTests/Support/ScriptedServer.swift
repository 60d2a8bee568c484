import NIOCore
import NIOPosix
import NIOSSL
import PulseTransport
import Synchronization

/// A server on loopback that answers byte for byte as its test says, and remembers every byte it was sent.
final class ScriptedServer: Sendable {
    /// What it does once a request is complete.
    enum Act: Sendable {
        case send([UInt8])
        /// One blank after the other, so that only the client's patience ends it.
        case drip
        /// The same bytes again and again, as fast as they are taken.
        case flood([UInt8])
        case close
        /// Ends the connection without the farewell of TLS, as a machine does that loses its power.
        case cut

        static func send(_ text: String) -> Act { .send(Array(text.utf8)) }
    }

    struct Request: Sendable {
        /// Over all connections, from 0.
        let number: Int
        let connection: Int
        let text: String

        var line: String { String(text.prefix { $0 != "\r\n" }) }
    }

    typealias Script = @Sendable (Request) -> [Act]

    private struct State {
        var tls: NIOSSLContext?
        var connections: [any Channel] = []
        /// Decrypted, by connection.
        var received: [[UInt8]] = []
        var requests: [Request] = []
    }

    private let script: Script
    private let greeting: String
    private let state: Mutex<State>
    private let listener: Mutex<(any Channel)?> = Mutex(nil)
    /// The requests as they come, for a test that has to wait for one.
    let arrivals: AsyncStream<Request>
    private let arrived: AsyncStream<Request>.Continuation

    /// Without a certificate it speaks plainly. `greeting` is said to every new connection.
    init(
        _ certificate: TestCertificate? = nil, demanding client: TestCertificate? = nil, greeting: String = "",
        script: @escaping Script = { _ in [answer()] }
    ) throws {
        self.script = script
        self.greeting = greeting
        (arrivals, arrived) = AsyncStream.makeStream()
        state = Mutex(State(tls: try certificate?.context(demanding: client)))
    }

    /// Listens for as long as `body` takes.
    func run(_ body: (ScriptedServer) async throws -> Void) async throws {
        try await listen()
        do {
            try await body(self)
            await end()
        } catch {
            await end()
            throw error
        }
    }

    private func listen() async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 16)
            .childChannelInitializer { channel in self.accept(channel) }
            .bind(host: "127.0.0.1", port: 0).get()
        listener.withLock { $0 = channel }
    }

    private func end() async {
        try? await listener.withLock { $0 }?.close().get()
        for connection in state.withLock(\.connections) { try? await connection.close().get() }
    }

    private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
        let (number, tls) = state.withLock { state in
            state.connections.append(channel)
            state.received.append([])
            return (state.connections.count - 1, state.tls)
        }
        return channel.eventLoop.makeCompletedFuture {
            if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
            try channel.pipeline.syncOperations.addHandler(ScriptedConnection(server: self, number: number, greeting: greeting))
        }
    }

    // MARK: For the test

    var port: Int { listener.withLock { $0?.localAddress?.port ?? 0 } }
    var requests: [Request] { state.withLock(\.requests) }
    var connectionCount: Int { state.withLock { $0.connections.count } }
    /// Every byte of what was said after the handshakes.
    var received: [[UInt8]] { state.withLock(\.received) }

    func url(_ path: String = "/", scheme: String = "https") -> String { "\(scheme)://127.0.0.1:\(port)\(path)" }

    /// New connections are shown this one.
    func change(to certificate: TestCertificate) throws {
        let context = try certificate.context()
        state.withLock { $0.tls = context }
    }

    func waitUntilClosed(connection: Int) async throws {
        try await state.withLock { $0.connections[connection] }.closeFuture.get()
    }

    // MARK: For its connections

    fileprivate func take(_ bytes: [UInt8], connection: Int) { state.withLock { $0.received[connection] += bytes } }

    fileprivate func acts(for text: String, connection: Int) -> [Act] {
        let request = state.withLock { state in
            let request = Request(number: state.requests.count, connection: connection, text: text)
            state.requests.append(request)
            return request
        }
        arrived.yield(request)
        return script(request)
    }
}

/// Collects requests and performs what the script says to each.
private final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private let number: Int
    private let greeting: String
    private var pending = ""

    init(server: ScriptedServer, number: Int, greeting: String) {
        self.server = server
        self.number = number
        self.greeting = greeting
    }

    func channelActive(context: ChannelHandlerContext) {
        if !greeting.isEmpty { perform(.send(greeting), context) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        server.take(bytes, connection: number)
        pending += String(decoding: bytes, as: UTF8.self)
        while let request = takeRequest() {
            for act in server.acts(for: request, connection: number) { perform(act, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// The head, and as much body as it announces.
    private func takeRequest() -> String? {
        guard let end = pending.firstRange(of: "\r\n\r\n") else { return nil }
        let head = pending[..<end.upperBound]
        let announced = head.lowercased().firstRange(of: "content-length: ").flatMap { found in
            Int(head.lowercased()[found.upperBound...].prefix { $0.isNumber })
        }
        let whole = head.utf8.count + (announced ?? 0)
        guard pending.utf8.count >= whole else { return nil }
        defer { pending = String(decoding: Array(pending.utf8).dropFirst(whole), as: UTF8.self) }
        return String(decoding: Array(pending.utf8).prefix(whole), as: UTF8.self)
    }

    private func perform(_ act: ScriptedServer.Act, _ context: ChannelHandlerContext) {
        switch act {
        case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .drip: drip(context)
        case .flood(let bytes): flood(ByteBuffer(bytes: bytes), context)
        case .close: context.close(promise: nil)
        case .cut:
            let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            (tls ?? context).close(promise: nil)
        }
    }

    private func drip(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: " ")), promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(20)) { self.drip(context) }
    }

    /// Waits for each piece to leave, so that a client that stops reading stops the flood.
    private func flood(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: written)
        written.futureResult.assumeIsolated().whenSuccess { self.flood(bytes, context) }
    }
}

/// A complete answer with a length.
func answer(_ statusLine: String = "HTTP/1.1 200 OK", _ body: String = "{\"data\":1}", headers: [String] = []) -> ScriptedServer.Act {
    answer(statusLine, Array(body.utf8), headers: headers)
}

func answer(_ statusLine: String = "HTTP/1.1 200 OK", _ body: [UInt8], headers: [String] = []) -> ScriptedServer.Act {
    let head = ([statusLine] + headers + ["Content-Length: \(body.count)", "", ""]).joined(separator: "\r\n")
    return .send(Array(head.utf8) + body)
}

/// A client for as long as `body` takes. It keeps idle connections for long, so that which call gets which does not depend on the machine's speed.
func withClient(_ client: OutboundClient = OutboundClient(idleLimit: .seconds(600)), _ body: (OutboundClient) async throws -> Void) async throws {
    do {
        try await body(client)
        await client.shutdown()
    } catch {
        await client.shutdown()
        throw error
    }
}

extension OutboundClient {
    func get(
        _ url: String, _ trust: Trust = .system, deadline: Duration = .seconds(20), byteLimit: Int = 1 << 20
    ) async throws(TransportError) -> OutboundResponse {
        try await send(OutboundRequest(url: url, trust: trust, deadline: deadline, byteLimit: byteLimit))
    }
}
