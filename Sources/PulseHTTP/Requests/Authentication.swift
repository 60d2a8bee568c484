import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Reads the proof that a request carries.
struct Authenticator: Sendable {
    let access: AccessService
    let now: @Sendable () -> Timestamp

    enum Proof {
        case none
        case session(Identity)
        case token(TokenUse)
    }

    /// - Throws: ``TokenRefusal``. A wrong proof is an answer, not the same as none: a script with an expired token should learn so.
    func proof(_ request: Request, _ client: Client) throws -> Proof {
        if let token = Self.token(request.headers) {
            return .token(try access.identity(token: token, from: client.address, at: now()))
        }
        guard let cookie = request.cookies[SessionCookie.name(isSecure: client.isSecure)]?.value else { return .none }
        return try access.identity(cookie: cookie, at: now()).map(Proof.session) ?? .none
    }

    func identity(_ request: Request, _ client: Client) throws -> Identity? {
        switch try proof(request, client) {
        case .none: nil
        case .session(let identity): identity
        case .token(let use): use.identity
        }
    }

    private static func token(_ headers: HTTPFields) -> String? {
        if let token = headers[.init("X-API-Token")!] { return token }
        guard let authorization = headers[.authorization], authorization.lowercased().hasPrefix("bearer ") else { return nil }
        return String(authorization.dropFirst(7))
    }
}

/// Finds out who asks, and writes down what was wrong or new about the proof.
struct Authentication: RouterMiddleware {
    let authenticator: Authenticator
    let trail: RequestTrail

    func handle(_ request: Request, context: PulseContext, next: @concurrent (Request, PulseContext) async throws -> Response) async throws
        -> Response
    {
        var context = context
        do {
            switch try authenticator.proof(request, context.client) {
            case .none: break
            case .session(let identity): context.identity = identity
            case .token(let use):
                context.identity = use.identity
                // Not refused when it cannot be written down: monitoring goes on while the trail is away.
                if use.isNewAddress { try? await trail.happened("token.new_address", .success, request, context, [:]) }
            }
        } catch let refusal as TokenRefusal {
            if let token = refusal.token { context.notes.note(actor: .token(id: token.id, name: token.name)) }
            await trail.refused("access.denied", place: "", request, context, ["reason": refusal.reason])
            // The same for every reason: whoever found a token need not learn what it lacks.
            throw APIError(
                .unauthorized, "token_invalid", "This API token is not known here, was revoked, has expired, or may not be used from this address.")
        }
        return try await next(request, context)
    }
}
