import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

@Suite("Refusals in the trail", .timeLimit(.minutes(5)))
struct RefusalTests {
    private let server: TestServer
    private let json: HTTPFields = [.contentType: "application/json"]

    init() async throws {
        server = try TestServer()
        try await server.access.addUser(name: "Admin", password: Redacted("correct horse battery"), at: TestServer.start)
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], body: String? = nil) async throws -> TestResponse {
        try await server.application.test(.router) { client in
            try await client.executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    private func lines() -> [String] {
        server.audit.events.map { "\($0.event) \($0.outcome.rawValue) \($0.actor.name) \($0.details["reason"] ?? "")" }
    }

    @Test("somebody known who may not, reading or changing, is written down once a minute")
    func denied() async throws {
        let token = try server.access.makeToken(name: "t", scopes: ["monitoring:read"], lifetime: nil, at: TestServer.start).text.reveal()
        let headers: HTTPFields = [.authorization: "Bearer \(token)"]
        for _ in 0..<3 {
            #expect(try await send(.get, "/api/sources", headers).status == .forbidden)
            #expect(try await send(.delete, "/api/sources/x", headers).status == .forbidden)
        }
        #expect(
            lines() == [
                "token.new_address success token:t ", "access.denied denied token:t scope_missing", "access.denied denied token:t scope_missing",
            ])
        #expect(server.audit.events.last?.details["operation"] == "source.remove")
        #expect(server.audit.events.last?.details["route"] == "DELETE /api/sources/:source")
    }

    @Test("a wrong token is written down, a stranger who reads is not")
    func wrongToken() async throws {
        #expect(try await send(.get, "/api/resources").status == .unauthorized)
        for _ in 0..<5 { #expect(try await send(.get, "/api/resources", [.authorization: "Bearer nonsense"]).status == .unauthorized) }
        #expect(lines() == ["access.denied denied anonymous token_unknown"])
    }

    @Test("a token in the address is not read, and the answer says so")
    func tokenInAddress() async throws {
        let token = try server.access.makeToken(name: "t", scopes: ["*"], lifetime: nil, at: TestServer.start).text.reveal()
        for name in ["token", "access_token", "api_token"] {
            let response = try await send(.get, "/api/resources?\(name)=\(token)")
            #expect(response.status == .unauthorized)
            #expect(String(buffer: response.body).contains("A token in the address of a request is not read."))
        }
    }

    @Test("a request without the session's CSRF token is a csrf_failure of that user")
    func csrf() async throws {
        let cookie = try server.access.openSession(for: "admin", method: .password, from: "a", at: TestServer.start).cookie.reveal()
        let headers: HTTPFields = [.cookie: "pulse_session=\(cookie)"]
        #expect(try await send(.post, "/api/logout", headers).status == .forbidden)
        #expect(lines() == ["csrf_failure denied Admin csrf_token_wrong"])
    }

    @Test("the trail has the real name of who signed in, the tried name of who did not, and the lockout")
    func signIn() async throws {
        func body(_ password: String) -> String { #"{"username":"ADMIN","password":"\#(password)"}"# }
        _ = try await send(.post, "/api/login", json, body: body("correct horse battery"))
        for _ in 0..<5 { _ = try await send(.post, "/api/login", json, body: body("wrong")) }
        #expect(try await send(.post, "/api/login", json, body: body("correct horse battery")).status == .tooManyRequests)
        let outcomes = server.audit.events.filter { $0.outcome != .intent }
        #expect(outcomes.map(\.event) == ["login", "login", "login", "login", "login", "lockout", "login", "login"])
        #expect(outcomes.first?.actor == .user("Admin"))
        #expect(outcomes.dropFirst().allSatisfy { $0.actor == .anonymous && $0.details["name"] == "ADMIN" })
        #expect(outcomes.last?.details["reason"] == "too_many_attempts")
    }

    @Test("refusals of a kind are counted between two entries, and kinds are bounded")
    func log() {
        var log = RefusalLog()
        let now = TestServer.start
        let counts = (0...60).map { log.refused("a", at: now + .seconds($0)) }
        #expect(counts == [1] + [Int?](repeating: nil, count: 59) + [60])
        for kind in 0..<RefusalLog.mostKinds { _ = log.refused("\(kind)", at: now + .seconds(61)) }
        let again = log.refused("a", at: now + .seconds(62))
        #expect(again == 1)
    }
}
