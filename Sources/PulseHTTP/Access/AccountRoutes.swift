import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// One's own account: how one signs in, and the authenticator app.
struct AccountRoutes {
    let access: AccessService
    let signIn: SignInServices
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/account", .session, "One's own account and its ways to sign in", account)
        routes.change(.post, "/api/account/totp", .session, audit: "totp.begin", "Get a secret for an authenticator app", begin)
        routes.change(
            .post, "/api/account/totp/confirm", .session, audit: "totp.enable", "Show that the app has the secret, get recovery codes", confirm)
        routes.change(.delete, "/api/account/totp", .session, audit: "totp.disable", "Turn the authenticator app off", disable)
    }

    private struct AccountAnswer: Encodable {
        let name: String
        let origin: String
        let roles: [String]
        let totp: Bool
        let recoveryCodesLeft: Int
        let passkeys: [PasskeyRoutes.PasskeyAnswer]
        let passkeysPossible: Bool
    }

    private struct CodeBody: Decodable {
        let code: String
    }

    @Sendable private func account(_ request: Request, _ context: PulseContext) async throws -> Response {
        let account = try access.users.find(context.identity?.user ?? "")
        let factor = try signIn.factors.status(of: account.name)
        return try .json(
            AccountAnswer(
                name: account.name, origin: account.origin.rawValue, roles: account.roles.map(\.description), totp: factor.isOn,
                recoveryCodesLeft: factor.recoveryCodesLeft,
                passkeys: try signIn.passkeys.passkeys(of: account.name).map(PasskeyRoutes.PasskeyAnswer.init),
                passkeysPossible: account.origin == .local && signIn.relyingParty(request, context) != nil))
    }

    @Sendable private func begin(_ request: Request, _ context: PulseContext) async throws -> Response {
        let enrolment = try signIn.factors.begin(for: try ownLocalAccount(access, context), at: now())
        return try .json(["secret": enrolment.secret.reveal(), "uri": enrolment.uri.reveal()])
    }

    @Sendable private func confirm(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: CodeBody.self, context)
        let codes = try signIn.factors.confirm(body.code, of: try ownLocalAccount(access, context), at: now())
        return try .json(["recoveryCodes": codes.map { $0.reveal() }])
    }

    @Sendable private func disable(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: CodeBody.self, context)
        let user = try ownLocalAccount(access, context)
        guard try signIn.factors.status(of: user).isOn else { throw SecondFactorError.isOff }
        // Whoever finds an open page must not be able to take the second step away, nor to guess.
        let factor = try PasswordSignIn(access: access, factors: signIn.factors).check(body.code, of: user, from: context.client.address, at: now())
        context.notes.note("factor", factor.rawValue)
        try signIn.factors.remove(of: user)
        return .noContent
    }
}

/// The signed-in user, whose account is one of Pulse's own. Where somebody else vouches for people, their second factors are kept there too: one
/// here would be a way round the provider.
func ownLocalAccount(_ access: AccessService, _ context: PulseContext) throws -> String {
    let account = try access.users.find(context.identity?.user ?? "")
    guard account.origin == .local else {
        throw APIError(.conflict, "account_elsewhere", "This account signs in at another service; how it does so is set up there.")
    }
    return account.name
}
