import PulseTransport
import Testing

@Suite("Calls that fail", .timeLimit(.minutes(5)))
struct FailureTests {
    private func failure(of url: String) async throws -> TransportError? {
        var error: TransportError?
        try await withClient { client in
            error = await #expect(throws: TransportError.self) { try await client.get(url) }
        }
        return error
    }

    @Test(
        "each reason has its own word",
        arguments: [
            ("https://127.0.0.1:1/", TransportError.refused), ("https://no-such-host.invalid/", .nameNotFound), ("ftp://127.0.0.1/", .invalidAddress),
            ("nonsense", .invalidAddress), ("https://", .invalidAddress), ("", .invalidAddress),
        ])
    func words(url: String, expected: TransportError) async throws {
        #expect(try await failure(of: url) == expected)
        #expect(expected.sentence(about: url).hasSuffix("."))
    }

    @Test("a server that greets in another protocol")
    func otherProtocol() async throws {
        try await ScriptedServer(greeting: "SSH-2.0-OpenSSH_9.2p1\r\n").run { server in
            #expect(try await failure(of: server.url()) == .notTLS)
            try await withClient { client in
                await #expect(throws: TransportError.notTLS) { try await client.certificate(host: "127.0.0.1", port: server.port) }
            }
        }
    }

    @Test("a server that answers something else than HTTP")
    func notHTTP() async throws {
        try await ScriptedServer(script: { _ in [.send("220 mail.example.invalid ESMTP\r\n")] }).run { server in
            let error = try await failure(of: server.url(scheme: "http"))
            #expect(error == .notHTTP)
        }
    }

    @Test("a pooled connection that dies under a GET: asked once more on a new one")
    func repeated() async throws {
        try await ScriptedServer(script: { $0.number == 1 ? [.cut] : [answer()] }).run { server in
            try await withClient { client in
                for _ in 0..<2 { _ = try await client.get(server.url(scheme: "http")) }
                #expect(server.requests.map(\.connection) == [0, 0, 1])
            }
        }
    }

    @Test("once, not for ever", arguments: [ScriptedServer.Act.cut, .close])
    func repeatedOnce(act: ScriptedServer.Act) async throws {
        try await ScriptedServer(script: { _ in [act] }).run { server in
            let error = try await failure(of: server.url(scheme: "http"))
            #expect(error == .closed)
            #expect(server.requests.count == 2)
        }
    }

    @Test("a head that breaks off is no answer yet")
    func cutHead() async throws {
        try await ScriptedServer(script: { _ in [.send("HTTP/1.1 200 OK\r\nContent-Le"), .cut] }).run { server in
            let error = try await failure(of: server.url(scheme: "http"))
            #expect(error == .closed)
            #expect(server.requests.count == 2)
        }
    }

    @Test("a POST is never repeated: it may have been carried out")
    func postOnce() async throws {
        try await ScriptedServer(script: { $0.number == 0 ? [answer()] : [.cut] }).run { server in
            try await withClient { client in
                _ = try await client.get(server.url(scheme: "http"))
                await #expect(throws: TransportError.closed) {
                    try await client.send(OutboundRequest(.post(form: [("a", "b")]), url: server.url(scheme: "http")))
                }
                #expect(server.requests.map(\.line) == ["GET / HTTP/1.1", "POST / HTTP/1.1"])
            }
        }
    }

    @Test("a caller that gives up ends the call")
    func cancelled() async throws {
        try await ScriptedServer(script: { _ in [] }).run { server in
            try await withClient { client in
                let call = Task { try await client.get(server.url(scheme: "http")) }
                for await _ in server.arrivals { break }
                call.cancel()
                await #expect(throws: TransportError.cancelled) { try await call.value }
                try await server.waitUntilClosed(connection: 0)
            }
        }
    }

    @Test("shutting down ends what is under way, and nothing begins afterwards")
    func shutdown() async throws {
        try await ScriptedServer(script: { _ in [] }).run { server in
            let client = OutboundClient()
            let call = Task { try await client.get(server.url(scheme: "http")) }
            for await _ in server.arrivals { break }
            await client.shutdown()
            await #expect(throws: TransportError.self) { try await call.value }
            await #expect(throws: TransportError.cancelled) { try await client.get(server.url(scheme: "http")) }
            await client.shutdown()
        }
    }
}
