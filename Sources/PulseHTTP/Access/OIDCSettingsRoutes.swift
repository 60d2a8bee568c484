import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Settings > Sign-in: the OpenID provider, a test of it, and a trial.
struct OIDCSettingsRoutes {
    let access: AccessService
    let signIn: SignInServices
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let manage = RoutePermission.permission(.usersManage)
        routes.get("/api/config/oidc", .permission(.settingsRead), "The OpenID provider, without its secret", settings)
        routes.change(.put, "/api/config/oidc", manage, audit: "oidc.change", "Change the OpenID provider", keep)
        routes.change(.post, "/api/config/oidc/test", manage, audit: "oidc.test", "Ask a provider what it says about itself", test)
        routes.change(.post, "/api/config/oidc/preview", manage, audit: "oidc.preview", "Try a sign-in that keeps nothing", preview)
        routes.get("/api/config/oidc/preview", manage, "What came of one's own trial", result)
    }

    private struct ReportAnswer: Encodable {
        @OrNull var issuer: String? = nil
        @OrNull var authorizationEndpoint: String? = nil
        @OrNull var tokenEndpoint: String? = nil
        @OrNull var jwksURI: String? = nil
        let keys: Int
        let problems: [String]
    }

    private struct TrialAnswer: Encodable {
        let claims: [String: String]
        @OrNull var user: String? = nil
        let roles: [String]
        let allowed: Bool
        @OrNull var reason: String? = nil
    }

    @Sendable private func settings(_ request: Request, _ context: PulseContext) async throws -> Response { try answer(request, context) }

    @Sendable private func keep(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await draft(request, context)
        let before = try signIn.oidc.settings.settings()
        OIDCSettingsWire.note(before, body.settings, into: context.notes)
        try signIn.oidc.keep(body.settings, secret: body.secret)
        return try answer(request, context)
    }

    @Sendable private func test(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await draft(request, context)
        let report = try await signIn.oidc.test(body.settings, secret: body.secret, at: now())
        return try .json(
            ReportAnswer(
                issuer: report.issuer, authorizationEndpoint: report.authorizationEndpoint, tokenEndpoint: report.tokenEndpoint,
                jwksURI: report.keysEndpoint, keys: report.keys, problems: report.problems))
    }

    @Sendable private func preview(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await draft(request, context)
        let visit = try await signIn.oidc.beginTrial(
            body.settings, secret: body.secret, owner: owner(context), redirectURI: signIn.redirectURI(request, context), at: now())
        var response = try Response.json(["url": visit.address])
        response.setCookie(OIDCCookie.opening(visit, for: context.client))
        return response
    }

    @Sendable private func result(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let result = signIn.oidc.trial(of: owner(context), at: now()) else {
            throw APIError.notFound("Nobody has come back from the provider yet.")
        }
        return try .json(
            TrialAnswer(claims: result.claims, user: result.user, roles: result.roles, allowed: result.isAllowed, reason: result.reason))
    }

    /// What was sent, when it gives nobody more than the sender has: who maps groups to roles makes administrators.
    private func draft(_ request: Request, _ context: PulseContext) async throws -> (settings: OIDCSettings, secret: OIDCSettingsDesk.SecretChange) {
        let body = try await request.decoded(as: OIDCSettingsWire.Body.self, context)
        let (settings, secret) = (body.settings, try body.secret)
        context.notes.note("issuer", settings.issuer.printable(limit: 200))
        let roles = settings.namedRoles.compactMap { RoleID($0) }
        let known = Set(try access.roles.all().map(\.id))
        guard context.identity?.grants.covers(try access.roles.grants(of: roles.filter(known.contains))) == true else {
            throw AccessError.exceedsOwnPermissions
        }
        return (settings, secret)
    }

    private func owner(_ context: PulseContext) -> String { "trial of \(context.identity?.actor.name ?? "")" }

    private func answer(_ request: Request, _ context: PulseContext) throws -> Response {
        try .json(
            OIDCSettingsWire.Answer(
                try signIn.oidc.settings.settings(), hasSecret: try signIn.oidc.settings.hasSecret(),
                redirectURI: signIn.redirectURI(request, context), managed: signIn.oidc.settings.managed != nil))
    }
}
