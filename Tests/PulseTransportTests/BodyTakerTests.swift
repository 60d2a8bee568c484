import PulseTransport
import Synchronization
import Testing

/// What a taker was given.
private final class Pieces: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let most: Int

    init(most: Int = .max) { self.most = most }

    var all: [UInt8] { bytes.withLock { $0 } }

    func take(_ piece: [UInt8]) -> Bool {
        bytes.withLock { bytes in
            bytes += piece
            return bytes.count < most
        }
    }
}

@Suite("Bodies that are handed over piece by piece", .timeLimit(.minutes(5)))
struct BodyTakerTests {
    private static let body = Array((0..<40_000).flatMap { "row \($0)\n".utf8 })

    private func taken(
        _ acts: [ScriptedServer.Act], most: Int = .max, deadline: Duration = .seconds(20), byteLimit: Int = 1 << 24,
        _ check: (OutboundResponse?, TransportError?, Pieces, ScriptedServer) async throws -> Void
    ) async throws {
        try await ScriptedServer(script: { _ in acts }).run { server in
            try await withClient { client in
                let pieces = Pieces(most: most)
                let request = OutboundRequest(url: server.url(scheme: "http"), deadline: deadline, byteLimit: byteLimit)
                let result: Result<OutboundResponse, TransportError>
                do throws(TransportError) {
                    result = .success(try await client.send(request) { pieces.take($0) })
                } catch {
                    result = .failure(error)
                }
                switch result {
                case .success(let response): try await check(response, nil, pieces, server)
                case .failure(let error): try await check(nil, error, pieces, server)
                }
            }
        }
    }

    @Test("the pieces are the body, plain and packed, and the response has none")
    func whole() async throws {
        for act in [
            answer("HTTP/1.1 200 OK", Self.body), answer("HTTP/1.1 200 OK", Packed.gzip(Self.body), headers: ["Content-Encoding: gzip"]),
        ] {
            try await taken([act]) { response, _, pieces, _ in
                #expect(response?.status == 200)
                #expect(response?.body == [])
                #expect(pieces.all == Self.body)
            }
        }
    }

    @Test("a refusal is not handed over: its body comes with the response")
    func refusal() async throws {
        try await taken([answer("HTTP/1.1 400 Bad Request", Array("no such datastore 'x'".utf8))]) { response, _, pieces, _ in
            #expect(response?.status == 400)
            #expect(response?.body == Array("no such datastore 'x'".utf8))
            #expect(pieces.all == [])
        }
    }

    @Test("the limit counts what was handed over, also while unpacking")
    func limit() async throws {
        let bomb = Packed.gzip(Array(repeating: 0, count: 50_000_000))
        for act in [answer("HTTP/1.1 200 OK", bomb, headers: ["Content-Encoding: gzip"]), .send("HTTP/1.1 200 OK\r\n\r\n")] {
            try await taken([act, .flood(Array(repeating: 0x20, count: 0x10000))], byteLimit: 1 << 20) { _, error, pieces, _ in
                #expect(error == .tooLarge(limit: 1 << 20))
                #expect(pieces.all.count <= 1 << 20)
            }
        }
    }

    @Test("a taker that has enough ends the reading, and the server is not read on")
    func enough() async throws {
        try await taken([.send("HTTP/1.1 200 OK\r\n\r\n"), .flood(Array(repeating: 0x20, count: 0x10000))], most: 200_000) {
            response, _, pieces, server in
            #expect(response?.status == 200)
            #expect(pieces.all.count < 2_000_000)
            try await server.waitUntilClosed(connection: 0)
        }
    }

    @Test("one deadline holds for the whole body: what drips is given up")
    func dripping() async throws {
        try await taken([.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), .drip], deadline: .seconds(4)) { _, error, _, server in
            #expect(error == .timedOut(.reading, after: .seconds(4)))
            try await server.waitUntilClosed(connection: 0)
        }
    }

    @Test("a body that breaks off is told from one that ends")
    func cut() async throws {
        try await taken([.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc"), .close]) { _, error, pieces, _ in
            #expect(error == .truncated)
            #expect(pieces.all == Array("abc".utf8))
        }
    }
}
