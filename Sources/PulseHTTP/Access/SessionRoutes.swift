import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Set-up, sign-in, sign-out, and the signed-in user's own settings.
struct SessionRoutes {
    let access: AccessService
    let signIn: SignInServices
    let opening: SessionOpening
    let trail: RequestTrail
    let now: @Sendable () -> Timestamp

    /// The user's settings of the page, bytes.
    private static let largestPreferences = 64 * 1024

    func add(to routes: inout RouteTable) {
        routes.change(.post, "/api/setup", .open, audit: "setup", "Make the first administrator with the set-up code", setUp)
        routes.change(.post, "/api/login", .open, audit: "login", "Sign in", login)
        routes.change(.post, "/api/login/link", .open, audit: "login", "Open a session with the secret of a viewer link", openLink)
        routes.change(.post, "/api/logout", .proven, audit: "logout", "Sign out", signOut)
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
        /// Of the second step, where the user has one.
        let code: String?
    }

    @Sendable private func setUp(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: SetUpBody.self, context)
        let session = try await access.setUp(
            code: body.code, name: body.username, password: Redacted(body.password), from: context.client.address, at: now())
        context.notes.note(actor: .user(session.user))
        return try opening.response(session, context)
    }

    @Sendable private func login(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard access.isSetUp else {
            throw APIError(.conflict, "setup_required", "This Pulse has no administrator yet: enter the set-up code first.")
        }
        try signIn.checkLocalSignIn(access, at: now())
        let body = try await request.decoded(as: SignInBody.self, context)
        // Whoever it will turn out to be, the trail says which name was tried.
        context.notes.note("name", body.username.printable(limit: 64))
        context.notes.note("method", SignInMethod.password.rawValue)
        do {
            let (session, factor) = try await PasswordSignIn(access: access, factors: signIn.factors).signIn(
                name: body.username, password: Redacted(body.password), code: body.code, from: context.client.address, at: now())
            if let factor { context.notes.note("factor", factor.rawValue) }
            context.notes.note(actor: .user(session.user))
            return try opening.response(session, context)
        } catch let error where error as? AccessError == .credentialsWrong || error as? SecondFactorError == .wrong {
            if let wait = try access.guesses.wait(name: body.username, from: context.client.address, at: now()) {
                try await trail.happened("lockout", .denied, request, context, ["seconds": "\(wait.components.seconds)"])
            }
            throw error
        }
    }

    @Sendable private func openLink(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Body: Decodable {
            let secret: String
        }
        let body = try await request.decoded(as: Body.self, context)
        context.notes.note("method", SignInMethod.link.rawValue)
        let (session, link) = try access.openLink(secret: Redacted(body.secret), from: context.client.address, at: now())
        context.notes.note(actor: .link(id: link.id, name: link.name))
        return try opening.response(session, context)
    }

    @Sendable private func signOut(_ request: Request, _ context: PulseContext) async throws -> Response {
        if let session = context.identity?.session { try access.signOut(session) }
        var response = Response.noContent
        response.setCookie(SessionCookie.closing(for: context.client))
        return response
    }

    @Sendable private func session(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let identity = context.identity else { throw APIError(.unauthorized, "sign_in_required", "Sign in.") }
        return try .json(opening.answer(identity))
    }

    @Sendable private func preferences(_ request: Request, _ context: PulseContext) async throws -> Response {
        .json(Array(try access.preferences(of: context.identity?.user ?? "").utf8))
    }

    @Sendable private func keepPreferences(_ request: Request, _ context: PulseContext) async throws -> Response {
        let buffer = try await request.body.collect(upTo: Self.largestPreferences)
        let data = Data(buffer.readableBytesView)
        // Kept as the page wrote it; it only has to be an object, so that it can be given back.
        guard (try? JSONSerialization.jsonObject(with: data)) is NSDictionary, let text = String(data: data, encoding: .utf8) else {
            throw APIError.invalid("body", "Preferences are a JSON object.")
        }
        try access.setPreferences(of: context.identity?.user ?? "", json: text)
        return .noContent
    }
}
