import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import PulseInventory
import PulsePatrol
import Synchronization
import Testing

@testable import PulseHTTP

/// The stream over real sockets; what it says is recorded in `Conversations/licensed-patrol.http`.
@Suite("The stream of patrol", .timeLimit(.minutes(5)))
struct PatrolStreamTests {
    private static let path = "/api/ai/patrol/stream"

    private func token(_ server: TestServer) throws -> HTTPFields {
        let made = try server.access.makeToken(name: "t", scopes: ["monitoring:read"], lifetime: nil, at: TestServer.start)
        return [.authorization: "Bearer \(made.text.reveal())"]
    }

    private func opened(_ server: TestServer, _ count: Int = 1) async throws {
        while server.hub.openStreams < count { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test("a stream that waits hears a run from start to complete, beats as a comment, and ends with the server")
    func run() async throws {
        let server = try TestServer(features: EveryFeature())
        let headers = try token(server)
        let response = try await server.application.test(.live) { client in
            async let answer = client.executeRequest(uri: Self.path, method: .get, headers: headers, body: nil)
            try await opened(server)
            // A change of the fleet is none of its business.
            try server.inventory.tick([TestServer.observation(at: TestServer.start, cpu: 0.5)], at: TestServer.start)
            server.hub.beat()
            #expect(server.patrol.ask(by: "kim"))
            await server.patrol.runIfDue()
            server.hub.close()
            return try await answer
        }
        let text = String(buffer: response.body)
        #expect(text.hasPrefix("retry: 2000\n\n") && !text.contains("event:"))
        let types = text.matches(of: /"type":"([a-z]+)"/).map { String($0.1) }
        #expect(types == ["start", "content", "content", "complete"])
        #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
        #expect(response.headers[.accessControlAllowOrigin] == nil)
        #expect(server.hub.openStreams == 0)
    }

    @Test("it ends when whoever reads it is disabled, and says no name to somebody who does not see everything")
    func limited() async throws {
        let server = try TestServer(features: EveryFeature(), estateProblem: "treasure cannot be read")
        let role = try server.access.roles.add(
            name: "Limited", permissions: .only([.monitoringRead]), limits: AccessLimits(tags: ["prod"]), at: TestServer.start)
        try await server.access.users.add(name: "kim", password: Redacted("correct horse battery"), roles: [role.id], at: TestServer.start)
        let cookie = try server.access.openSession(for: "kim", method: .password, from: "a", at: TestServer.start).cookie.reveal()
        #expect(server.patrol.ask(by: nil))
        await server.patrol.runIfDue()
        let headers: HTTPFields = [.cookie: "pulse_session=\(cookie)", .init("Last-Event-ID")!: "run-0-1"]
        let text = try await server.application.test(.live) { client in
            async let answer = client.executeRequest(uri: Self.path, method: .get, headers: headers, body: nil)
            try await opened(server)
            try server.access.users.setDisabled("kim", true)
            server.hub.beat()
            return String(buffer: try await answer.body)
        }
        #expect(text.contains("The run had no outcome.") && !text.contains("treasure"))
    }

    private final class Licence: FeatureGate {
        let isValid = Mutex(true)
        func allows(_ feature: Feature) -> Bool { isValid.withLock { $0 } }
    }

    @Test("it ends when the licence does")
    func licence() async throws {
        let licence = Licence()
        let server = try TestServer(features: licence)
        let headers = try token(server)
        let status = try await server.application.test(.live) { client in
            async let answer = client.executeRequest(uri: Self.path, method: .get, headers: headers, body: nil)
            try await opened(server)
            licence.isValid.withLock { $0 = false }
            server.hub.beat()
            return try await answer.status
        }
        #expect(status == .ok)
        #expect(server.hub.openStreams == 0)
    }

    @Test("more streams than there is room for are refused with a sentence", arguments: [path, "/api/events"])
    func room(path: String) async throws {
        let server = try TestServer(features: EveryFeature())
        for _ in 0..<EventHub.mostStreams { _ = server.hub.subscribeToPatrol() }
        let headers = try token(server)
        let response = try await server.application.test(.router) { client in
            try await client.executeRequest(uri: path, method: .get, headers: headers, body: nil)
        }
        #expect(response.status == .serviceUnavailable && response.headers[.retryAfter] == "60")
        #expect(String(buffer: response.body).contains("too_many_streams"))
    }
}
