import NIOCore
import NIOHTTP1

/// One connection to one node: reads requests, writes answers, and closes when Proxmox would.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// pveproxy's `keep_alive`.
    static let requestsPerConnection = 100
    private static let bodyLimit = 512 * 1_024

    private let host: any ServerHost
    private let node: String
    private let place: String
    private var head: HTTPRequestHead?
    private var body: ByteBuffer = ByteBuffer()
    private var served = 0
    private var idle: Scheduled<Void>?
    /// Of the request in work.
    private var places: RequestPlaces?

    init(host: any ServerHost, node: String) {
        self.host = host
        self.node = node
        place = host.place(of: node)
    }

    func channelActive(context: ChannelHandlerContext) {
        host.log.connected(place)
        waitForNext(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        idle?.cancel()
        endWork()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            // Reading goes on while an answer is made, so that a client that leaves is noticed; a second request meanwhile is not served.
            guard places == nil else { return context.close(promise: nil) }
            idle?.cancel()
            self.head = head
            body.clear()
        case .body(var part):
            guard body.readableBytes < ConnectionHandler.bodyLimit else { return }
            body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            self.head = nil
            respond(to: head, context)
        }
    }

    // MARK: Answering

    private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        served += 1
        places = RequestPlaces(host, asked: node, path: head.uri)
        places?.began(in: host.log)
        let answer = answer(head)
        host.log.append(record(head, answer))
        if answer.silent { return }
        let delay = host.delay(of: answer, at: node)
        guard delay > .zero else { return write(answer, to: head, context) }
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            guard context.channel.isActive else { return }
            self.write(answer, to: head, context)
        }
    }

    private func answer(_ head: HTTPRequestHead) -> APIAnswer {
        guard head.headers["transfer-encoding"].isEmpty else {
            return APIAnswer(status: 501, phrase: "chunked transfer encoding not supported", body: .text("{\"data\":null}"))
        }
        guard let request = APIRequest(head, body: String(buffer: body)) else { return WebPages.answer(head.uri, of: host.product) }
        return host.answer(request, at: node)
    }

    private func record(_ head: HTTPRequestHead, _ answer: APIAnswer) -> RequestRecord {
        let credential: RequestRecord.Credential =
            head.headers.contains(name: "cookie") ? .cookie : head.headers.contains(name: "authorization") ? .token : .none
        return RequestRecord(
            product: host.product, cluster: host.index, node: node, method: head.method.rawValue, path: head.uri, at: host.clock.now,
            credential: credential, status: answer.silent ? 0 : answer.status)
    }

    private func write(_ answer: APIAnswer, to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let writer = AnswerWriter(
            answer, of: host.product, to: request, closing: closes(answer, request), now: host.clock(of: node),
            sent: { [host, place] bytes in host.log.sent(bytes, place) })
        let loop = context.eventLoop
        writer.write(context) { [self] keep in
            loop.assertInEventLoop()
            endWork()
            if keep { waitForNext(context) } else { context.close(promise: nil) }
        }
    }

    private func endWork() {
        places?.ended(in: host.log)
        places = nil
    }

    /// After every error, after a hundred requests, and when asked to; a backup server keeps what the client keeps.
    private func closes(_ answer: APIAnswer, _ request: HTTPRequestHead) -> Bool {
        if host.product == .backupServer { return !request.isKeepAlive }
        return answer.status >= 400 || served >= ConnectionHandler.requestsPerConnection || !request.isKeepAlive
    }

    private func waitForNext(_ context: ChannelHandlerContext) {
        idle?.cancel()
        idle = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(host.options.delays.keepAliveIdle)) {
            context.close(promise: nil)
        }
    }
}
