import PulseTransport
import Testing

@Suite("Limits of a call", .timeLimit(.minutes(5)))
struct LimitTests {
    private static let chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let chunk = Array("10000\r\n".utf8) + Array(repeating: 0x20, count: 0x10000) + Array("\r\n".utf8)

    @Test("one deadline round everything: a quick head does not buy time for a body that drips")
    func drippingBody() async throws {
        try await ScriptedServer(script: { _ in [.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), .drip] }).run { server in
            try await withClient { client in
                // Long enough for the head to be read on a machine that has much else to do.
                let deadline = Duration.seconds(4)
                await #expect(throws: TransportError.timedOut(.reading, after: deadline)) {
                    try await client.get(server.url(scheme: "http"), deadline: deadline)
                }
                // The connection is of no use any more, and the server is told so.
                try await server.waitUntilClosed(connection: 0)
            }
        }
    }

    @Test("and a server that says nothing is given up")
    func silence() async throws {
        try await ScriptedServer(script: { _ in [] }).run { server in
            try await withClient { client in
                let deadline = Duration.milliseconds(200)
                await #expect(throws: TransportError.timedOut(.waiting, after: deadline)) {
                    try await client.get(server.url(scheme: "http"), deadline: deadline)
                }
                await #expect(throws: TransportError.timedOut(.connecting, after: deadline)) {
                    try await client.certificate(host: "127.0.0.1", port: server.port, deadline: deadline)
                }
            }
        }
    }

    @Test(
        "a body that is too long is not read on: announced, in chunks without end, without a length",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", false), (chunkedHead, true), ("HTTP/1.1 200 OK\r\n\r\n", false),
        ])
    func tooLong(head: String, isChunked: Bool) async throws {
        try await ScriptedServer(
            script: { _ in [.send(head), .flood(isChunked ? Self.chunk : Array(repeating: 0x20, count: 0x10000))] }
        ).run { server in
            try await withClient { client in
                await #expect(throws: TransportError.tooLarge(limit: 1 << 20)) {
                    try await client.get(server.url(scheme: "http"), byteLimit: 1 << 20)
                }
                try await server.waitUntilClosed(connection: 0)
            }
        }
    }

    @Test("a body of exactly the limit is whole, plain and packed")
    func exactly() async throws {
        let body = Array(repeating: UInt8(0x20), count: 300_000)
        for act in [answer(body), answer(Packed.gzip(body), headers: ["Content-Encoding: gzip"])] {
            try await ScriptedServer(script: { _ in [act] }).run { server in
                try await withClient { client in
                    let whole = try await client.get(server.url(scheme: "http"), byteLimit: body.count)
                    #expect(whole.body == body)
                    await #expect(throws: TransportError.tooLarge(limit: body.count - 1)) {
                        try await client.get(server.url(scheme: "http"), byteLimit: body.count - 1)
                    }
                }
            }
        }
    }

    @Test("the limit holds while unpacking: a hundred kilobytes that would be a hundred megabytes")
    func bomb() async throws {
        let bomb = Packed.gzip(Array(repeating: 0, count: 100_000_000))
        #expect(bomb.count < 120_000)
        try await ScriptedServer(script: { _ in [answer(bomb, headers: ["Content-Encoding: gzip"])] }).run { server in
            try await withClient { client in
                await #expect(throws: TransportError.tooLarge(limit: 1 << 20)) {
                    try await client.get(server.url(scheme: "http"), byteLimit: 1 << 20)
                }
            }
        }
    }

    @Test("a status line without end is no answer")
    func endlessStatusLine() async throws {
        try await ScriptedServer(script: { _ in [.send("HTTP/1.1 200 "), .flood(Array(repeating: 0x41, count: 4096))] }).run { server in
            try await withClient { client in
                await #expect(throws: TransportError.notHTTP) { try await client.get(server.url(scheme: "http")) }
                try await server.waitUntilClosed(connection: 0)
            }
        }
    }
}

private func answer(_ body: [UInt8], headers: [String] = []) -> ScriptedServer.Act { answer("HTTP/1.1 200 OK", body, headers: headers) }
