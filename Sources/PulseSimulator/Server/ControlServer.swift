import NIOCore
import NIOHTTP1
import NIOPosix

/// Plain HTTP on loopback by which a running estate is watched and troubled: `GET /state`, `GET /faults`, `POST /faults`,
/// `POST /advance?seconds=60`.
package final class ControlServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel

    /// Port 0 lets the kernel choose.
    package static func start(_ estate: SimulatedEstate, port: Int) async throws -> ControlServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let listener = try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                        try channel.pipeline.syncOperations.addHandler(ControlHandler(estate))
                    }
                }
                .bind(host: "127.0.0.1", port: port).get()
            return ControlServer(group, listener)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private init(_ group: MultiThreadedEventLoopGroup, _ listener: any Channel) {
        self.group = group
        self.listener = listener
    }

    package var port: Int { listener.localAddress?.port ?? 0 }

    package func shutdown() async {
        try? await listener.close().get()
        try? await group.shutdownGracefully()
    }
}

/// One connection to the control API.
private final class ControlHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let bodyLimit = 64 * 1_024

    private let estate: SimulatedEstate
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ estate: SimulatedEstate) { self.estate = estate }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part):
            guard body.readableBytes < ControlHandler.bodyLimit else { return }
            body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            respond(to: head, context)
        }
    }

    /// A fault waits for sockets to follow, so the answer comes later.
    private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let estate = estate
        let method = head.method.rawValue
        let uri = head.uri
        let body = String(buffer: body)
        let answer = context.eventLoop.makeFutureWithTask { await ControlHandler.answer(estate, method, uri, body) }
        answer.assumeIsolated().whenSuccess { status, json in self.write(status, json, context) }
    }

    private static func answer(_ estate: SimulatedEstate, _ method: String, _ uri: String, _ body: String) async -> (
        HTTPResponseStatus, String
    ) {
        let parts = uri.split(separator: "?", maxSplits: 1).map(String.init)
        do {
            switch (method, parts.first ?? "") {
            case ("GET", "/state"): return (.ok, estate.state)
            case ("GET", "/faults"): return (.ok, faults)
            case ("POST", "/faults"):
                try await estate.apply(json: body)
                return (.ok, "{\"applied\":true}")
            case ("POST", "/advance"):
                let seconds = parts.count > 1 ? FormFields(parts[1])["seconds"].flatMap { Int($0) } : nil
                guard let seconds, seconds >= 0 else { throw FaultRefused(description: "advance needs ?seconds=") }
                estate.advance(by: .seconds(seconds))
                return (.ok, "{\"now\":\(Int(estate.now))}")
            default: return (.notFound, error("there are /state, /faults and /advance"))
            }
        } catch {
            return (.badRequest, self.error("\(error)"))
        }
    }

    private static var faults: String {
        var object = JSONObject()
        for (name, fields) in SimulatedEstate.knownFaults { object.put(name, fields) }
        return object.json
    }

    private static func error(_ text: String) -> String {
        var object = JSONObject()
        object.put("error", text)
        return object.json
    }

    private func write(_ status: HTTPResponseStatus, _ json: String, _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers.add(name: "Content-Type", value: "application/json")
        head.headers.add(name: "Content-Length", value: String(json.utf8.count + 1))
        head.headers.add(name: "Connection", value: "close")
        context.write(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
        context.write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: json + "\n")))), promise: nil)
        context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}
