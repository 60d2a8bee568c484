import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Passkeys: adding and removing one's own, and signing in with one.
struct PasskeyRoutes {
    let access: AccessService
    let signIn: SignInServices
    let opening: SessionOpening
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.change(.post, "/api/account/passkeys/options", .session, audit: "passkey.begin", "Ask to add a passkey", registration)
        routes.change(.post, "/api/account/passkeys", .session, audit: "passkey.add", "Add a passkey", register)
        routes.change(.delete, "/api/account/passkeys/:id", .session, audit: "passkey.remove", "Remove a passkey", remove)
        routes.question(.post, "/api/login/passkey/options", .open, "Ask to sign in with a passkey", question)
        routes.change(.post, "/api/login/passkey", .open, audit: "login", "Sign in with a passkey", login)
    }

    struct PasskeyAnswer: Encodable {
        let id: String
        let name: String
        let createdAt: String
        @OrNull var lastUsedAt: String?

        init(_ passkey: Passkey) {
            (id, name, createdAt) = (passkey.id, passkey.name, passkey.createdAt.description)
            lastUsedAt = passkey.lastUsedAt?.description
        }
    }

    @Sendable private func registration(_ request: Request, _ context: PulseContext) async throws -> Response {
        let user = try ownLocalAccount(access, context)
        let asked = try signIn.passkeys.beginRegistration(of: user, at: try party(request, context), now: now())
        return try .json(PasskeyQuestion.registration(asked, user: user))
    }

    @Sendable private func register(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: PasskeyBody.Registration.self, context)
        let user = try ownLocalAccount(access, context)
        let passkey = try signIn.passkeys.finishRegistration(body.challengeId, of: user, named: body.name, try body.attestation(), at: now())
        context.notes.note("passkey", passkey.name)
        return try .json(PasskeyAnswer(passkey), status: .created)
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (user, id) = (context.identity?.user ?? "", try context.parameters.require("id"))
        guard let passkey = try signIn.passkeys.passkeys(of: user).first(where: { $0.id == id }), try signIn.passkeys.remove(id, of: user) else {
            throw APIError.notFound("You have no such passkey.")
        }
        context.notes.note("passkey", passkey.name)
        return .noContent
    }

    /// The same for everybody: devices know their users, so nothing is said about who has a passkey.
    @Sendable private func question(_ request: Request, _ context: PulseContext) async throws -> Response {
        try signIn.checkLocalSignIn(access, at: now())
        let asked = signIn.passkeys.beginSignIn(at: try party(request, context), from: context.client.address, now: now())
        return try .json(PasskeyQuestion.signIn(asked))
    }

    @Sendable private func login(_ request: Request, _ context: PulseContext) async throws -> Response {
        try signIn.checkLocalSignIn(access, at: now())
        let body = try await request.decoded(as: PasskeyBody.SignIn.self, context)
        context.notes.note("method", SignInMethod.passkey.rawValue)
        let session = try PasskeySignIn(access: access, passkeys: signIn.passkeys).signIn(
            body.challengeId, try body.assertion(), from: context.client.address, at: now()
        ) { context.notes.note("name", $0) }
        context.notes.note(actor: .user(session.user))
        return try opening.response(session, context)
    }

    private func party(_ request: Request, _ context: PulseContext) throws -> RelyingParty {
        guard let party = signIn.relyingParty(request, context) else { throw PasskeyRefusal.notPossibleHere }
        return party
    }
}
