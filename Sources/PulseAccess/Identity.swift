package import PulseCore

/// How somebody proved who they are.
package enum SignInMethod: String, Hashable, Sendable, CaseIterable {
    case password, oidc, proxy, passkey, link, token
}

/// Who makes a request, by what proof, and what they may do at this moment. Made anew for each request, so a changed role counts at once.
package struct Identity: Hashable, Sendable {
    package let actor: Actor
    package let method: SignInMethod
    package let roles: [RoleID]
    package let grants: Grants
    /// The session it came by; nil for tokens and for requests that a proxy vouches for.
    package let session: SessionReference?
    /// What changing requests have to carry; nil for tokens, which no browser sends by itself.
    package let csrfToken: String?
    private let owner: String?

    package init(
        actor: Actor, method: SignInMethod, roles: [RoleID] = [], grants: Grants, session: SessionReference? = nil, csrfToken: String? = nil,
        owner: String? = nil
    ) {
        self.actor = actor
        self.method = method
        self.roles = roles
        self.grants = grants
        self.session = session
        self.csrfToken = csrfToken
        self.owner = owner
    }

    package func allows(_ permission: Permission) -> Bool { grants.allows(permission) }

    /// What it may read.
    package var visibility: Visibility { grants.visibility(for: .monitoringRead) }

    /// The user behind it: the one who is signed in, or the owner of the token.
    package var account: String? { user ?? owner }

    /// The user's name; nil for tokens and links, which have no account.
    package var user: String? {
        if case .user(let name) = actor { name } else { nil }
    }
}

/// A session as a request refers to it.
package struct SessionReference: Hashable, Sendable {
    /// SHA-256 of the cookie's value, by which the session is stored.
    package let key: String

    package init(key: String) {
        self.key = key
    }
}
