import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Reads the proof that a request carries.
struct Authenticator: Sendable {
    let access: AccessService
    let proxy: ProxyAuthentication?
    let now: @Sendable () -> Timestamp

    enum Proof {
        case none
        case session(Identity)
        case token(TokenUse)
        case proxy(AccessService.Vouched)
    }

    /// The proxy's word cannot be taken.
    struct ProxyRefused: Error {
        let refusal: ProxyAuthentication.Refusal
    }

    /// - Throws: ``TokenRefusal``, ``ProxyRefused``, ``AccessError``. A wrong proof is an answer, not the same as none: a script with an expired token should learn so.
    func proof(_ request: Request, _ client: Client) throws -> Proof {
        if let token = Self.token(request.headers) {
            return .token(try access.identity(token: token, from: client.address, at: now()))
        }
        if let vouched = try vouched(request, client) { return .proxy(vouched) }
        guard let cookie = request.cookies[SessionCookie.name(isSecure: client.isSecure)]?.value else { return .none }
        return try access.identity(cookie: cookie, at: now()).map(Proof.session) ?? .none
    }

    func identity(_ request: Request, _ client: Client) throws -> Identity? {
        switch try proof(request, client) {
        case .none: nil
        case .session(let identity): identity
        case .token(let use): use.identity
        case .proxy(let vouched): vouched.identity
        }
    }

    private func vouched(_ request: Request, _ client: Client) throws -> AccessService.Vouched? {
        guard let proxy else { return nil }
        switch proxy.verdict(peer: client.peer, header: { name in HTTPField.Name(name).flatMap { request.headers[$0] } }) {
        case .nothing: return nil
        case .refused(let refusal): throw ProxyRefused(refusal: refusal)
        case .user(let name, let roles, let first):
            return try access.identity(ofProxyUser: name, roles: roles, first: first, by: proxy, at: now())
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
            case .proxy(let vouched):
                context.identity = vouched.identity
                await record(vouched, request, context)
            }
        } catch let refusal as TokenRefusal {
            if let token = refusal.token { context.notes.note(actor: .token(id: token.id, name: token.name)) }
            await trail.refused("access.denied", place: "", request, context, ["reason": refusal.reason])
            // The same for every reason: whoever found a token need not learn what it lacks.
            throw APIError(
                .unauthorized, "token_invalid", "This API token is not known here, was revoked, has expired, or may not be used from this address.")
        } catch let refused as Authenticator.ProxyRefused {
            await trail.refused("access.denied", place: "", request, context, ["reason": refused.refusal.rawValue])
            throw Self.answer(to: refused.refusal)
        } catch let error as AccessError {
            await trail.refused("access.denied", place: "", request, context, ["reason": APIError(error)?.code ?? "refused"])
            throw error
        }
        return try await next(request, context)
    }
    private func record(_ vouched: AccessService.Vouched, _ request: Request, _ context: PulseContext) async {
        let details = [
            "origin": "proxy", "user": vouched.identity.actor.name, "roles": vouched.identity.roles.map(\.description).joined(separator: " "),
        ]
        let event: String? =
            switch vouched.change {
            case .none: nil
            case .seen: "login"
            case .made: "user.add"
            case .roles: "user.change"
            }
        if let event { try? await trail.happened(event, .success, request, context, details) }
    }

    private static func answer(to refusal: ProxyAuthentication.Refusal) -> APIError {
        switch refusal {
        case .wrongNetwork, .wrongSecret:
            APIError(
                .unauthorized, "proxy_secret_wrong",
                "The request says it comes from the proxy that signs people in, and does not: its network or its X-Proxy-Secret is wrong.")
        case .noRole:
            APIError(.forbidden, "proxy_role_missing", "The proxy gives you no role that Pulse knows, and there is none for everybody.")
        }
    }
}
