import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHTTP

@Suite("Routes of audit webhooks", .timeLimit(.minutes(5)))
struct WebhookRouteTests {
    private struct Signed {
        let client: any TestClientProtocol
        let headers: HTTPFields

        func callAsFunction(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> TestResponse {
            try await client.executeRequest(
                uri: "/api/admin/webhooks/audit\(path)", method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    private func signedIn(_ server: TestServer, _ body: @Sendable @escaping (Signed) async throws -> Void) async throws {
        try await server.application.test(.router) { client in
            let setup = "{\"code\":\"\(server.setupCode)\",\"username\":\"admin\",\"password\":\"correct horse battery\"}"
            let answer = try await client.executeRequest(
                uri: "/api/setup", method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: setup))
            let cookie = (answer.headers[.setCookie] ?? "").prefix { $0 != ";" }
            let token = String(buffer: answer.body).split(separator: "\"csrfToken\":\"").last?.prefix { $0 != "\"" } ?? ""
            let headers: HTTPFields = [.contentType: "application/json", .cookie: String(cookie), .init("X-CSRF-Token")!: String(token)]
            try await body(Signed(client: client, headers: headers))
        }
    }

    @Test("without a licence every one answers 402 and says which feature is missing")
    func unlicensed() async throws {
        let server = try TestServer(features: NoFeatures())
        let routes = server.routes.filter { $0.path.hasPrefix(WebhookRoutes.path) }
        #expect(routes.count == 10)
        try await signedIn(server) { call in
            for route in routes {
                let path = route.path.dropFirst(WebhookRoutes.path.count).replacing(":id", with: "x")
                let answer = try await call(route.method, String(path), route.method == .get ? nil : "{}")
                #expect(answer.status.code == 402, "\(route.method) \(path)")
                #expect(String(buffer: answer.body).contains("audit_logging"))
            }
        }
    }

    @Test("the audit trail says what was changed and where to, and neither secret nor path")
    func trail() async throws {
        let server = try TestServer()
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        try await signedIn(server) { call in
            let body = "{\"name\":\"SIEM\",\"url\":\"https://siem.example.com/services/T0P-SECRET\",\"secret\":\"\(secret)\"}"
            let answer = try await call(.post, "/endpoints", body)
            #expect(answer.status == .created)
        }
        let made = try #require(server.audit.events.last { $0.event == "webhook.create" })
        #expect(made.details["host"] == "siem.example.com" && made.details["name"] == "SIEM" && made.outcome == .success)
        #expect(!"\(server.audit.events)".contains("MfKQ9r8") && !"\(server.audit.events)".contains("T0P-SECRET"))
    }

    @Test("made-up bodies are taken or refused with a sentence, never a failure of ours")
    func fuzz() async throws {
        let server = try TestServer()
        let seed = UInt64.random(in: 0...UInt64.max)
        try await signedIn(server) { call in
            var random = SeededRandom(seed: seed)
            let names = [
                "name", "kind", "format", "url", "filter", "allowPrivateNetworks", "secret", "paused", "certificateAuthority", "ids", "urls",
            ]
            let values = [
                "null", "1", "-1e400", "true", "\"\"", "\"x\"", "\"https://a.example.com/\"", "\"tcp://a\"", "\"syslog_tcp\"", "\"splunk\"", "[]",
                "{}",
                "[null]", "{\"events\":[\"\"]}", "{\"events\":[\"login\"],\"outcomes\":[\"success\"]}", "\"\\u0000\"", "\"\\ud800\"", "[[[[",
                "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"", "[\"https://a.example.com/\"]",
            ]
            for _ in 0..<400 {
                let members = (0..<random.whole(0...5)).map { _ in
                    "\"\(names.randomElement(using: &random)!)\":\(values.randomElement(using: &random)!)"
                }
                let path = ["", "/endpoints", "/endpoints/endpoint-1/replay"].randomElement(using: &random)!
                let body = "{\(members.joined(separator: ","))}"
                let answer = try await call(.post, path, body)
                #expect(answer.status.code < 500, "\(path) \(body): \(String(buffer: answer.body)), seed \(seed)")
            }
        }
    }
}
