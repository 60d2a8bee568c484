import NIOCore
import NIOHTTP1
import NIOPosix
import PulseEvaluation
import Synchronization

/// A receiver on loopback that refuses some messages and cuts the connection of others after it took them, and checks the order of what comes.
final class DeliveryReceiver: Sendable {
    struct Verdict: Sendable {
        /// The highest number, all before it included.
        var last = 0
        var repeats = 0
        var outOfOrder = 0
        var refused = 0
    }

    enum Answer { case taken, refused, cut }

    private struct State {
        var verdict = Verdict()
        var random: SeededRandom
    }

    private let state: Mutex<State>
    private let failures: Double
    private let listener = Mutex<(any Channel)?>(nil)

    /// - Parameter failures: the share of deliveries that come to nothing.
    init(seed: UInt64, failures: Double) {
        state = Mutex(State(random: SeededRandom(seed: seed)))
        self.failures = failures
    }

    var verdict: Verdict { state.withLock { $0.verdict } }

    /// - Returns: its port.
    func start() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(DeliveryConnection(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        listener.withLock { $0 = channel }
        return channel.localAddress?.port ?? 0
    }

    func stop() async { try? await listener.withLock { $0 }?.close().get() }

    fileprivate func take(_ number: Int) -> Answer {
        state.withLock { state in
            let chance = state.random.unit()
            guard chance >= failures / 2 else {
                state.verdict.refused += 1
                return .refused
            }
            switch number {
            case state.verdict.last + 1: state.verdict.last = number
            case ...state.verdict.last: state.verdict.repeats += 1
            default: state.verdict.outOfOrder += 1
            }
            return chance < failures ? .cut : .taken
        }
    }
}

private final class DeliveryConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let receiver: DeliveryReceiver
    private var number = 0

    init(_ receiver: DeliveryReceiver) { self.receiver = receiver }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            // `message-17`
            number = head.headers.first(name: "webhook-id").flatMap { $0.split(separator: "-").last }.flatMap { Int($0) } ?? 0
        case .body: break
        case .end: perform(receiver.take(number), context)
        }
    }

    private func perform(_ answer: DeliveryReceiver.Answer, _ context: ChannelHandlerContext) {
        guard answer != .cut else { return context.close(promise: nil) }
        let status: HTTPResponseStatus = answer == .taken ? .ok : .serviceUnavailable
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: ["Content-Length": "0"]))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
