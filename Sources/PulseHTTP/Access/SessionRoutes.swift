import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Set-up, sign-in, sign-out, and the signed-in user's own settings.
struct SessionRoutes {
    let access: AccessService
    let version: String
    let demo: Bool
    let now: @Sendable () -> Timestamp

    /// The user's settings of the page, bytes.
    private static let largestPreferences = 64 * 1024

    func add(to routes: inout RouteTable) {
        routes.change(.post, "/api/setup", .open, audit: "setup", "Make the first administrator with the set-up code", setUp)
        routes.change(.post, "/api/login", .open, audit: "login", "Sign in", signIn)
        routes.change(.post, "/api/logout", .session, audit: "logout", "Sign out", signOut)
        routes.get("/api/session", .proven, "Who asks, and the CSRF token of the session", session)
        routes.get("/api/preferences", .session, "The user's own settings of the page", preferences)
        routes.change(.put, "/api/preferences", .session, audit: "preferences.change", "Keep the user's own settings of the page", keepPreferences)
    }

    struct SetUpBody: Decodable {
        let code: String
        let username: String
        let password: String
    }

    struct SignInBody: Decodable {
        let username: String
        let password: String
    }

    struct SessionAnswer: Encodable {
        let user: String
        let csrfToken: String?
        let demo: Bool
        let version: String
    }

    @Sendable private func setUp(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: SetUpBody.self, context)
        let session = try await access.setUp(
            code: body.code, name: body.username, password: Redacted(body.password), from: context.client.address, at: now())
        return try opened(session, context)
    }

    @Sendable private func signIn(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard access.isSetUp else {
            throw APIError(.conflict, "setup_required", "This Pulse has no administrator yet: enter the set-up code first.")
        }
        let body = try await request.decoded(as: SignInBody.self, context)
        let session = try await access.signIn(
            name: body.username, password: Redacted(body.password), from: context.client.address, at: now())
        return try opened(session, context)
    }

    @Sendable private func signOut(_ request: Request, _ context: PulseContext) async throws -> Response {
        if let session = context.identity?.session { try access.signOut(session) }
        var response = Response.noContent
        response.setCookie(SessionCookie.closing(for: context.client))
        return response
    }

    @Sendable private func session(_ request: Request, _ context: PulseContext) async throws -> Response {
        let identity = context.identity
        return try .json(
            SessionAnswer(user: identity?.actor.name ?? "", csrfToken: identity?.session?.csrfToken, demo: demo, version: version))
    }

    @Sendable private func preferences(_ request: Request, _ context: PulseContext) async throws -> Response {
        .json(Array(try access.preferences(of: context.identity?.actor.name ?? "").utf8))
    }

    @Sendable private func keepPreferences(_ request: Request, _ context: PulseContext) async throws -> Response {
        let buffer = try await request.body.collect(upTo: Self.largestPreferences)
        let data = Data(buffer.readableBytesView)
        // Kept as the page wrote it; it only has to be an object, so that it can be given back.
        guard (try? JSONSerialization.jsonObject(with: data)) is NSDictionary, let text = String(data: data, encoding: .utf8) else {
            throw APIError.invalid("body", "Preferences are a JSON object.")
        }
        try access.setPreferences(of: context.identity?.actor.name ?? "", json: text)
        return .noContent
    }

    private func opened(_ session: NewSession, _ context: PulseContext) throws -> Response {
        var response = try Response.json(
            SessionAnswer(user: session.user, csrfToken: session.csrfToken, demo: demo, version: version))
        response.setCookie(SessionCookie.opening(session, for: context.client))
        return response
    }
}
