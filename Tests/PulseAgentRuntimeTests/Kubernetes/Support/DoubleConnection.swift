import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Answers the requests of one connection.
final class DoubleConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let double: KubernetesDouble

    init(double: KubernetesDouble) {
        self.double = double
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let request = KubernetesDouble.Request(head)
        let answer = double.answer(to: request, channel: context.channel)
        double.took(request)
        var headers = HTTPHeaders([("content-type", answer.status == 404 ? "text/plain" : "application/json")])
        if answer.isOpen {
            headers.add(name: "transfer-encoding", value: "chunked")
        } else {
            headers.add(name: "content-length", value: "\(answer.body.utf8.count)")
        }
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .init(statusCode: answer.status), headers: headers))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
        if !answer.isOpen { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension KubernetesDouble.Request {
    fileprivate init(_ head: HTTPRequestHead) {
        let parts = head.uri.split(separator: "?", maxSplits: 1)
        var query: [String: String] = [:]
        for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1)
            query[String(sides[0])] = sides.count > 1 ? String(sides[1]).removingPercentEncoding ?? "" : ""
        }
        let token = head.headers.first(name: "authorization")?.split(separator: " ").last.map(String.init)
        self.init(path: String(parts[0]), query: query, accept: head.headers.first(name: "accept") ?? "", token: token)
    }
}

extension KubernetesDouble {
    struct Answer {
        let status: Int
        let body: String
        /// A stream that more follows in.
        var isOpen = false
    }

    /// Remembers the request, after its answer was decided.
    func took(_ request: Request) {
        let met = state.withLock { state in
            state.requests.append(request)
            let requests = state.requests
            let met = state.waiters.filter { $0.isMet(requests) }
            state.waiters.removeAll { $0.isMet(requests) }
            return met
        }
        for waiter in met { waiter.continuation.resume() }
    }

    func answer(to request: Request, channel: any Channel) -> Answer {
        state.withLock { state in
            if let tokens = state.tokens, !tokens.contains(request.token ?? "") {
                return Self.status(401, "Unauthorized", "Unauthorized")
            }
            if let fixed = state.fixed[request.path] { return Answer(status: 200, body: fixed) }
            if state.absent.contains(request.path) { return Answer(status: 404, body: "404 page not found\n") }
            if state.unavailable.contains(request.path) { return Self.status(503, "ServiceUnavailable", "the server is currently unable") }
            if request.path == "/version" { return Answer(status: 200, body: #"{"major":"1","minor":"36","gitVersion":"v1.36.2+k3s1"}"#) }
            if state.denied.contains(request.path) {
                return Self.status(403, "Forbidden", "things is forbidden: User \\\"pulse\\\" cannot list resource at the cluster scope")
            }
            return request.isStream ? Self.stream(request, channel, &state) : Self.list(request, &state)
        }
    }

    private static func status(_ code: Int, _ reason: String, _ message: String) -> Answer {
        Answer(
            status: code,
            body:
                #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"\#(message)","reason":"\#(reason)","code":\#(code)}"#
        )
    }

    private static func list(_ request: Request, _ state: inout State) -> Answer {
        if request.query["continue"] != nil, let code = state.refusesContinue {
            state.refusesContinue = nil
            return code == 410
                ? status(410, "Expired", "The provided continue parameter is too old") : status(400, "BadRequest", "invalid continue token")
        }
        let isPartial = request.accept.contains("as=PartialObjectMetadataList")
        var all = (state.objects[request.path] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        if request.query["fieldSelector"] == "type=Warning" { all.removeAll { $0.object.type != "Warning" } }
        let begin = Int(request.query["continue"] ?? "0") ?? 0
        let page = all.dropFirst(begin).prefix(Int(request.query["limit"] ?? "") ?? all.count)
        let isMore = begin + page.count < all.count
        let items = page.map { $0.object.json(partial: isPartial).replacing(DoubleObject.version, with: "\($0.version)") }.joined(separator: ",")
        let more = isMore ? #","continue":"\#(begin + page.count)","remainingItemCount":\#(all.count - begin - page.count)"# : ""
        return Answer(
            status: 200, body: #"{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"\#(state.version)"\#(more)},"items":[\#(items)]}"#)
    }

    private static func stream(_ request: Request, _ channel: any Channel, _ state: inout State) -> Answer {
        let version = Int(request.query["resourceVersion"] ?? "") ?? 0
        if version < state.oldest[request.path] ?? 0 {
            let message = status(410, "Expired", "too old resource version: \(version)")
            return state.gone == .status ? message : Answer(status: 200, body: #"{"type":"ERROR","object":\#(message.body)}"# + "\n")
        }
        state.streams[request.path, default: []].append(channel)
        let missed = (state.changes[request.path] ?? []).filter { $0.version > version }.map(\.line).joined()
        return Answer(status: 200, body: missed, isOpen: true)
    }
}
