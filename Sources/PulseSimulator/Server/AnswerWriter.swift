import NIOCore
import NIOHTTP1

/// Writes one answer in the manner of pveproxy, or spoilt as a fault wants it.
struct AnswerWriter {
    private let answer: APIAnswer
    private let request: HTTPRequestHead
    private let closing: Bool
    private let now: Double
    private let product: SimulatedProduct
    /// Told how many bytes of a body go out.
    private let sent: (Int) -> Void

    init(
        _ answer: APIAnswer, of product: SimulatedProduct, to request: HTTPRequestHead, closing: Bool, now: Double,
        sent: @escaping (Int) -> Void
    ) {
        self.sent = sent
        self.product = product
        self.answer = answer
        self.request = request
        self.closing = closing
        self.now = now
    }

    /// `done` is told whether the connection may be kept.
    func write(_ context: ChannelHandlerContext, done: @escaping (Bool) -> Void) {
        switch answer.body {
        case .text(let text): writeText(text, context, done)
        case .endless(let bytes): writeEndless(bytes, context, done)
        case .dripping(let text, let pause): drip(text, every: pause, context, done)
        case .pieces(let pieces): writePieces(pieces, context, done)
        case .truncated(let text): writeTruncated(text, context, done)
        }
    }

    private func head(length: Int?) -> HTTPResponseHead {
        var headers = HTTPHeaders()
        headers.add(name: "Cache-Control", value: "max-age=0")
        headers.add(name: "Connection", value: closing ? "close" : "Keep-Alive")
        headers.add(name: "Date", value: CalendarText.ofHTTP(now))
        headers.add(name: "Pragma", value: "no-cache")
        if product != .backupServer { headers.add(name: "Server", value: "pve-api-daemon/3.0") }
        if let length { headers.add(name: "Content-Length", value: String(length)) }
        headers.add(name: "Content-Type", value: answer.contentType)
        for (name, value) in answer.headers { headers.add(name: name, value: name == "Location" ? location(value) : value) }
        // Anything but plain text in the reason would end the line early.
        let phrase = String(String.UnicodeScalarView(answer.phrase.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
        return HTTPResponseHead(version: .http1_1, status: .custom(code: UInt(answer.status), reasonPhrase: phrase), headers: headers)
    }

    /// The same path with a counter, so that a client that only refuses repetitions follows for ever.
    private func location(_ value: String) -> String {
        guard value == "redirect-to-itself" else { return value }
        let path = request.uri.prefix { $0 != "?" }
        let round = request.uri.split(separator: "=").last.flatMap { Int($0) } ?? 0
        return "\(path)?again=\(round + 1)"
    }

    private func writeText(_ text: String, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        var bytes = Array(text.utf8)
        var head = head(length: nil)
        // A backup server packs with deflate or not at all.
        if bytes.count > Gzip.threshold, product != .backupServer, request.headers["accept-encoding"].contains(where: { $0.contains("gzip") }),
            let packed = Gzip.compress(bytes)
        {
            bytes = packed
            head.headers.add(name: "Content-Encoding", value: "gzip")
        }
        head.headers.add(name: "Content-Length", value: String(bytes.count))
        send(.head(head), context)
        if request.method != .HEAD, !bytes.isEmpty { send(body(ByteBuffer(bytes: bytes)), context) }
        finish(context, done)
    }

    private func writeTruncated(_ text: String, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        send(.head(head(length: text.utf8.count + 20_000)), context)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(body(ByteBuffer(string: text))), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in done(false) }
    }

    /// Waits for each piece to leave: a client that stops reading costs no memory.
    private func writeEndless(_ bytes: Int, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        send(.head(head(length: bytes)), context)
        send(body(ByteBuffer(string: "{\"data\":[")), context)
        let row = "{\"type\":\"qemu\",\"id\":\"qemu/100\",\"vmid\":100,\"node\":\"pve1\",\"status\":\"running\"},"
        let block = ByteBuffer(string: String(repeating: row, count: 800))
        send(remaining: bytes - 11, block, context, done)
    }

    private func send(remaining: Int, _ block: ByteBuffer, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        guard remaining > 0 else {
            send(body(ByteBuffer(string: "]}")), context)
            return finish(context, done)
        }
        var piece = block
        let part = piece.readSlice(length: min(remaining, block.readableBytes)) ?? block
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(body(part)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result else { return done(false) }
            self.send(remaining: remaining - part.readableBytes, block, context, done)
        }
    }

    /// Without a length, so in chunks.
    private func writePieces(_ pieces: BodyPieces, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        send(.head(head(length: nil)), context)
        next(of: pieces.begin(), context, done)
    }

    private func next(of pieces: AnyIterator<String>, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        guard let piece = pieces.next() else { return finish(context, done) }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(body(ByteBuffer(string: piece))), promise: written)
        written.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result else { return done(false) }
            self.next(of: pieces, context, done)
        }
    }

    private func drip(_ text: String, every pause: Duration, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        send(.head(head(length: text.utf8.count)), context)
        context.flush()
        drop(Array(text.utf8)[...], every: TimeAmount(pause), context, done)
    }

    private func drop(
        _ rest: ArraySlice<UInt8>, every pause: TimeAmount, _ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void
    ) {
        guard context.channel.isActive else { return done(false) }
        guard let byte = rest.first else { return finish(context, done) }
        context.writeAndFlush(NIOAny(body(ByteBuffer(bytes: [byte]))), promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.drop(rest.dropFirst(), every: pause, context, done) }
    }

    private func body(_ piece: ByteBuffer) -> HTTPServerResponsePart {
        sent(piece.readableBytes)
        return .body(.byteBuffer(piece))
    }

    private func send(_ part: HTTPServerResponsePart, _ context: ChannelHandlerContext) { context.write(NIOAny(part), promise: nil) }

    private func finish(_ context: ChannelHandlerContext, _ done: @escaping (Bool) -> Void) {
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in done(!closing) }
    }
}
