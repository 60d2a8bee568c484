import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Signing in at an OpenID provider: there and back. And which ways to sign in there are.
struct OIDCRoutes {
    let access: AccessService
    let signIn: SignInServices
    let proxyAuth: Bool
    let trail: RequestTrail
    let now: @Sendable () -> Timestamp

    /// Where the page is, seen from the addresses of this file; so it stays right below a reverse proxy's sub-path.
    private static let page = "../../"

    func add(to routes: inout RouteTable) {
        routes.get("/api/sign-in-options", .open, "The ways to sign in", options)
        routes.get("/api/oidc/login", .open, "Go to the provider to sign in", login)
        routes.get("/api/oidc/callback", .open, "Come back from the provider", callback)
    }

    private struct OptionsAnswer: Encodable {
        struct Provider: Encodable {
            let name: String
        }
        let password: Bool
        let passkeys: Bool
        @OrNull var oidc: Provider? = nil
        let proxy: Bool
    }

    @Sendable private func options(_ request: Request, _ context: PulseContext) async throws -> Response {
        let settings = try signIn.oidc.settings.settings()
        let isLocal = try !signIn.hidesLocalSignIn(access, at: now())
        return try .json(
            OptionsAnswer(
                password: isLocal, passkeys: isLocal && signIn.relyingParty(request, context) != nil,
                oidc: settings.isEnabled ? .init(name: settings.name) : nil, proxy: proxyAuth))
    }

    @Sendable private func login(_ request: Request, _ context: PulseContext) async throws -> Response {
        let target = request.queryText("returnTo").flatMap { ReturnAddress($0) } ?? .start
        do {
            let visit = try await signIn.oidc.begin(
                target, redirectURI: signIn.redirectURI(request, context), from: context.client.address, at: now())
            return Self.sending(to: visit.address, OIDCCookie.opening(visit, for: context.client))
        } catch let failure as OIDCFailure {
            await trail.refused("oidc_login", place: "login", request, context, ["reason": failure.code, "sentence": failure.sentence])
            return Self.failed(failure, context)
        }
    }

    @Sendable private func callback(_ request: Request, _ context: PulseContext) async throws -> Response {
        let answer = ProviderAnswer(
            state: request.queryText("state"), code: request.queryText("code"), error: request.queryText("error"),
            errorDescription: request.queryText("error_description"), issuer: request.queryText("iss"))
        let key = request.cookies[OIDCCookie.name(isSecure: context.client.isSecure)]?.value
        guard signIn.oidc.expects(answer, browserKey: key, at: now()) else {
            // Whoever calls this address with anything at all must not fill the trail.
            await trail.refused("oidc_login", place: "callback", request, context, ["reason": OIDCFailure.stateUnknown.code])
            return Self.failed(.stateUnknown, context)
        }
        context.notes.note("method", SignInMethod.oidc.rawValue)
        return try await trail.around("oidc_login", request, context) { try await finish(answer, key, context) }
    }

    private func finish(_ answer: ProviderAnswer, _ key: String?, _ context: PulseContext) async throws -> Response {
        do {
            let finished = try await signIn.oidc.finish(answer, browserKey: key, from: context.client.address, at: now()) {
                context.notes.note("name", $0)
            }
            switch finished {
            case .tried:
                context.notes.note("trial", "true")
                var response = Response(
                    status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                    body: .init(byteBuffer: .init(string: "Done. Close this window; the result stands in the settings of Pulse.")))
                response.setCookie(OIDCCookie.closing(for: context.client))
                return response
            case .signedIn(let session, let target):
                context.notes.note(actor: .user(session.user))
                var response = Self.sending(to: target.relativeToCallback(), OIDCCookie.closing(for: context.client))
                response.setCookie(SessionCookie.opening(session, for: context.client))
                return response
            }
        } catch let failure as OIDCFailure {
            context.notes.failed(["reason": failure.code, "sentence": failure.sentence])
            return Self.failed(failure, context)
        }
    }

    private static func failed(_ failure: OIDCFailure, _ context: PulseContext) -> Response {
        sending(to: "\(page)?sign-in-error=\(failure.code)", OIDCCookie.closing(for: context.client))
    }

    private static func sending(to address: String, _ cookie: Cookie) -> Response {
        var response = Response(status: .found, headers: [.location: address, .cacheControl: "no-store"])
        response.setCookie(cookie)
        return response
    }
}

/// What a browser keeps while it is at the provider. Lax, because the way back is a link from another site.
enum OIDCCookie {
    static func name(isSecure: Bool) -> String { isSecure ? "__Host-pulse_oidc" : "pulse_oidc" }

    static func opening(_ visit: ProviderVisit, for client: Client) -> Cookie {
        cookie(visit.browserKey.reveal(), maxAge: Int(OIDCService.timeout.components.seconds), client)
    }

    static func closing(for client: Client) -> Cookie { cookie("", maxAge: 0, client) }

    private static func cookie(_ value: String, maxAge: Int, _ client: Client) -> Cookie {
        Cookie(
            name: name(isSecure: client.isSecure), value: value, maxAge: maxAge, path: "/", secure: client.isSecure, httpOnly: true, sameSite: .lax)
    }
}
