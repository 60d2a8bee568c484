import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

/// What a server that comes with a code is answered, and what the audit trail says of it.
@Suite("Set-up by script", .timeLimit(.minutes(5)))
struct SetupRouteTests {
    private struct Made: Decodable {
        let id: String
        let code: String
        let url: String
        let command: String
    }

    private static let registration =
        #"{"type":"pve","addresses":["10.0.0.9"],"tokenId":"pulse@pve!monitor","tokenSecret":"secret-of-the-token","fingerprint":"AA:BB"}"#

    private static func made(_ server: TestServer, _ client: any TestClientProtocol, _ headers: HTTPFields = [:]) async throws -> Made {
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let token = try server.access.makeToken(name: "t", scopes: ["settings:write"], lifetime: nil, at: TestServer.start).text.reveal()
        var all = headers
        all[.authorization] = "Bearer \(token)"
        all[.contentType] = "application/json"
        let answer = try await client.executeRequest(
            uri: "/api/setup-script-url", method: .post, headers: all, body: ByteBuffer(string: #"{"type":"pve"}"#))
        return try JSONDecoder().decode(Made.self, from: Data(String(buffer: answer.body).utf8))
    }

    private static func register(_ client: any TestClientProtocol, _ code: String) async throws -> TestResponse {
        try await client.executeRequest(
            uri: "/api/auto-register", method: .post, headers: [.contentType: "application/json", .setupCode: code],
            body: ByteBuffer(string: registration))
    }

    @Test("code, script and server stand in the audit trail, and neither code nor secret does")
    func trail() async throws {
        let server = try TestServer()
        try await server.application.test(.router) { client in
            let made = try await Self.made(server, client)
            _ = try await client.executeRequest(uri: "/api/setup-script?type=pve", method: .get, headers: [.setupCode: made.code], body: nil)
            #expect(try await Self.register(client, made.code).status == .created)
            #expect(try await Self.register(client, made.code).status == .forbidden)
            let events = server.audit.events
            for event in ["source.code", "source.script", "source.register"] {
                #expect(events.contains { $0.event == event && $0.outcome == .success && $0.details["code"] == made.id }, "\(event)")
            }
            #expect(events.contains { $0.event == "source.register" && $0.outcome == .denied && $0.details["reason"] == "setup_code_wrong" })
            let registered = try #require(events.last { $0.event == "source.register" && $0.outcome == .success })
            #expect(registered.details["code.askedBy"] == "token:t" && registered.details["token"] == "pulse@pve!monitor")
            let written = events.map { "\($0)" }.joined()
            #expect(!written.contains(made.code) && !written.contains("secret-of-the-token"))
        }
    }

    @Test("a demonstration takes in no server, so it makes no code and says why")
    func demonstration() async throws {
        let server = try TestServer(demo: true)
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let token = try server.access.makeToken(name: "t", scopes: ["settings:write"], lifetime: nil, at: TestServer.start).text.reveal()
        try await server.application.test(.router) { client in
            let answer = try await client.executeRequest(
                uri: "/api/setup-script-url", method: .post, headers: [.authorization: "Bearer \(token)", .contentType: "application/json"],
                body: ByteBuffer(string: #"{"type":"pve"}"#))
            let said = String(buffer: answer.body)
            #expect(answer.status == .forbidden && said.contains("\"code\":\"demo\"") && said.contains("without --demo"), "\(said)")
        }
        #expect(!server.audit.events.contains { $0.event == "source.code" && $0.outcome == .success })
    }

    @Test("wrong codes lock their address out, which stands in the trail")
    func lockout() async throws {
        let server = try TestServer()
        try await server.application.test(.router) { client in
            let made = try await Self.made(server, client)
            for _ in 1...LoginLimiter.freeAttempts { #expect(try await Self.register(client, "WRONG").status == .forbidden) }
            let answer = try await Self.register(client, made.code)
            #expect(answer.status == .tooManyRequests && answer.headers[.retryAfter] != nil)
            #expect(server.audit.events.contains { $0.event == "lockout" && $0.outcome == .denied })
        }
    }

    @Test("the command names Pulse as it is set, or as the browser called it; never what a shell would read otherwise")
    func place() async throws {
        let known = try TestServer(publicURL: "https://pulse.example.org/")
        try await known.application.test(.router) { client in
            let made = try await Self.made(known, client)
            #expect(made.url == "https://pulse.example.org/api/setup-script?type=pve")
            #expect(made.command.hasSuffix("| PULSE_SETUP_CODE=\(made.code) bash") && !made.command.contains("-k"))
        }
        let hostile = try TestServer(publicURL: "https://x/';reboot;'")
        try await hostile.application.test(.router) { client in
            _ = await #expect(throws: DecodingError.self) { try await Self.made(hostile, client) }
        }
    }

    @Test("no scope but that of changing settings makes a code")
    func scope() async throws {
        let server = try TestServer()
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let token = try server.access.makeToken(name: "t", scopes: ["settings:read"], lifetime: nil, at: TestServer.start).text.reveal()
        try await server.application.test(.router) { client in
            let answer = try await client.executeRequest(
                uri: "/api/setup-script-url", method: .post, headers: [.authorization: "Bearer \(token)", .contentType: "application/json"],
                body: ByteBuffer(string: #"{"type":"pve"}"#))
            #expect(answer.status == .forbidden)
        }
    }
}
