/// What somebody may do: the permissions of each of their roles, with that role's limits.
///
/// The limits of a role narrow the permissions of that role only, so a limited operator who is a viewer of everything may read everything and
/// change what the limits of operator leave.
package struct Grants: Hashable, Sendable {
    struct Grant: Hashable, Sendable {
        let permissions: PermissionSet
        let limits: AccessLimits
    }

    private let grants: [Grant]

    package static let everything = Grants([Grant(permissions: .all, limits: .none)])
    package static let nothing = Grants([])

    init(_ grants: [Grant]) {
        self.grants = grants
    }

    package init(of roles: [Role]) {
        self.init(roles.map { Grant(permissions: $0.permissions, limits: $0.limits) })
    }

    /// What one role of these would allow.
    package init(of permissions: PermissionSet, _ limits: AccessLimits) {
        self.init([Grant(permissions: permissions, limits: limits)])
    }

    /// The union over the roles.
    package var permissions: PermissionSet { grants.reduce(.none) { $0.union($1.permissions) } }

    package func allows(_ permission: Permission) -> Bool { grants.contains { $0.permissions.allows(permission) } }

    /// Which resources the permission is about.
    package func visibility(for permission: Permission) -> Visibility {
        Visibility(of: grants.filter { $0.permissions.allows(permission) }.map(\.limits))
    }

    /// The part that the scopes of a token leave.
    package func narrowed(to scopes: PermissionSet) -> Grants {
        Grants(grants.map { Grant(permissions: $0.permissions.intersection(scopes), limits: $0.limits) })
    }

    /// Nobody can give away, or act on an account that has, more than they have themselves.
    package func covers(_ other: Grants) -> Bool {
        permissions.covers(other.permissions)
            && other.grants.allSatisfy { theirs in
                Permission.limitable.allSatisfy { permission in
                    !theirs.permissions.allows(permission)
                        || grants.contains { $0.permissions.allows(permission) && $0.limits.covers(theirs.limits) }
                }
            }
    }
}
