import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

@Suite("Managing users", .timeLimit(.minutes(5)))
struct UserRouteTests {
    private let server: TestServer
    private let password = Redacted("correct horse battery")

    init() async throws {
        server = try TestServer()
        try await server.access.addUser(name: "admin", password: password, at: TestServer.start)
    }

    private func headers(_ user: String) throws -> HTTPFields {
        let session = try server.access.openSession(for: user, method: .password, from: "a", at: TestServer.start)
        return [.cookie: "pulse_session=\(session.cookie.reveal())", .init("X-CSRF-Token")!: session.csrfToken, .contentType: "application/json"]
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String? = nil) async throws -> TestResponse {
        try await server.application.test(.router) { client in
            try await client.executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    @Test("with users:manage alone nobody makes themselves, or takes over, an administrator")
    func escalation() async throws {
        let role = try server.access.roles.add(
            name: "Helpdesk", permissions: .only([.usersManage, .monitoringRead]), limits: .none, at: TestServer.start)
        try await server.access.addUser(name: "kim", password: password, roles: [role.id], at: TestServer.start)
        let kim = try headers("kim")
        for (method, path, body) in [
            (.put, "/api/users/kim", #"{"roles":["administrator"]}"#), (.put, "/api/users/admin", #"{"password":"mine mine mine mine"}"#),
            (.put, "/api/users/admin", #"{"disabled":true}"#), (.delete, "/api/users/admin", nil), (.delete, "/api/users/admin/sessions", nil),
            (.post, "/api/users", #"{"name":"lee","password":"mine mine mine mine","roles":["operator"]}"#),
            (.post, "/api/roles", #"{"name":"x","permissions":["*"]}"#),
            (.put, "/api/roles/helpdesk", #"{"name":"Helpdesk","permissions":["users:manage","audit:read"]}"#),
        ] as [(HTTPRequest.Method, String, String?)] {
            let response = try await send(method, path, kim, body)
            #expect(response.status == .forbidden && String(buffer: response.body).contains("exceeds_own_permissions"), "\(method) \(path)")
        }
        let token = try await send(.post, "/api/security/tokens", kim, #"{"name":"t","scopes":["settings:write"]}"#)
        #expect(token.status == .badRequest)
        #expect(try await send(.post, "/api/users", kim, #"{"name":"lee","password":"mine mine mine mine","roles":["viewer"]}"#).status == .created)
    }

    @Test("a change of a user is made whole or not at all")
    func whole() async throws {
        let admin = try headers("admin")
        try await server.access.addUser(name: "kim", password: password, roles: [.viewer], at: TestServer.start)
        let before = try server.access.users.find("kim")
        for body in [
            #"{"roles":["operator"],"disabled":true,"password":"short"}"#, #"{"disabled":true,"roles":["owner"],"password":"a new long password"}"#,
        ] {
            #expect(try await send(.put, "/api/users/kim", admin, body).status.code >= 400)
            #expect(try server.access.users.find("kim") == before)
        }
        #expect(try await send(.put, "/api/users/admin", admin, #"{"roles":["viewer"],"password":"a new long password"}"#).status == .conflict)
        _ = try await server.access.signIn(name: "admin", password: password, from: "a", at: TestServer.start)
        _ = try await server.access.signIn(name: "kim", password: password, from: "a", at: TestServer.start)
    }

    @Test("a new password ends the other sessions of the user and not the one that set it")
    func ownPassword() async throws {
        let (mine, other) = (try headers("admin"), try headers("admin"))
        let body = #"{"current":"correct horse battery","new":"a new long password"}"#
        #expect(try await send(.put, "/api/account/password", mine, body).status == .noContent)
        #expect(try await send(.get, "/api/session", mine).status == .ok)
        #expect(try await send(.get, "/api/session", other).status == .unauthorized)
        _ = try await server.access.signIn(name: "admin", password: Redacted("a new long password"), from: "a", at: TestServer.start)
    }

    @Test("guessing the current password from an open page is slowed down like any guessing")
    func guessedCurrent() async throws {
        let mine = try headers("admin")
        let body = #"{"current":"wrong","new":"a new long password"}"#
        for _ in 0..<LoginLimiter.freeAttempts { #expect(try await send(.put, "/api/account/password", mine, body).status == .unauthorized) }
        #expect(try await send(.put, "/api/account/password", mine, body).status == .tooManyRequests)
    }

    @Test("without users:manage one sees and ends one's own tokens only")
    func ownTokens() async throws {
        let role = try server.access.roles.add(
            name: "Engineer", permissions: .only([.settingsRead, .settingsWrite]), limits: .none, at: TestServer.start)
        try await server.access.addUser(name: "kim", password: password, roles: [role.id], at: TestServer.start)
        let others = try server.access.makeToken(name: "others", scopes: ["*"], lifetime: nil, at: TestServer.start).token.id
        let kim = try headers("kim")
        #expect(try await send(.post, "/api/security/tokens", kim, #"{"name":"mine","scopes":["settings:read"]}"#).status == .created)
        let list = String(buffer: try await send(.get, "/api/security/tokens", kim).body)
        #expect(list.contains("mine") && !list.contains("others"))
        #expect(try await send(.delete, "/api/security/tokens/\(others)", kim).status == .notFound)
        #expect(try await send(.post, "/api/security/tokens/\(others)/rotate", kim).status == .notFound)
        let all = String(buffer: try await send(.get, "/api/security/tokens", try headers("admin")).body)
        #expect(all.contains("mine") && all.contains("others"))
    }

    @Test("the trail says what changed about whom, and no password")
    func trail() async throws {
        let admin = try headers("admin")
        _ = try await send(.post, "/api/users", admin, #"{"name":"kim","password":"sesame sesame sesame","roles":["viewer"]}"#)
        _ = try await send(.put, "/api/users/kim", admin, #"{"roles":["operator"],"password":"sesame sesame open"}"#)
        let events = server.audit.events.filter { $0.outcome == .success }
        #expect(events.map(\.event) == ["user.add", "user.change"])
        #expect(
            events.last?.details["user"] == "kim" && events.last?.details["rolesBefore"] == "viewer" && events.last?.details["roles"] == "operator")
        #expect(!"\(server.audit.events)".contains("sesame"))
    }
}
