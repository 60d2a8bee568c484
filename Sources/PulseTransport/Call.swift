import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PulseCore
import Synchronization

/// One attempt of one request.
final class Call: Sendable {
    private let request: OutboundRequest
    private let pool: HTTPClient
    private let take: BodyTaker?
    private let progress = Mutex(CallProgress.waiting)

    /// Ours ends the call first; the library's own deadline is a safety net behind it.
    private static let libraryGrace = Duration.seconds(5)
    /// What is read of the body of a refusal when only success has a taker, bytes.
    private static let refusalLimit = 64 << 10

    /// - Parameter take: gets the body of a successful answer piece by piece; without it the body is gathered.
    init(request: OutboundRequest, pool: HTTPClient, take: BodyTaker? = nil) {
        self.request = request
        self.pool = pool
        self.take = take
    }

    func run() async throws(TransportError) -> OutboundResponse {
        do {
            return try await withDeadline(request.deadline, failing: { self.timeout }, { try await self.exchange() })
        } catch {
            throw TransportError(error, progress: progress.withLock { $0 }, connectLimit: OutboundClient.connectLimit)
        }
    }

    private var timeout: TransportError {
        .timedOut(progress.withLock { $0 }.phase, after: request.deadline)
    }

    private func exchange() async throws -> OutboundResponse {
        let response = try await pool.execute(wireRequest, deadline: libraryDeadline)
        progress.withLock { $0 = .reading }
        return OutboundResponse(
            status: Int(response.status.code), reason: Self.reason(of: response), headers: Self.headers(of: response),
            body: try await body(of: response))
    }

    private var wireRequest: HTTPClientRequest {
        var wire = HTTPClientRequest(url: request.url)
        wire.method = HTTPMethod(rawValue: request.method.name)
        for header in request.headers { wire.headers.add(name: header.name, value: header.value) }
        wire.headers.replaceOrAdd(name: "accept-encoding", value: "gzip")
        if let body = request.method.body {
            wire.headers.replaceOrAdd(name: "content-type", value: body.type)
            wire.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        return wire
    }

    private var libraryDeadline: NIODeadline {
        .now() + .milliseconds((request.deadline + Self.libraryGrace).wholeMilliseconds)
    }

    /// What is gathered of the body: nothing when somebody takes it. A refusal is gathered in any case, it explains itself.
    private func body(of response: HTTPClientResponse) async throws -> [UInt8] {
        // The headers of an answer to HEAD tell the length and packing of a body that does not come.
        if request.method == .head { return [] }
        if let take, (200..<300).contains(response.status.code) {
            try await ResponseBody(response, limit: request.byteLimit).pass(to: take)
            return []
        }
        let limit = take == nil ? request.byteLimit : min(request.byteLimit, Self.refusalLimit)
        return try await ResponseBody(response, limit: limit).gathered()
    }

    private static func reason(of response: HTTPClientResponse) -> String {
        guard let recorded = response.headers.first(name: ReasonPhraseRecorder.header) else { return response.status.reasonPhrase }
        return ReasonPhraseRecorder.decoded(recorded)
    }

    private static func headers(of response: HTTPClientResponse) -> [(name: String, value: String)] {
        response.headers.filter { $0.name != ReasonPhraseRecorder.header }.map { ($0.name, $0.value) }
    }
}
