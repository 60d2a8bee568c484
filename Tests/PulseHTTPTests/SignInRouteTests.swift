import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

/// Second factors and passkeys through the routes: what the trail says, who may do what, and what stays unsaid.
@Suite("Ways to sign in", .timeLimit(.minutes(5)))
struct SignInRouteTests {
    private static let password = "correct horse battery"

    private struct Page {
        let client: any TestClientProtocol
        var cookie = ""
        var token = ""

        func send(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> (status: Int, json: [String: Any]) {
            var headers: HTTPFields = [.contentType: "application/json", .cookie: cookie]
            headers[.init("X-CSRF-Token")!] = token
            let response = try await client.executeRequest(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
            let json = try? JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
            return (response.status.code, json ?? [:])
        }

        mutating func signIn(_ name: String, code: String? = nil) async throws -> (status: Int, json: [String: Any]) {
            let body = "{\"username\":\"\(name)\",\"password\":\"\(SignInRouteTests.password)\"\(code.map { ",\"code\":\"\($0)\"" } ?? "")}"
            let response = try await client.executeRequest(
                uri: "/api/login", method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
            let json = (try? JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]) ?? [:]
            cookie = response.headers[.setCookie].map { String($0.prefix { $0 != ";" }) } ?? ""
            token = json["csrfToken"] as? String ?? ""
            return (response.status.code, json)
        }
    }

    private func code(_ secret: Any?, at now: Timestamp) throws -> String {
        OneTimePassword.code(secret: try #require(Base32.decode(secret as? String ?? "")), step: OneTimePassword.step(at: now))
    }

    private func withPage(_ server: TestServer, _ body: @escaping @Sendable (inout Page) async throws -> Void) async throws {
        try await server.access.users.add(name: "admin", password: Redacted(Self.password), roles: [.administrator], at: TestServer.start)
        try await server.application.test(.router) { client in
            var page = Page(client: client)
            try await body(&page)
        }
    }

    @Test("with an authenticator app a password alone is not enough, and a wrong password is told nothing of it")
    func secondStep() async throws {
        let server = try TestServer()
        try await withPage(server) { page in
            _ = try await page.signIn("admin")
            let secret = try await page.send(.post, "/api/account/totp").json["secret"]
            let confirmed = try await page.send(
                .post, "/api/account/totp/confirm", "{\"code\":\"\(try code(secret, at: TestServer.start))\"}")
            let recovery = try #require(confirmed.json["recoveryCodes"] as? [String])
            #expect(confirmed.status == 200 && recovery.count == 10)
            #expect(try await page.send(.get, "/api/account").json["totp"] as? Bool == true)

            let half = try await page.signIn("admin")
            #expect(half.status == 401 && half.json["code"] as? String == "second_factor_required")
            #expect((half.json["details"] as? [String: Any])?["methods"] as? String == "totp,recovery")
            // The code of the confirmation was used up by it.
            let used = try code(secret, at: TestServer.start)
            #expect(try await page.signIn("admin", code: used).json["code"] as? String == "second_factor_wrong")
            let next = try code(secret, at: TestServer.start + .seconds(30))
            #expect(try await page.signIn("admin", code: next).status == 200)
            #expect(try await page.signIn("admin", code: recovery[3]).status == 200)
            #expect(try await page.send(.get, "/api/account").json["recoveryCodesLeft"] as? Int == 9)
            let wrong = try await page.client.executeRequest(
                uri: "/api/login", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: "{\"username\":\"admin\",\"password\":\"not the password\",\"code\":\"\(recovery[4])\"}"))
            #expect(String(buffer: wrong.body).contains("credentials_wrong"))
        }
        let factors = server.audit.events.filter { $0.event == "login" && $0.outcome == .success }.map { $0.details["factor"] }
        #expect(factors == [nil, "totp", "recovery"])
        #expect(server.audit.events.contains { $0.event == "totp.enable" && $0.outcome == .success && $0.actor == .user("admin") })
    }

    @Test("codes are guessed no faster than passwords, and turning the app off takes one too")
    func guessing() async throws {
        let server = try TestServer()
        try await withPage(server) { page in
            _ = try await page.signIn("admin")
            let secret = try await page.send(.post, "/api/account/totp").json["secret"]
            _ = try await page.send(.post, "/api/account/totp/confirm", "{\"code\":\"\(try code(secret, at: TestServer.start))\"}")
            var answers: [String?] = []
            for _ in 0..<6 { answers.append(try await page.send(.delete, "/api/account/totp", "{\"code\":\"000000\"}").json["code"] as? String) }
            #expect(answers == Array(repeating: "second_factor_wrong", count: 5) + ["too_many_attempts"])
            #expect(try await page.signIn("admin", code: "000000").status == 429)
        }
    }

    @Test("an administrator takes the second step of a user away, whose devices are lost")
    func lost() async throws {
        let server = try TestServer()
        try await withPage(server) { page in
            _ = try await page.signIn("admin")
            let secret = try await page.send(.post, "/api/account/totp").json["secret"]
            _ = try await page.send(.post, "/api/account/totp/confirm", "{\"code\":\"\(try code(secret, at: TestServer.start))\"}")
            let users = try await page.send(.get, "/api/users").json["users"] as? [[String: Any]]
            #expect(users?.first?["totp"] as? Bool == true)
            #expect(try await page.send(.delete, "/api/users/admin/second-factor").status == 204)
            #expect(try await page.signIn("admin").status == 200)
        }
    }

    @Test("accounts of a provider set up neither app nor passkey here", arguments: ["/api/account/totp", "/api/account/passkeys/options"])
    func elsewhere(path: String) async throws {
        let server = try TestServer()
        _ = try server.access.users.vouched("kim", origin: .oidc, roles: [.viewer], first: [], at: TestServer.start)
        let session = try server.access.openSession(for: "kim", method: .oidc, from: "10.0.0.1", at: TestServer.start)
        try await withPage(server) { page in
            (page.cookie, page.token) = ("pulse_session=\(session.cookie.reveal())", session.csrfToken)
            let (refused, account) = (try await page.send(.post, path), try await page.send(.get, "/api/account"))
            #expect(refused.json["code"] as? String == "account_elsewhere")
            #expect(account.json["passkeysPossible"] as? Bool == false)
        }
    }

    @Test("at an address instead of a name passkeys are not possible, and the account says so")
    func address() async throws {
        let server = try TestServer(publicURL: "https://192.168.1.5:7655/")
        try await withPage(server) { page in
            _ = try await page.signIn("admin")
            #expect(try await page.send(.get, "/api/account").json["passkeysPossible"] as? Bool == false)
            #expect(try await page.send(.get, "/api/sign-in-options").json["passkeys"] as? Bool == false)
            let refused = try await page.send(.post, "/api/account/passkeys/options")
            #expect(refused.status == 409 && refused.json["code"] as? String == "passkeys_not_possible")
        }
    }

    @Test("the callback's address comes from the public one, with the path of a proxy", arguments: [nil, "https://pulse.example.org/sub"])
    func redirect(publicURL: String?) async throws {
        let server = try TestServer(publicURL: publicURL)
        try await withPage(server) { page in
            _ = try await page.signIn("admin")
            let address = try await page.send(.get, "/api/config/oidc").json["redirectURI"] as? String
            #expect(address == (publicURL.map { "\($0)/" } ?? "http://localhost/") + "api/oidc/callback")
        }
    }

    @Test("who manages users without being an administrator makes no administrators by a mapping of groups")
    func delegation() async throws {
        let server = try TestServer()
        let permissions = try #require(PermissionSet(names: ["users:manage", "settings:read", "monitoring:read"]))
        let role = try server.access.roles.add(name: "Helpdesk", permissions: permissions, limits: .none, at: TestServer.start)
        try await server.access.users.add(name: "helper", password: Redacted(Self.password), roles: [role.id], at: TestServer.start)
        try await withPage(server) { page in
            _ = try await page.signIn("helper")
            for (change, status) in [("\"defaultRole\":\"administrator\"", 403), ("\"defaultRole\":\"viewer\"", 200)] {
                for (method, path) in [(HTTPRequest.Method.put, "/api/config/oidc"), (.post, "/api/config/oidc/test")] {
                    let answer = try await page.send(
                        method, path, "{\"enabled\":true,\"issuer\":\"https://id.example.org\",\"clientId\":\"pulse\",\(change)}")
                    #expect(answer.status == status, "\(path) \(change): \(answer.json)")
                }
            }
        }
    }
}
