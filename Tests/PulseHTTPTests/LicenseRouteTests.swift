import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

/// The gate over every route there is, and what is recorded of licences and exports.
@Suite("Licences at the door", .timeLimit(.minutes(5)))
struct LicenseRouteTests {
    private func token(_ server: TestServer, _ scopes: [String] = ["*"]) throws -> HTTPFields {
        let text = try server.access.makeToken(name: "t", scopes: scopes, lifetime: nil, at: TestServer.start).text.reveal()
        return [.authorization: "Bearer \(text)", .contentType: "application/json"]
    }

    private func post(_ client: any TestClientProtocol, _ path: String, _ body: String, _ headers: HTTPFields) async throws -> TestResponse {
        try await client.executeRequest(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    @Test("of all routes exactly those with a feature answer 402 without a licence, and none does with one", arguments: [false, true])
    func gate(isLicensed: Bool) async throws {
        let server = try TestServer(features: nil)
        if isLicensed { try server.licence.activate(TestServer.licenceKey) }
        let headers = try token(server)
        try await server.application.test(.router) { client in
            for route in server.routes where route.permission != .open && !passedOver(isLicensed).contains(route.path) {
                let path = route.path.replacingOccurrences(of: ":[a-zA-Z]+", with: "x", options: .regularExpression)
                let response = try await client.executeRequest(uri: path, method: route.method, headers: headers, body: ByteBuffer(string: "{}"))
                let isRefused = response.status.code == 402
                let place = "\(route.method) \(route.path): \(response.status)"
                // Routes of sessions refuse a token before they look at the licence.
                guard route.permission != .session else {
                    #expect(!isRefused, "\(place)")
                    continue
                }
                #expect(isRefused == (route.feature != nil && !isLicensed), "\(place)")
                if isRefused { try expectRefusal(response, route.feature) }
            }
        }
    }

    /// Streams answer without an end, and whoever clears the licence has none for the rest. PatrolStreamTests opens the licensed stream.
    private func passedOver(_ isLicensed: Bool) -> Set<String> {
        isLicensed ? ["/api/events", "/api/license/clear", "/api/ai/patrol/stream"] : ["/api/events", "/api/license/clear"]
    }

    private static func gate(_ server: TestServer, _ trail: RequestTrail) -> RouteGate {
        RouteGate(
            access: server.access, setupCodes: SetupCodeDesk(guesses: server.access.guesses), features: server.licence, trail: trail,
            now: { TestServer.start })
    }

    @Test(
        "a route with a feature is refused to a stranger first, then for the licence, and opens and closes while the server runs",
        arguments: Feature.allCases)
    func gated(feature: Feature) async throws {
        let server = try TestServer(features: nil)
        let headers = try token(server)
        let trail = RequestTrail(audit: server.audit, now: { TestServer.start }, newID: { "id" })
        let router = Router(context: PulseContext.self)
        router.add(middleware: ErrorAnswers(logger: Logger(label: "test")))
        router.add(
            middleware: Authentication(authenticator: Authenticator(access: server.access, proxy: nil, now: { TestServer.start }), trail: trail))
        var routes = RouteTable(router: router, gate: Self.gate(server, trail))
        routes.get("/gated", .permission(.monitoringRead), feature: feature, "") { _, _ in .noContent }
        try await Application(router: router).test(.router) { client in
            func ask(_ headers: HTTPFields) async throws -> TestResponse {
                try await client.executeRequest(uri: "/gated", method: .get, headers: headers, body: nil)
            }
            #expect(try await ask([:]).status == .unauthorized)
            let refused = try await ask(headers)
            #expect(refused.status.code == 402)
            try expectRefusal(refused, feature)
            try server.licence.activate(TestServer.licenceKey)
            #expect(try await ask(headers).status == .noContent)
            try server.licence.clear()
            #expect(try await ask(headers).status.code == 402)
        }
    }

    private func expectRefusal(_ response: TestResponse, _ feature: Feature?) throws {
        try expectRefusal(Data(response.body.readableBytesView), feature)
    }

    private func expectRefusal(_ body: Data, _ feature: Feature?) throws {
        let object = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
        #expect(object["error"] as? String == "license_required" && object["code"] as? String == "license_required")
        #expect(object["feature"] as? String == feature?.rawValue)
        #expect((object["message"] as? String)?.contains("Pulse Pro") == true)
        #expect((object["upgrade_url"] as? String)?.hasPrefix("https://") == true)
    }

    @Test("a licence is recorded by its id, tier and end, and never by its key")
    func audit() async throws {
        let server = try TestServer(features: nil)
        let headers = try token(server)
        try await server.application.test(.router) { client in
            _ = try await post(client, "/api/license/activate", "{\"license_key\":\"\(TestServer.licenceKey)\"}", headers)
            _ = try await post(client, "/api/license/activate", "{\"license_key\":\"nonsense\"}", headers)
            _ = try await post(client, "/api/license/clear", "{}", headers)
        }
        let events = server.audit.events.filter { $0.event.hasPrefix("license.") }
        #expect(
            events.map(\.event) == ["license.activate", "license.activate", "license.activate", "license.activate", "license.clear", "license.clear"])
        #expect(events.map(\.outcome) == [.intent, .success, .intent, .failure, .intent, .success])
        for event in [events[1], events[5]] {
            #expect(event.details["licence"] == "lic-1" && event.details["tier"] == "pro" && event.details["expires"] == "2026-10-21T14:13:20.000Z")
        }
        #expect(events[3].details["reason"] == "license_key_malformed")
        let signature = TestServer.licenceKey.split(separator: ".")[2]
        #expect(!"\(events)".contains(signature) && !"\(events)".contains("ann@example.org"))
    }

    @Test("activation is limited by address, and the answer says how long to wait")
    func limited() async throws {
        let server = try TestServer(features: nil)
        let headers = try token(server)
        try await server.application.test(.router) { client in
            for _ in 0..<10 {
                let refused = try await post(client, "/api/license/activate", "{\"license_key\":\"x\"}", headers)
                #expect(refused.status == .badRequest)
            }
            let response = try await post(client, "/api/license/activate", "{\"license_key\":\"x\"}", headers)
            #expect(response.status == .tooManyRequests && response.headers[.retryAfter] == "300")
        }
    }

    @Test("an export and an import are recorded with counts, a dry run as one, and never with the passphrase")
    func transfers() async throws {
        let server = try TestServer(features: nil)
        let headers = try token(server)
        try await server.application.test(.router) { client in
            _ = try await post(client, "/api/config/export", "{\"passphrase\":\"long enough for it\"}", headers)
            _ = try await post(client, "/api/config/import", "{\"data\":\"cHVsc2U=\",\"passphrase\":\"long enough for it\",\"dryRun\":true}", headers)
        }
        let events = server.audit.events.filter { $0.event.hasPrefix("config.") }
        #expect(events.map(\.event) == ["config.export", "config.export", "config.import", "config.import"])
        #expect(events[1].details["sources"] == "1" && events[1].details["users"] == "2")
        #expect(events[3].details["dryRun"] == "true" && events[3].details["add"] == "1" && events[3].details["remove"] == "0")
        #expect(!"\(events)".contains("long enough"))
    }

    @Test("who lacks a right may import, but not users and tokens")
    func rights() async throws {
        let server = try TestServer(features: nil)
        let all = try token(server)
        let some = try token(server, Self.importing)
        let reading = try token(server, ["monitoring:read"])
        let body = "{\"data\":\"cHVsc2U=\",\"passphrase\":\"long enough for it\"}"
        try await server.application.test(.router) { client in
            let (one, two) = (
                try await post(client, "/api/config/import", body, all), try await post(client, "/api/config/import", body, some)
            )
            #expect(String(buffer: one.body).contains("All rights.") && String(buffer: two.body).contains("Not all rights."))
            for path in ["/api/config/import", "/api/config/export"] {
                let refused = try await post(client, path, body, reading)
                #expect(refused.status == .forbidden, "\(path)")
            }
        }
    }

    /// What a token needs that may import and no more.
    private static let importing = ["config:import"]

    @Test("a window counts by key, slides, and keeps a bounded number of keys")
    func window() {
        var window = RequestWindow(most: 2, window: .seconds(60))
        let start = TestServer.start
        func wait(_ key: String, _ second: Int) -> Duration? { window.wait(for: key, at: start + .seconds(second)) }
        let answers = [wait("a", 0), wait("a", 30), wait("a", 40), wait("b", 40), wait("a", 60), wait("a", 61)]
        #expect(answers == [nil, nil, .seconds(20), nil, nil, .seconds(29)])
        for number in 0..<RequestWindow.mostKeys + 10 { _ = wait("k\(number)", 100) }
        #expect(wait("k0", 101) == nil)
    }
}
