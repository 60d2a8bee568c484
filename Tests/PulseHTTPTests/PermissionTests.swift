import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

/// The table of who may do what, which is also a page of the documentation.
@Suite("Permissions of routes", .timeLimit(.minutes(5)))
struct PermissionTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs/permissions.md").path

    @Test("docs/permissions.md says for every route and built-in role what the table of routes says")
    func table() throws {
        let written = Self.text(try TestServer().routes)
        if ProcessInfo.processInfo.environment["PULSE_RECORD"] != nil { try written.write(toFile: Self.page, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOfFile: Self.page, encoding: .utf8) == written)
    }

    @Test("a token with one scope reaches the routes of that scope and nothing else", arguments: Permission.allCases)
    func oneScope(scope: Permission) async throws {
        let server = try TestServer()
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let token = try server.access.makeToken(name: "t", scopes: [scope.rawValue], lifetime: nil, at: TestServer.start).text.reveal()
        try await server.application.test(.router) { client in
            for route in server.routes where route.path.hasPrefix("/api/") && !Self.isOpenToAll(route) && route.path != "/api/events" {
                let path = route.path.replacingOccurrences(of: ":[a-z]+", with: "x", options: .regularExpression)
                let response = try await client.executeRequest(
                    uri: path, method: route.method, headers: [.authorization: "Bearer \(token)"], body: nil)
                let isRefused =
                    response.status == .forbidden && ["scope_missing", "session_required"].contains { String(buffer: response.body).contains($0) }
                #expect(isRefused == !Self.names(route).contains(scope), "\(route.method) \(path): \(response.status)")
            }
        }
    }

    private static func isOpenToAll(_ route: RouteEntry) -> Bool { [.open, .proven, .setupCode, .agent].contains(route.permission) }

    private static func names(_ route: RouteEntry) -> [Permission] {
        switch route.permission {
        case .open, .proven, .session, .setupCode, .agent: []
        case .permission(let permission): [permission]
        case .either(let first, let second): [first, second]
        }
    }

    private static func text(_ routes: [RouteEntry]) -> String {
        let head = """
            # Who may call what

            Written by a test from the table of routes; `PULSE_RECORD=1 swift test --filter PermissionTests` writes it anew. The permissions and roles are
            explained in [users](users.md). A role of your own, an API token and a viewer link reach what their permissions name here.

            | call | needs | \(Role.builtIn.map(\.name).joined(separator: " | ")) |
            |---|---|\(Role.builtIn.map { _ in "---" }.joined(separator: "|"))|

            """
        let rows = routes.filter { $0.path.hasPrefix("/api/") || $0.path == "/metrics" || $0.path == "/ws" }.filter { !$0.path.contains(":rest") }
            .sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }
            .map { route in
                let marks = Role.builtIn.map { route.permission.isGranted(by: Grants(of: [$0]), hasAccount: true) ? "yes" : "–" }
                return "| `\(route.method.rawValue) \(route.path)` | \(word(route.permission)) | \(marks.joined(separator: " | ")) |\n"
            }
        return head + rows.joined()
    }

    private static func word(_ permission: RoutePermission) -> String {
        switch permission {
        case .open: "nothing"
        case .proven: "any proof"
        case .setupCode: "a [set-up code](onboarding.md)"
        case .agent: "an agent's [signature](agents.md)"
        case .session: "a user's session"
        case .permission(let permission): "`\(permission.rawValue)`"
        case .either(let first, let second): "`\(first.rawValue)` or `\(second.rawValue)`"
        }
    }
}
