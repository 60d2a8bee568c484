package import PulseCore
import PulseStorage

/// Who a request comes from. Everything is read anew each time: a role that changed, a user who was disabled, a token that was revoked count at once.
extension AccessService {
    /// The identity behind a session cookie; nil when it is unknown, has run out, or its user is disabled.
    package func identity(cookie: String, at now: Timestamp) throws -> Identity? {
        let key = SecretText.digest(cookie)
        let found = try stores.database.read { connection -> (SessionRecord, Identity)? in
            guard let session = try SessionStore.find(key: key, connection) else { return nil }
            return try Self.identity(of: session, connection, at: now).map { (session, $0) }
        }
        guard let (session, identity) = found else { return nil }
        guard SessionPolicy.isAlive(createdAt: session.createdAt, lastUsedAt: session.lastUsedAt, at: now) else {
            try signOut(SessionReference(key: key))
            return nil
        }
        if SessionPolicy.needsTouch(lastUsedAt: session.lastUsedAt, at: now) { try stores.sessions.touch(key: key, at: now) }
        return identity
    }

    /// The identity behind an API token.
    ///
    /// - Throws: ``TokenRefusal`` that says why it is none.
    package func identity(token: String, from address: String, at now: Timestamp) throws -> TokenUse {
        let (found, grants, isKnownAddress) = try stores.database.read { connection in
            guard let found = try TokenStore.find(digest: SecretText.digest(token), connection) else { throw TokenRefusal.unknown }
            return (
                found, try Self.grants(of: found, connection), try TokenStore.hasSeen(address, id: found.id, connection)
            )
        }
        guard found.expiresAt.map({ $0 > now }) ?? true else { throw TokenRefusal.expired(found) }
        guard found.networks.isEmpty || found.networks.contains(where: { $0.contains(address) }) else { throw TokenRefusal.wrongNetwork(found) }
        guard let grants else { throw TokenRefusal.ownerDisabled(found) }
        if !isKnownAddress || found.lastUsedAt.map({ now.since($0) >= SessionPolicy.touchInterval }) ?? true {
            try stores.tokens.touch(id: found.id, from: address, at: now)
        }
        return TokenUse(
            identity: Identity(actor: .token(id: found.id, name: found.name), method: .token, grants: grants, owner: found.owner),
            isNewAddress: !isKnownAddress)
    }

    private static func identity(of session: SessionRecord, _ connection: AccessConnection, at now: Timestamp) throws -> Identity? {
        switch session.holder {
        case .user(let name):
            guard let account = try UserStore.find(name, connection), !account.isDisabled else { return nil }
            return Identity(
                actor: .user(account.name), method: session.method, roles: account.roles,
                grants: Grants(of: try RoleStore.roles(account.roles, connection)), session: SessionReference(key: session.key),
                csrfToken: session.csrfToken)
        case .link(let id):
            guard let link = try LinkStore.find(id: id, connection), link.expiresAt > now else { return nil }
            return Identity(
                actor: .link(id: link.id, name: link.name), method: .link, grants: link.grants, session: SessionReference(key: session.key),
                csrfToken: session.csrfToken)
        }
    }

    /// The scopes, and no more than the owner has at this moment; nil when the owner may do nothing any more.
    private static func grants(of token: APIToken, _ connection: AccessConnection) throws -> Grants? {
        guard let owner = token.owner else { return Grants.everything.narrowed(to: token.scopes) }
        guard let account = try UserStore.find(owner, connection), !account.isDisabled else { return nil }
        return Grants(of: try RoleStore.roles(account.roles, connection)).narrowed(to: token.scopes)
    }
}

/// A request by token that may pass.
package struct TokenUse: Sendable {
    package let identity: Identity
    /// True when the token was never used from this address, as far back as is remembered.
    package let isNewAddress: Bool
}

/// Why a token proves nothing. The answer to the client is the same for all of them; the audit trail says which.
package enum TokenRefusal: Error, Sendable, Equatable {
    case unknown
    case expired(APIToken)
    case wrongNetwork(APIToken)
    case ownerDisabled(APIToken)

    package var reason: String {
        switch self {
        case .unknown: "token_unknown"
        case .expired: "token_expired"
        case .wrongNetwork: "token_network"
        case .ownerDisabled: "token_owner_disabled"
        }
    }

    /// The token, where its text was right.
    package var token: APIToken? {
        switch self {
        case .unknown: nil
        case .expired(let token), .wrongNetwork(let token), .ownerDisabled(let token): token
        }
    }
}
