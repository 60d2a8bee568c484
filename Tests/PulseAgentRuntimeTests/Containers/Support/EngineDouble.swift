import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import PulseTransport
import Synchronization

@testable import PulseAgentRuntime

/// An engine on a unix socket that answers as its test says.
final class EngineDouble: Sendable {
    enum Answer: Sendable {
        case answer(Int, String, headers: [(String, String)] = [])
        /// Takes the question and never answers.
        case hang
        /// Ends the connection in the place of an answer.
        case cut
        /// Says this much and holds the connection open.
        case stream(String)

        static func json(_ text: String) -> Answer { .answer(200, text) }
    }

    let path = NSTemporaryDirectory() + "pe-\(UUID().uuidString.prefix(8)).sock"
    private let reply: @Sendable (String) -> Answer
    private let asked = Mutex<[String]>([])
    private let children = Mutex<[any Channel]>([])

    /// - Parameter reply: is given the path with its query, without the version before it.
    init(_ reply: @escaping @Sendable (String) -> Answer) {
        self.reply = reply
    }

    /// What was asked for, in order, with the version.
    var questions: [String] { asked.withLock { $0 } }

    func questions(about word: String) -> Int { questions.count { $0.contains(word) } }

    /// Listens for as long as `body` takes.
    func run<Value: Sendable>(_ body: (EngineDouble, OutboundClient) async throws -> Value) async throws -> Value {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                self.children.withLock { $0.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(EngineConnection(engine: self))
                }
            }
            .bind(unixDomainSocketPath: path).get()
        let client = OutboundClient()
        let result: Result<Value, any Error>
        do { result = .success(try await body(self, client)) } catch { result = .failure(error) }
        try? await listener.close().get()
        for child in children.withLock({ $0 }) { try? await child.close().get() }
        await client.shutdown()
        try? FileManager.default.removeItem(atPath: path)
        return try result.get()
    }

    fileprivate func answer(to question: String) -> Answer {
        asked.withLock { $0.append(question) }
        let parts = question.split(separator: "/", maxSplits: 1)
        let isVersioned = question.hasPrefix("/v1.") && parts.count == 2
        return reply(isVersioned ? "/" + parts[1] : question)
    }
}

private final class EngineConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let engine: EngineDouble
    private var target = ""

    init(engine: EngineDouble) { self.engine = engine }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): target = head.uri
        case .body: break
        case .end: perform(engine.answer(to: target), context)
        }
    }

    private func perform(_ answer: EngineDouble.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .hang: break
        case .cut: context.close(promise: nil)
        case .stream(let text):
            write(200, [("Transfer-Encoding", "chunked")], text, context)
            context.flush()
        case .answer(let status, let text, let headers):
            write(status, headers + [("Content-Length", "\(text.utf8.count)")], text, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func write(_ status: Int, _ headers: [(String, String)], _ text: String, _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: HTTPHeaders(headers))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
