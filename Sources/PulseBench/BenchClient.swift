import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PulseSimulator

/// Talks to a `PulseProcess` as a user's browser and scripts do.
struct BenchClient {
    let base: String
    let token: String

    /// Lives as long as the program. It leaves bodies as they came: what is measured is the wire, not our unpacking.
    private static let http = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: HTTPClient.Configuration(decompression: .disabled))

    init(_ pulse: PulseProcess) {
        base = "http://127.0.0.1:\(pulse.port)"
        token = pulse.token
    }

    /// Adds a simulated cluster by its first node; the other nodes are found by Pulse.
    func add(_ cluster: RunningCluster) async throws {
        let node = cluster.nodes[0]
        try await add(
            """
            {"address":"\(node.url)","fingerprint":"\(node.fingerprint)",
            "authentication":{"type":"token","tokenId":"\(cluster.token.id)","tokenSecret":"\(cluster.token.secret)"}}
            """)
    }

    /// Adds a source by the body of its request.
    func add(_ body: String) async throws {
        var request = request("/api/sources", .POST)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await Self.http.execute(request, timeout: .seconds(120))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        guard response.status == .created else { throw BenchError("adding the source failed: \(text)") }
    }

    /// Waits until the server knows so many guests.
    func wait(forGuests count: Int, _ clock: ContinuousClock) async throws {
        for _ in 0..<600 {
            if try await total("kind=guest&limit=1") >= count { return }
            try await clock.sleep(for: .milliseconds(500))
        }
        throw BenchError("the server never knew \(count) guests")
    }

    func total(_ query: String) async throws -> Int {
        struct Page: Decodable { let total: Int }
        return try JSONDecoder().decode(Page.self, from: try await get("/api/resources?\(query)").body).total
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> (status: UInt, body: Data, tag: String?) {
        var request = request(path, .GET)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await Self.http.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 256 << 20)
        return (response.status.code, Data(body.readableBytesView), response.headers.first(name: "ETag"))
    }

    /// Sends a request without a body.
    ///
    /// - Returns: its status.
    func post(_ path: String) async throws -> UInt {
        let response = try await Self.http.execute(request(path, .POST), timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 20)
        return response.status.code
    }

    /// Reads the compressed event stream and counts its bytes as they are on the wire, in slots of time given by `slot`.
    func stream(_ count: @escaping @Sendable (Int) -> Void) async throws {
        var request = request("/api/events", .GET)
        request.headers.add(name: "Accept-Encoding", value: "gzip")
        let response = try await Self.http.execute(request, deadline: .distantFuture)
        for try await buffer in response.body { count(buffer.readableBytes) }
    }

    private func request(_ path: String, _ method: NIOHTTP1.HTTPMethod) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        return request
    }
}
