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
        routes.get("/api/security/tokens", .scope(.settingsRead), "All API tokens, without their text", list)
        routes.change(.post, "/api/security/tokens", .scope(.settingsWrite), audit: "token.create", "Make an API token", create)
        routes.change(.delete, "/api/security/tokens/:id", .scope(.settingsWrite), audit: "token.revoke", "Revoke an API token", revoke)
    }

    struct TokenAnswer: Encodable {
        let id: String
        let name: String
        let prefix: String
        let suffix: String
        let scopes: [String]
        let createdAt: String
        let expiresAt: String?
        let lastUsedAt: String?

        init(_ token: APIToken) {
            (id, name, prefix, suffix, scopes) = (token.id, token.name, token.prefix, token.suffix, token.scopes.names)
            createdAt = token.createdAt.description
            expiresAt = token.expiresAt?.description
            lastUsedAt = token.lastUsedAt?.description
        }
    }

    struct CreateBody: Decodable {
        let name: String
        let scopes: [String]
        let expiresInDays: Int?
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(["tokens": try access.apiTokens().map(TokenAnswer.init)])
    }

    @Sendable private func create(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let token: String
            let record: TokenAnswer
        }
        let body = try await request.decoded(as: CreateBody.self, context)
        if let days = body.expiresInDays, !(1...Self.longestLifetimeDays).contains(days) {
            throw APIError.invalid("expiresInDays", "A token ends after 1 to \(Self.longestLifetimeDays) days, or never when the field is left out.")
        }
        // Nobody can give away more than they have.
        guard let wanted = ScopeSet(names: body.scopes), context.identity?.scopes.covers(wanted) == true else { throw AccessError.scopesInvalid }
        let made = try access.makeToken(
            name: body.name, scopes: body.scopes, lifetime: body.expiresInDays.map { .seconds($0 * 86_400) }, at: now())
        return try .json(Answer(token: made.text.reveal(), record: TokenAnswer(made.token)), status: .created)
    }

    @Sendable private func revoke(_ request: Request, _ context: PulseContext) async throws -> Response {
        try access.revokeToken(id: try context.parameters.require("id"))
        return .noContent
    }
}

extension ScopeSet {
    fileprivate func covers(_ other: ScopeSet) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let mine), .only(let theirs)): theirs.isSubset(of: mine)
        }
    }
}
