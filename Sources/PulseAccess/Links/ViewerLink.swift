package import PulseCore

/// A link that shows a part of the estate to whoever holds it, without an account, until it ends or is revoked.
package struct ViewerLink: Sendable, Equatable {
    package let id: String
    package let name: String
    package let limits: AccessLimits
    /// Who made it.
    package let createdBy: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let lastUsedAt: Timestamp?

    package static let longestLifetimeDays = 365
    package static let longestName = 100

    /// It reads, and nothing else.
    package static let permissions = PermissionSet.only([.monitoringRead])

    package var grants: Grants { Grants(of: Self.permissions, limits) }
}
