import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

/// Over real sockets on loopback, because who is at the other end of the connection is the point.
@Suite("Requests by a trusted proxy", .timeLimit(.minutes(5)))
struct ProxyRouteTests {
    private static let secret = "correct horse battery staple"

    private func server(network: String = "127.0.0.0/8", trusted: [NetworkRange] = []) throws -> TestServer {
        let proxy = ProxyAuthentication(
            secret: Redacted(Self.secret), networks: [try #require(NetworkRange(network))], userHeader: "Remote-User", rolesHeader: "Remote-Groups",
            separators: [","], mapping: ["admins": .administrator], defaultRole: .viewer, logoutURL: nil)
        return try TestServer(trustedProxies: trusted, proxy: proxy)
    }

    private func headers(_ user: String = "kim", groups: String? = "admins", _ more: [String: String] = [:]) -> HTTPFields {
        var headers: HTTPFields = [.init("X-Proxy-Secret")!: Self.secret, .init("Remote-User")!: user, .contentType: "application/json"]
        headers[.init("Remote-Groups")!] = groups
        for (name, value) in more { headers[.init(name)!] = value }
        return headers
    }

    private func send(
        _ server: TestServer, _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String? = nil
    ) async throws -> TestResponse {
        try await server.application.test(.live) { client in
            try await client.executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    private func session(_ response: TestResponse) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
    }

    @Test("who the proxy names is signed in with the roles of the groups, and stands in the trail")
    func signsIn() async throws {
        let server = try server()
        let answer = try session(try await send(server, .get, "/api/session", headers()))
        #expect(answer["user"] as? String == "kim" && answer["method"] as? String == "proxy" && answer["roles"] as? [String] == ["administrator"])
        let plain = try session(try await send(server, .get, "/api/session", headers("lee", groups: nil)))
        #expect(plain["roles"] as? [String] == ["viewer"] && plain["permissions"] as? [String] == ["monitoring:read"])
        #expect(server.audit.events.map(\.event) == ["user.add", "user.add"])
        #expect(server.audit.events.first?.actor == .user("kim") && server.audit.events.first?.details["origin"] == "proxy")
    }

    @Test("X-Forwarded-For does not make a stranger the proxy")
    func directPeer() async throws {
        let server = try server(network: "10.1.0.0/16", trusted: [try #require(NetworkRange("127.0.0.0/8"))])
        let response = try await send(server, .get, "/api/session", headers("kim", groups: "admins", ["X-Forwarded-For": "10.1.2.3"]))
        #expect(response.status == .unauthorized)
        #expect(server.audit.events.map { $0.details["reason"] } == ["proxy_network"])
        // And a proxy that forwards a client's address is still the proxy.
        let other = try self.server(trusted: [try #require(NetworkRange("127.0.0.0/8"))])
        #expect(try await send(other, .get, "/api/session", headers("kim", groups: "admins", ["X-Forwarded-For": "203.0.113.9"])).status == .ok)
        #expect(other.audit.events.first?.address == "203.0.113.9")
    }

    @Test("a wrong secret is refused, and written down once")
    func wrongSecret() async throws {
        let server = try server()
        for _ in 0..<3 {
            let response = try await send(server, .get, "/api/session", headers("kim", groups: "admins", ["X-Proxy-Secret": "guess"]))
            #expect(response.status == .unauthorized)
        }
        #expect(server.audit.events.map(\.event) == ["access.denied"])
        #expect(try server.access.users.all().isEmpty)
    }

    @Test("a change needs the CSRF token and the same origin: the proxy lets every page of the browser through")
    func csrf() async throws {
        let server = try server()
        let token = try #require(try session(try await send(server, .get, "/api/session", headers()))["csrfToken"] as? String)
        func add(_ name: String, _ more: [String: String]) async throws -> HTTPResponse.Status {
            let body = "{\"name\":\"\(name)\",\"password\":\"another long password\",\"roles\":[\"viewer\"]}"
            return try await send(server, .post, "/api/users", headers("kim", groups: "admins", more), body).status
        }
        #expect(try await add("a", [:]) == .forbidden)
        #expect(try await add("b", ["X-CSRF-Token": "x"]) == .forbidden)
        #expect(try await add("c", ["X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"]) == .forbidden)
        #expect(try await add("d", ["X-CSRF-Token": token, "Sec-Fetch-Site": "same-site"]) == .forbidden)
        #expect(try await add("e", ["X-CSRF-Token": token, "Origin": "https://evil.example"]) == .forbidden)
        #expect(try await add("f", ["X-CSRF-Token": token, "Origin": "null"]) == .forbidden)
        #expect(try await add("g", ["X-CSRF-Token": token, "Origin": "https://pulse.example", "X-Forwarded-Host": "pulse.example"]) == .created)
        #expect(try await add("h", ["X-CSRF-Token": token, "Sec-Fetch-Site": "same-origin"]) == .created)
        #expect(try server.access.users.all().map(\.name) == ["g", "h", "kim"])
    }

    @Test("a local account and a disabled one are refused with a sentence")
    func refused() async throws {
        let server = try server()
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let local = try await send(server, .get, "/api/session", headers("admin"))
        #expect(local.status == .forbidden && String(buffer: local.body).contains("account_elsewhere"))
        _ = try await send(server, .get, "/api/session", headers())
        try server.access.users.setDisabled("kim", true)
        let disabled = try await send(server, .get, "/api/session", headers())
        #expect(disabled.status == .forbidden && String(buffer: disabled.body).contains("user_disabled"))
    }
}
