import PulseTransport
import Testing

@Suite("Requests and answers", .timeLimit(.minutes(5)))
struct AnswerTests {
    private func response(to script: @escaping ScriptedServer.Script) async throws -> OutboundResponse {
        var response = OutboundResponse(status: 0)
        try await ScriptedServer(script: script).run { server in
            try await withClient { client in response = try await client.get(server.url(scheme: "http")) }
        }
        return response
    }

    @Test(
        "the reason phrase is the server's own",
        arguments: [
            ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.1 200 Fine", 200, "Fine"), ("HTTP/1.1 595 No route to host", 595, "No route to host"),
            ("HTTP/1.1 403 Permission check failed (/nodes/pve1, Sys.Audit)", 403, "Permission check failed (/nodes/pve1, Sys.Audit)"),
            ("HTTP/1.1 500 ", 500, ""), ("HTTP/1.1 500 100% zu groß, %41: \"x\"", 500, "100% zu groß, %41: \"x\""),
        ])
    func reason(line: String, status: Int, phrase: String) async throws {
        let response = try await response { _ in [answer(line)] }
        #expect(response.status == status)
        #expect(response.reason == phrase)
        #expect(response.body == Array("{\"data\":1}".utf8))
    }

    @Test("also when its line comes in pieces, and for every answer of a connection")
    func pieces() async throws {
        try await ScriptedServer(
            try TestCertificate(),
            script: { request in
                Array("HTTP/1.1 500 round \(request.number)\r\nContent-Length: 2\r\n\r\nok".utf8).map { .send([$0]) }
            }
        ).run { server in
            try await withClient { client in
                let trust = Trust.pinned(try await client.certificate(host: "127.0.0.1", port: server.port).fingerprint)
                for round in 0..<3 { #expect(try await client.get(server.url(), trust).reason == "round \(round)") }
                #expect(Set(server.requests.map(\.connection)).count == 1)
            }
        }
    }

    @Test("a server that writes our own header is not believed, and the header is not passed on")
    func forgedReason() async throws {
        let response = try await response { _ in [answer("HTTP/1.1 403 true", headers: ["Pulse-Reason-Phrase: forged", "X-Other: kept"])] }
        #expect(response.reason == "true")
        #expect(response.header("x-other") == "kept")
    }

    @Test("redirects are answers and are not followed", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) async throws {
        try await ScriptedServer(script: { _ in [answer("HTTP/1.1 \(status) Elsewhere", headers: ["Location: /other"])] }).run { server in
            try await withClient { client in
                let response = try await client.get(server.url(scheme: "http"))
                #expect(response.status == status && response.header("Location") == "/other")
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test("cookies are never sent back")
    func cookies() async throws {
        try await ScriptedServer(script: { _ in [answer(headers: ["Set-Cookie: PVEAuthCookie=planted; Path=/"])] }).run { server in
            try await withClient { client in
                for _ in 0..<3 { _ = try await client.get(server.url(scheme: "http")) }
                #expect(server.requests.count == 3)
                #expect(server.requests.allSatisfy { !$0.text.lowercased().contains("cookie") })
            }
        }
    }

    @Test("a POST of bytes carries them as they are, with their media type")
    func bytes() async throws {
        try await ScriptedServer().run { server in
            try await withClient { client in
                _ = try await client.send(OutboundRequest(.postBody(Array("a&b=%".utf8), type: "text/x-test"), url: server.url("/x", scheme: "http")))
                #expect(server.requests[0].line == "POST /x HTTP/1.1")
                #expect(server.requests[0].text.hasSuffix("\r\n\r\na&b=%"))
                #expect(server.requests[0].text.lowercased().contains("content-type: text/x-test"))
            }
        }
    }

    @Test("a GET has no body, a POST is a form whose values cannot break out of it")
    func requests() async throws {
        try await ScriptedServer().run { server in
            try await withClient { client in
                _ = try await client.get(server.url("/api2/json/version", scheme: "http"))
                let form = [(name: "username", value: "monitor@pve"), (name: "password", value: "a&b=c d\r\n%+ä")]
                _ = try await client.send(OutboundRequest(.post(form: form), url: server.url("/ticket", scheme: "http")))
                #expect(server.requests[0].line == "GET /api2/json/version HTTP/1.1")
                #expect(!server.requests[0].text.lowercased().contains("content-length"))
                #expect(server.requests[0].text.lowercased().contains("accept-encoding: gzip"))
                #expect(server.requests[1].text.hasSuffix("\r\n\r\nusername=monitor%40pve&password=a%26b%3Dc%20d%0D%0A%25%2B%C3%A4"))
                #expect(server.requests[1].text.lowercased().contains("content-type: application/x-www-form-urlencoded"))
            }
        }
    }

    @Test("packed bodies arrive unpacked, in gzip and in zlib", arguments: ["gzip", "x-gzip", "deflate"])
    func packed(encoding: String) async throws {
        let text = Array(String(repeating: "{\"data\":[1,2,3]}", count: 5000).utf8)
        let body = encoding == "deflate" ? Packed.zlib(text) : Packed.gzip(text)
        #expect(try await response { _ in [answer("HTTP/1.1 200 OK", body, headers: ["Content-Encoding: \(encoding)"])] }.body == text)
    }

    static let brokenBodies: [(String, [UInt8])] = [
        ("shorter than announced", Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[".utf8)),
        ("in the middle of a chunk", Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"data".utf8)),
        ("before the last chunk", Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n".utf8)),
    ]

    @Test("a body that breaks off is not passed for a whole one, however the connection ends", arguments: brokenBodies, [false, true])
    func truncated(body: (String, [UInt8]), politely: Bool) async throws {
        let certificate = try TestCertificate()
        try await ScriptedServer(certificate, script: { _ in [.send(body.1), politely ? .close : .cut] }).run { server in
            try await withClient { client in
                await #expect(throws: TransportError.truncated, "\(body.0)") {
                    try await client.get(server.url(), .pinned(certificate.fingerprint))
                }
                // It had begun, so it is not asked again behind the caller's back.
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test("a body without a length ends with a farewell; without one it was cut")
    func lengthless() async throws {
        let certificate = try TestCertificate()
        let body = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":1}"
        try await ScriptedServer(certificate, script: { [.send(body), $0.number == 0 ? .close : .cut] }).run { server in
            try await withClient { client in
                let whole = try await client.get(server.url(), .pinned(certificate.fingerprint))
                #expect(whole.body == Array("{\"data\":1}".utf8))
                await #expect(throws: TransportError.truncated) { try await client.get(server.url(), .pinned(certificate.fingerprint)) }
            }
        }
    }

    @Test("a packed body that lacks its end is not passed for a whole one")
    func packedAndCut() async throws {
        let whole = Packed.gzip(Array(String(repeating: "{\"data\":[1,2,3]}", count: 500).utf8))
        await #expect(throws: TransportError.truncated) {
            try await response { _ in [answer("HTTP/1.1 200 OK", Array(whole.dropLast(9)), headers: ["Content-Encoding: gzip"])] }
        }
    }
}
