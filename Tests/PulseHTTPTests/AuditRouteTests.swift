import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseAudit
import PulseCore
import Testing

@testable import PulseHTTP

@Suite("The audit log over HTTP", .timeLimit(.minutes(5)))
struct AuditRouteTests {
    private let server: TestServer
    private let token: String

    init() throws {
        server = try TestServer(features: EveryFeature())
        token = try server.access.makeToken(name: "auditor", scopes: ["audit:read"], lifetime: nil, at: TestServer.start).text.reveal()
    }

    private func headers(_ token: String? = nil) -> HTTPFields { [.init("X-API-Token")!: token ?? self.token] }

    @Test("a verification is begun, is told about, and finds the log intact")
    func verification() async throws {
        try await server.application.test(.router) { client in
            let begun = try await client.executeRequest(uri: "/api/audit/verification", method: .post, headers: headers(), body: nil)
            #expect(begun.status == .accepted)
            var answer: [String: Any] = [:]
            repeat {
                let response = try await client.executeRequest(uri: "/api/audit/verification", method: .get, headers: headers(), body: nil)
                answer = try #require(try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
            } while answer["state"] as? String == "running"
            #expect(answer["state"] as? String == "done")
            #expect(answer["verdict"] as? String == "intact")
            #expect(answer["checked"] as? Int == 4)
        }
    }

    @Test("a million events are exported in portions, and nothing in them becomes a formula")
    func export() async throws {
        let events = (0..<1200).map { number in
            AuditEvent(
                id: "\(number)", at: TestServer.start + .seconds(10), event: "login", actor: .user("@user-\(number),\"x\""), address: nil, path: nil,
                outcome: .failure)
        }
        try server.log.log().append(events)
        try await server.application.test(.router) { client in
            let response = try await client.executeRequest(
                uri: "/api/audit/export?format=csv", method: .get, headers: headers(), body: nil)
            #expect(response.headers[.init("X-Event-Count")!] == "1204")
            let lines = String(buffer: response.body).components(separatedBy: "\r\n")
            #expect(lines.count == 1204 + 2)
            #expect(lines[1].contains("\"'@user-1199,\"\"x\"\"\""))
            let json = try await client.executeRequest(uri: "/api/audit/export?event=login", method: .get, headers: headers(), body: nil)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.body.readableBytesView)) as? [String: Any])
            #expect((object["events"] as? [Any])?.count == 1202)
        }
        #expect(server.audit.events.contains { $0.event == "audit.export" && $0.outcome == .success && $0.details["format"] == "csv" })
    }

    @Test("who may read resources may not read the audit log")
    func refused() async throws {
        let other = try server.access.makeToken(name: "grafana", scopes: ["monitoring:read"], lifetime: nil, at: TestServer.start).text.reveal()
        try await server.application.test(.router) { client in
            for path in ["/api/audit", "/api/audit/status", "/api/audit/export", "/api/audit/summary", "/api/audit/checkpoints"] {
                let response = try await client.executeRequest(uri: path, method: .get, headers: headers(other), body: nil)
                #expect(response.status == .forbidden, "\(path)")
            }
        }
    }

    @Test("what changes is in the trail before and after, and no secret is")
    func details() async throws {
        let admin = try server.access.makeToken(name: "admin", scopes: ["*"], lifetime: nil, at: TestServer.start).text.reveal()
        try await server.application.test(.router) { client in
            func send(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws {
                var fields = headers(admin)
                fields[.contentType] = "application/json"
                let response = try await client.executeRequest(uri: path, method: method, headers: fields, body: .init(string: body))
                #expect(response.status.code < 300, "\(path): \(String(buffer: response.body))")
            }
            let draft =
                #"{"name":"lab","address":"pve.example","authentication":{"type":"token","tokenId":"a@pam!b","tokenSecret":"very-secret-value"}}"#
            try await send(.post, "/api/sources", draft)
            try await send(
                .put, "/api/sources/lab", #"{"name":"other","authentication":{"type":"password","username":"a@pam","password":"pass-secret"}}"#)
            try await send(.put, "/api/resources/guest:homelab%2F101/annotation", #"{"displayName":"Shop","note":"the shop"}"#)
            try await send(.post, "/api/security/tokens", #"{"name":"x","scopes":["monitoring:read"]}"#)
            try await send(.delete, "/api/sources/lab", "{}")
        }
        let events = server.audit.events
        let all = events.map { "\($0)" }.joined()
        for secret in ["very-secret-value", "pass-secret", admin] { #expect(!all.contains(secret)) }
        let added = try #require(events.first { $0.event == "source.add" && $0.outcome == .success })
        #expect(added.details["source"] == "lab" && added.details["after.address"] == "pve.example")
        #expect(added.details["after.authentication"] == "token a@pam!b")
        let changed = try #require(events.first { $0.event == "source.change" && $0.outcome == .success })
        #expect(changed.details["source"] == "lab" && changed.details["before.name"] == "lab" && changed.details["secret"] == "changed")
        let annotated = try #require(events.first { $0.event == "resource.annotate" && $0.outcome == .success })
        #expect(annotated.details["resource"] == "guest:homelab/101" && annotated.details["after.name"] == "Shop")
        #expect(annotated.details["after.note"] == "the shop" && annotated.details["before.note"] == "")
        let removed = try #require(events.first { $0.event == "source.remove" && $0.outcome == .success })
        #expect(removed.details["before.address"] == "pve.example")
    }
}
