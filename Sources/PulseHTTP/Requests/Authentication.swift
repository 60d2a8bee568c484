import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Finds out who asks. A wrong proof is an answer, not the same as none: a script with an expired token should learn so.
struct Authentication: RouterMiddleware {
    let access: AccessService
    let trail: RequestTrail
    let now: @Sendable () -> Timestamp

    func handle(_ request: Request, context: PulseContext, next: @concurrent (Request, PulseContext) async throws -> Response) async throws
        -> Response
    {
        var context = context
        if let token = Self.token(request.headers) {
            context.identity = try await identity(token: token, request, context)
        } else if let cookie = request.cookies[SessionCookie.name(isSecure: context.client.isSecure)]?.value {
            context.identity = try access.identity(cookie: cookie, at: now())
        }
        return try await next(request, context)
    }

    private func identity(token: String, _ request: Request, _ context: PulseContext) async throws -> Identity {
        let use: TokenUse
        do {
            use = try access.identity(token: token, from: context.client.address, at: now())
        } catch let refusal as TokenRefusal {
            if let token = refusal.token { context.notes.note(actor: .token(id: token.id, name: token.name)) }
            await trail.refused("access.denied", place: "", request, context, ["reason": refusal.reason])
            // The same for every reason: whoever found a token need not learn what it lacks.
            throw APIError(
                .unauthorized, "token_invalid", "This API token is not known here, was revoked, has expired, or may not be used from this address.")
        }
        if use.isNewAddress {
            var known = context
            known.identity = use.identity
            // Not refused when it cannot be written down: monitoring goes on while the trail is away.
            try? await trail.happened("token.new_address", .success, request, known, [:])
        }
        return use.identity
    }

    private static func token(_ headers: HTTPFields) -> String? {
        if let token = headers[.init("X-API-Token")!] { return token }
        guard let authorization = headers[.authorization], authorization.lowercased().hasPrefix("bearer ") else { return nil }
        return String(authorization.dropFirst(7))
    }
}
