import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import Synchronization
import Testing

@testable import PulseHTTP

@Suite("Routes", .timeLimit(.minutes(5)))
struct RouteTests {
    @Test("nothing answers anonymously but health, version, set-up, sign-in and the page")
    func closedByDefault() throws {
        let open = try TestServer().routes.filter { $0.permission == .open && $0.path.hasPrefix("/api/") }
        #expect(
            Set(open.map { "\($0.method.rawValue) \($0.path)" }) == [
                "GET /api/health", "GET /api/version", "POST /api/setup", "POST /api/login", "POST /api/login/link",
                "GET /api/sign-in-options", "POST /api/login/passkey/options", "POST /api/login/passkey", "GET /api/oidc/login",
                "GET /api/oidc/callback",
                // A machine that enrols proves itself by the code in its body; agents of v5 ask for the version before anything else.
                "POST /api/agents/enrol", "GET /api/agent/version",
                // Answers 410 and nothing else.
                "GET /api/agent/ws",
            ])
    }

    /// What is carried away by reading.
    private static let auditedReadings: Set<String> = ["/api/audit/export", "/api/setup-script"]

    @Test("every route that changes something names its audit event, and of reading ones those that carry something away")
    func audited() throws {
        // Asks by POST, because a browser may do so for nobody but our own page, and keeps nothing.
        let questions = ["/api/login/passkey/options", "/api/admin/profiles/preview"]
        // Of a thousand agents there are a hundred a second; who reports is in the list of agents.
        let reports = ["/api/agents/report", "/api/agents/host/report", "/api/agents/docker/report", "/api/agents/kubernetes/report"]
        for route in try TestServer().routes where !(questions + reports).contains(route.path) {
            let isAudited = route.method != .get || Self.auditedReadings.contains(route.path)
            #expect(isAudited == (route.auditEvent != nil), "\(route.method) \(route.path)")
        }
    }

    @Test("every listed route refuses a stranger, before and after set-up", arguments: [false, true])
    func strangers(isSetUp: Bool) async throws {
        let server = try TestServer()
        if isSetUp { try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start) }
        try await server.application.test(.router) { client in
            for route in server.routes where route.permission != .open {
                let path = route.path.replacingOccurrences(of: ":[a-z]+", with: "x", options: .regularExpression)
                let response = try await client.executeRequest(uri: path, method: route.method, headers: [:], body: nil)
                // These have no account: what they lack is a code or a signature.
                let (status, code): (Int, String) =
                    switch route.permission {
                    case .setupCode: (403, "setup_code_wrong")
                    case .agent: (401, "signature_missing")
                    default: (401, isSetUp ? "sign_in_required" : "setup_required")
                    }
                #expect(response.status.code == status, "\(route.method) \(path)")
                #expect(String(buffer: response.body).contains(code))
            }
        }
    }

    @Test("a change is recorded as intent and outcome under one id, without secrets")
    func trail() async throws {
        let server = try TestServer()
        try await server.application.test(.router) { client in
            let body = "{\"code\":\"\(server.setupCode)\",\"username\":\"admin\",\"password\":\"correct horse battery\"}"
            _ = try await client.executeRequest(
                uri: "/api/setup", method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
            _ = try await client.executeRequest(uri: "/api/sources/x", method: .delete, headers: [:], body: nil)
        }
        #expect(server.audit.events.map(\.outcome) == [.intent, .success, .denied])
        #expect(server.audit.events.map(\.event) == ["setup", "setup", "source.remove"])
        #expect(!"\(server.audit.events)".contains("correct horse"))
    }

    @Test("when the intent cannot be recorded, nothing is done")
    func brokenTrail() async throws {
        let server = try TestServer()
        server.audit.isBroken.withLock { $0 = true }
        try await server.application.test(.router) { client in
            let body = "{\"code\":\"\(server.setupCode)\",\"username\":\"admin\",\"password\":\"correct horse battery\"}"
            let response = try await client.executeRequest(
                uri: "/api/setup", method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
            #expect(response.status == .internalServerError)
        }
        #expect(!server.access.isSetUp)
    }

    @Test("every answer carries the security headers, errors too")
    func headers() async throws {
        let server = try TestServer()
        try await server.application.test(.router) { client in
            for path in ["/api/health", "/api/nothing", "/api/state"] {
                let response = try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
                #expect(response.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
            }
        }
    }

    @Test("a body over the limit is refused, not read")
    func bodyLimit() async throws {
        let server = try TestServer()
        try await server.application.test(.router) { client in
            let body = ByteBuffer(repeating: 0x20, count: 300 * 1024)
            let response = try await client.executeRequest(uri: "/api/login", method: .post, headers: [.contentType: "application/json"], body: body)
            #expect(response.status == .conflict || response.status == .contentTooLarge)
            let setup = try await client.executeRequest(uri: "/api/setup", method: .post, headers: [.contentType: "application/json"], body: body)
            #expect(setup.status == .contentTooLarge)
        }
    }

    @Test("the OpenAPI document has every route, and no other")
    func openAPI() async throws {
        let server = try TestServer()
        let token = try server.access.makeToken(name: "t", scopes: ["*"], lifetime: nil, at: TestServer.start).text.reveal()
        let data = try await server.application.test(.router) { client in
            let response = try await client.executeRequest(
                uri: "/api/openapi.json", method: .get, headers: [.authorization: "Bearer \(token)"], body: nil)
            return Data(response.body.readableBytesView)
        }
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let described = Set(paths.flatMap { path, operations in operations.keys.map { "\($0) \(path)" } })
        let listed = server.routes.filter { $0.path.hasPrefix("/api/") && !$0.path.contains(":rest") }.map { route in
            "\(route.method.rawValue.lowercased()) " + route.path.replacingOccurrences(of: ":([a-z]+)", with: "{$1}", options: .regularExpression)
        }
        #expect(described == Set(listed))
        let schemas = try #require((document["components"] as? [String: [String: Any]])?["schemas"])
        let references = String(decoding: data, as: UTF8.self).matches(of: /#\/components\/schemas\/([A-Za-z]+)/).map { String($0.1) }
        #expect(Set(references).subtracting(schemas.keys).isEmpty)
    }

    @Test("a forwarded address counts only when a listed proxy says so")
    func proxies() async throws {
        let range = try #require(NetworkRange("10.0.0.0/8"))
        #expect(range.contains("10.255.0.1") && !range.contains("11.0.0.1") && !range.contains("nonsense"))
        #expect(try #require(NetworkRange("fd00::/8")).contains("fd12::1"))
        #expect(try #require(NetworkRange("192.168.1.7")).contains("::ffff:192.168.1.7"))
        #expect(NetworkRange("10.0.0.0/33") == nil && NetworkRange("x") == nil)
    }
}
