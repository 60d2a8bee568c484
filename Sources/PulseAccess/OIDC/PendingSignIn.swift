package import PulseCore

/// A browser that was sent to a provider and is expected back.
struct PendingSignIn: Sendable {
    enum Purpose: Sendable {
        case signIn(ReturnAddress)
        /// A trial of settings that need not be kept; whoever tries is told the result.
        case trial(owner: String)
    }

    let purpose: Purpose
    let request: AuthorizationRequest
    let settings: OIDCSettings
    let connection: ProviderConnection
    /// SHA-256 of what the browser keeps in a cookie, so that nobody finishes a sign-in that another browser began.
    let browser: String
}

/// Where the browser goes, and what it has to keep until it comes back.
package struct ProviderVisit: Sendable {
    package let address: String
    /// The value of a cookie.
    package let browserKey: Redacted<String>
}

/// What the provider put into the address of the callback.
package struct ProviderAnswer: Sendable {
    package var state: String?
    package var code: String?
    package var error: String?
    package var errorDescription: String?
    package var issuer: String?

    package init(state: String?, code: String?, error: String?, errorDescription: String?, issuer: String?) {
        (self.state, self.code, self.error, self.errorDescription, self.issuer) = (state, code, error, errorDescription, issuer)
    }
}

/// What came of a trial.
package struct TrialResult: Sendable, Equatable {
    package let claims: [String: String]
    package let user: String?
    package let roles: [String]
    /// Nil when a sign-in would have worked.
    package let reason: String?

    package var isAllowed: Bool { reason == nil }

    init(claims: [String: String] = [:], user: String? = nil, roles: [String] = [], reason: String?) {
        (self.claims, self.user, self.roles, self.reason) = (claims, user, roles, reason)
    }
}

/// What is wrong with settings, or nothing.
package struct ProviderReport: Sendable, Equatable {
    package var issuer: String?
    package var authorizationEndpoint: String?
    package var tokenEndpoint: String?
    package var keysEndpoint: String?
    package var keys = 0
    package var problems: [String] = []
}
