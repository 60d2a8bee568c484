import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PulseAccess
import PulseCore
import PulsePatrolWiring
import Testing

@testable import PulseServer

/// Patrol as people meet it: over the routes of the whole server.
extension LiveEstate {
    private static let path = "/api/ai/patrol"

    struct Finding: Decodable, Equatable {
        struct Cause: Decodable, Equatable {
            let findingId: String
            let path: [String]
        }
        let id: String
        let check: String
        let resourceId: String
        let instance: String
        let severity: String
        let state: String
        let evidence: String
        let timesRaised: Int
        let detectedAt: String
        let cause: Cause?
        let consequences: [String]
        let resolution: String?
        let unjudged: String?
        let acknowledgedBy: String?
        let userNote: String?

        /// `PVE-NODE-OFFLINE node:lab/pve1`
        var line: String { "\(check) \(resourceId)" + (instance.isEmpty ? "" : " \(instance)") }
    }

    struct Run: Decodable {
        struct Reason: Decodable {
            let check: String
            let reason: String
        }
        struct Failure: Decodable {
            let check: String
            let error: String
        }

        let id: String
        let trigger: String
        let triggeredBy: String?
        let scoped: Bool
        let startedAt: String
        let resourcesChecked: Int
        let notEvaluableReasons: [Reason]
        let failures: [Failure]
        let existingFindings: Int
        let findingIds: [String]
        let resolvedIds: [String]
        let problem: String?

        func reasons(of check: String) -> [String] { notEvaluableReasons.filter { $0.check == check }.map(\.reason) }
    }

    struct Status: Decodable {
        let findingsCount: Int
        let intervalMinutes: Int
        let lastPatrolAt: String?
        let nextPatrolAt: String?
        let troubles: [String]
    }

    /// Asks for a run, lets it happen, and answers its record.
    func patrol() async throws -> Run {
        _ = try await send(.post, "run", status: .accepted)
        await keeper.step()
        return try #require(try await runs().first)
    }

    /// Long enough for everything that patrol looks at to be read once.
    func collect() async { await step(30, of: .seconds(30)) }

    /// Looks, and answers the ids of what is found then.
    func settled() async throws -> [String] {
        _ = try await patrol()
        return try await findings().map(\.id)
    }

    /// Lets time pass until patrol has looked because something happened.
    func eventRun(within steps: Int) async throws -> Run {
        let known = Set(try await runs().map(\.id))
        for _ in 0..<steps {
            await step(1, of: .seconds(30))
            if let run = try await runs().first(where: { $0.trigger == "event" && !known.contains($0.id) }) { return run }
        }
        struct NothingHappened: Error {}
        throw NothingHappened()
    }

    /// Newest first.
    func runs() async throws -> [Run] { try await get("runs?limit=500") }

    func patrolStatus() async throws -> Status { try await get("status") }

    /// All that are not resolved, in the order of check and resource.
    func findings(_ query: String = "") async throws -> [Finding] {
        let all: [Finding] = try await get("findings?severity=info&hidden=true" + query)
        return all.sorted { $0.line < $1.line }
    }

    /// One, resolved or not.
    func finding(_ id: String) async throws -> Finding { try await get("findings/\(id)") }

    func get<Answer: Decodable>(_ place: String) async throws -> Answer {
        let response = try await send(.get, place)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Answer.self, from: Data(response.body.readableBytesView))
    }

    func post(_ place: String, _ body: String) async throws { _ = try await send(.post, place, body) }
    func put(_ place: String, _ body: String) async throws { _ = try await send(.put, place, body) }

    private func send(_ method: HTTPRequest.Method, _ place: String, _ body: String? = nil, status: HTTPResponse.Status = .ok) async throws
        -> TestResponse
    {
        let token = try server.access.tokens.make(.init(name: "Test", scopes: ["*"]), at: now).text.reveal()
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        if body != nil { headers[.contentType] = "application/json" }
        let response = try await Application(router: server.router().router).test(.router) { [headers] client in
            try await client.execute(
                uri: "\(Self.path)/\(place)", method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
        try #require(response.status == status, "\(method) \(place): \(response.status) \(String(buffer: response.body))")
        return response
    }
}
