package import PulseCore

/// A user as the administrators see them.
package struct UserAccount: Sendable, Equatable {
    /// Where the account comes from, and so who says what its roles are and how it signs in.
    package enum Origin: String, Sendable, CaseIterable {
        case local, oidc, proxy
    }

    package let name: String
    package let roles: [RoleID]
    package let origin: Origin
    package let createdAt: Timestamp
    package let lastSignInAt: Timestamp?
    package let isDisabled: Bool
    /// Nil where there is none: the account signs in by other means.
    package let hasPassword: Bool
}

/// A session as it may be shown.
package struct OpenSession: Sendable, Equatable {
    package let createdAt: Timestamp
    package let lastUsedAt: Timestamp
    /// Where it was opened from; nil for those of before this was kept.
    package let address: String?
    package let method: SignInMethod
}
