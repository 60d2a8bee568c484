import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PulseCore
import Synchronization

/// One attempt of one request.
final class Call: Sendable {
    private let request: OutboundRequest
    private let pool: HTTPClient
    private let progress = Mutex(CallProgress.waiting)

    /// Ours ends the call first; the library's own deadline is a safety net behind it.
    private static let libraryGrace = Duration.seconds(5)

    init(request: OutboundRequest, pool: HTTPClient) {
        self.request = request
        self.pool = pool
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

    private func body(of response: HTTPClientResponse) async throws -> [UInt8] {
        let limit = request.byteLimit
        guard (response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0) <= limit else {
            throw TransportError.tooLarge(limit: limit)
        }
        switch response.headers.first(name: "content-encoding")?.lowercased() {
        case "gzip", "x-gzip", "deflate": return try await Self.inflated(response.body, limit: limit)
        default: return try await Self.plain(response.body, limit: limit)
        }
    }

    private static func plain(_ body: HTTPClientResponse.Body, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in body {
            guard bytes.count + part.readableBytes <= limit else { throw TransportError.tooLarge(limit: limit) }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    private static func inflated(_ body: HTTPClientResponse.Body, limit: Int) async throws -> [UInt8] {
        let inflater = try Inflater(limit: limit)
        for try await part in body { try inflater.append(part.readableBytesView) }
        return try inflater.finish()
    }

    private static func reason(of response: HTTPClientResponse) -> String {
        guard let recorded = response.headers.first(name: ReasonPhraseRecorder.header) else { return response.status.reasonPhrase }
        return ReasonPhraseRecorder.decoded(recorded)
    }

    private static func headers(of response: HTTPClientResponse) -> [(name: String, value: String)] {
        response.headers.filter { $0.name != ReasonPhraseRecorder.header }.map { ($0.name, $0.value) }
    }
}
