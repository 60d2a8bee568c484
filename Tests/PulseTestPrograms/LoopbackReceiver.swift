import NIOCore
package import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on loopback that answers as its test says and remembers what it took.
package final class LoopbackReceiver: Sendable {
    package enum Answer: Sendable {
        case status(Int, headers: [(String, String)] = [], body: String = "")
        /// Never.
        case hang
        /// Ends the connection instead.
        case cut
        /// A body that begins so and goes on with what `say` is told.
        case stream(String)
    }

    package struct Got: Sendable {
        package let head: HTTPRequestHead
        package let body: [UInt8]

        package init(head: HTTPRequestHead, body: [UInt8]) {
            self.head = head
            self.body = body
        }

        package func header(_ name: String) -> String? { head.headers.first(name: name) }
    }

    private let answer: @Sendable (Got) -> Answer
    private let channel = Mutex<(any Channel)?>(nil)
    private let children = Mutex<[any Channel]>([])
    private let taken = Mutex<[Got]>([])
    private let streams = Mutex<[(target: String, channel: any Channel)]>([])

    private let remembers: Bool

    /// - Parameter remembers: false for so many requests that they should not be kept.
    package init(remembers: Bool = true, _ answer: @escaping @Sendable (Got) -> Answer = { _ in .status(200) }) {
        self.remembers = remembers
        self.answer = answer
    }

    package var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }
    package var url: String { "http://127.0.0.1:\(port)/hook" }
    package var got: [Got] { taken.withLock { $0 } }
    package var connections: Int { children.withLock { $0.count } }

    /// Listens for as long as `body` takes.
    package func run<Value: Sendable>(_ body: (LoopbackReceiver) async throws -> Value) async throws -> Value {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                self.children.withLock { $0.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Connection(receiver: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = listener }
        let result: Result<Value, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        try? await listener.close().get()
        for child in children.withLock({ $0 }) { try? await child.close().get() }
        return try result.get()
    }

    /// Goes on with the streams whose target begins so.
    package func say(_ text: String, to start: String) {
        for stream in streams.withLock({ $0 }) where stream.target.hasPrefix(start) && stream.channel.isActive {
            stream.channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
        }
    }

    fileprivate func opened(_ target: String, _ channel: any Channel) {
        streams.withLock { streams in
            streams.removeAll { !$0.channel.isActive }
            streams.append((target, channel))
        }
    }

    fileprivate func take(_ got: Got) -> Answer {
        if remembers { taken.withLock { $0.append(got) } }
        return answer(got)
    }
}

private final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let receiver: LoopbackReceiver
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(receiver: LoopbackReceiver) { self.receiver = receiver }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let part): body += Array(part.readableBytesView)
        case .end: if let head { perform(receiver.take(.init(head: head, body: body)), context) }
        }
    }

    private func perform(_ answer: LoopbackReceiver.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .hang: break
        case .cut: context.close(promise: nil)
        case .status(let status, let headers, let body):
            let fields = HTTPHeaders(headers + [("Content-Length", "\(body.utf8.count)")])
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .init(statusCode: status), headers: fields))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .stream(let text):
            let fields = HTTPHeaders([("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: fields))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            receiver.opened(head?.uri ?? "", context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
