import PulseCore

/// The short, lasting name of a role; has the form of a source's.
package struct RoleID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    package init?(_ text: String) {
        guard SourceSlug(text) != nil else { return nil }
        description = text
    }

    private init(builtIn: String) {
        description = builtIn
    }

    package static let administrator = RoleID(builtIn: "administrator")
    package static let `operator` = RoleID(builtIn: "operator")
    package static let viewer = RoleID(builtIn: "viewer")
    package static let auditor = RoleID(builtIn: "auditor")

    package static func < (left: RoleID, right: RoleID) -> Bool { left.description < right.description }
}

/// A named set of permissions, with limits where it is about a part of the estate.
package struct Role: Hashable, Sendable {
    package let id: RoleID
    package let name: String
    package let isBuiltIn: Bool
    package let permissions: PermissionSet
    package let limits: AccessLimits

    package static let longestName = 64

    init(_ id: RoleID, builtIn name: String, _ permissions: PermissionSet) {
        (self.id, self.name, isBuiltIn, self.permissions, limits) = (id, name, true, permissions, .none)
    }

    /// A role of one's own.
    ///
    /// - Throws: ``AccessError`` when limits are put on what cannot be limited: a limited reader of settings would see every source all the same.
    package init(_ id: RoleID, name: String, permissions: PermissionSet, limits: AccessLimits) throws {
        guard (1...Self.longestName).contains(name.count) else { throw AccessError.roleNameInvalid }
        guard limits.isUnlimited || PermissionSet.only(Permission.limitable).covers(permissions) else {
            throw AccessError.limitsInvalid("Limits narrow monitoring:read and monitoring:write; a role with limits can have no other permission.")
        }
        (self.id, self.name, isBuiltIn, self.permissions, self.limits) = (id, name.printable(limit: Self.longestName), false, permissions, limits)
    }

    /// Those that every Pulse has and nobody can change.
    package static let builtIn = [
        Role(.administrator, builtIn: "Administrator", .all),
        Role(.operator, builtIn: "Operator", .only([.monitoringRead, .monitoringWrite, .settingsRead])),
        Role(.viewer, builtIn: "Viewer", .only([.monitoringRead])),
        Role(.auditor, builtIn: "Auditor", .only([.monitoringRead, .auditRead, .settingsRead])),
    ]
}
