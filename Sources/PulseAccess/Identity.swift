package import PulseCore

/// Who makes a request, and by what proof.
package struct Identity: Hashable, Sendable {
    package let actor: Actor
    package let scopes: ScopeSet
    /// The session it came by; nil for tokens. Requests by session need the CSRF token.
    package let session: SessionReference?

    package init(actor: Actor, scopes: ScopeSet, session: SessionReference?) {
        self.actor = actor
        self.scopes = scopes
        self.session = session
    }
}

/// A session as a request refers to it.
package struct SessionReference: Hashable, Sendable {
    /// SHA-256 of the cookie's value, by which the session is stored.
    package let key: String
    package let csrfToken: String
}
