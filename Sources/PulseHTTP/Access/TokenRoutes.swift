import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// API tokens, under the addresses of Pulse v5.
struct TokenRoutes {
    let access: AccessService
    let now: @Sendable () -> Timestamp

    /// A token that never ends is allowed; one that ends in a thousand years is a typing mistake.
    private static let longestLifetimeDays = 3650

    func add(to routes: inout RouteTable) {
        let any = RoutePermission.either(.settingsRead, .usersManage)
        let own = RoutePermission.either(.settingsWrite, .usersManage)
        routes.get("/api/security/tokens", any, "One's own API tokens, or with users:manage everybody's, without their text", list)
        routes.change(.post, "/api/security/tokens", own, audit: "token.create", "Make an API token", create)
        routes.change(.post, "/api/security/tokens/:id/rotate", own, audit: "token.rotate", "Give a token another text", rotate)
        routes.change(.delete, "/api/security/tokens/:id", own, audit: "token.revoke", "Revoke an API token", revoke)
    }

    struct TokenAnswer: Encodable {
        let id: String
        let name: String
        let prefix: String
        let suffix: String
        let scopes: [String]
        @OrNull var owner: String?
        let networks: [String]
        let createdAt: String
        @OrNull var expiresAt: String?
        @OrNull var lastUsedAt: String?
        @OrNull var lastUsedAddress: String?

        init(_ token: APIToken) {
            (id, name, prefix, suffix, scopes) = (token.id, token.name, token.prefix, token.suffix, token.scopes.names)
            networks = token.networks.map(\.description)
            createdAt = token.createdAt.description
            owner = token.owner
            expiresAt = token.expiresAt?.description
            lastUsedAt = token.lastUsedAt?.description
            lastUsedAddress = token.lastUsedAddress
        }
    }

    struct MadeAnswer: Encodable {
        let token: String
        let record: TokenAnswer

        init(_ made: (token: APIToken, text: Redacted<String>)) {
            (token, record) = (made.text.reveal(), TokenAnswer(made.token))
        }
    }

    struct CreateBody: Decodable {
        let name: String
        let scopes: [String]
        let expiresInDays: Int?
        let networks: [String]?
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(["tokens": try access.tokens.all().filter { Self.manages($0, context.identity) }.map(TokenAnswer.init)])
    }

    @Sendable private func create(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: CreateBody.self, context)
        if let days = body.expiresInDays, !(1...Self.longestLifetimeDays).contains(days) {
            throw APIError.invalid("expiresInDays", "A token ends after 1 to \(Self.longestLifetimeDays) days, or never when the field is left out.")
        }
        // Nobody can give away more than they have; and later the token has no more than its owner.
        guard let wanted = PermissionSet(names: body.scopes), context.identity?.grants.permissions.covers(wanted) == true else {
            throw AccessError.scopesInvalid
        }
        let wish = TokenDesk.Wish(
            name: body.name, scopes: body.scopes, lifetime: body.expiresInDays.map { .seconds($0 * 86_400) }, owner: context.identity?.account,
            networks: body.networks ?? [])
        let made = try access.tokens.make(wish, at: now())
        note(made.token, context)
        return try .json(MadeAnswer(made), status: .created)
    }

    @Sendable private func rotate(_ request: Request, _ context: PulseContext) async throws -> Response {
        let token = try managed(context)
        note(token, context)
        // Whoever gets the new text has what the token has.
        guard context.identity?.grants.permissions.covers(token.scopes) == true else { throw AccessError.exceedsOwnPermissions }
        return try .json(MadeAnswer(try access.tokens.rotate(token.id)))
    }

    @Sendable private func revoke(_ request: Request, _ context: PulseContext) async throws -> Response {
        let token = try managed(context)
        note(token, context)
        try access.tokens.revoke(token.id)
        return .noContent
    }

    /// The token of the address, as far as the one who asks may know of it.
    private func managed(_ context: PulseContext) throws -> APIToken {
        let id = try context.parameters.require("id")
        let token = try access.tokens.find(id)
        guard Self.manages(token, context.identity) else { throw AccessError.noSuchToken(id) }
        return token
    }

    private static func manages(_ token: APIToken, _ identity: Identity?) -> Bool {
        guard let identity else { return false }
        return identity.allows(.usersManage) || token.owner != nil && token.owner == identity.account
    }

    private func note(_ token: APIToken, _ context: PulseContext) {
        context.notes.note("token", token.id)
        context.notes.note("name", token.name)
        context.notes.note("scopes", token.scopes.names.joined(separator: " "))
    }
}
