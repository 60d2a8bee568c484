package import PulseCore
import PulseStorage

/// What is done about roles.
package struct RoleDesk: Sendable {
    let stores: AccessStores

    package func all() throws -> [Role] { try stores.roles.all() }

    /// How many users have each role.
    package func users() throws -> [RoleID: Int] { try stores.roles.users() }

    package func find(_ id: String) throws -> Role {
        guard let role = try all().first(where: { $0.id.description == id }) else { throw AccessError.noSuchRole(id) }
        return role
    }

    /// What roles of these names allow together.
    ///
    /// - Throws: ``AccessError/noSuchRole(_:)``
    package func grants(of ids: [RoleID]) throws -> Grants { Grants(of: try ids.map { try find($0.description) }) }

    /// Makes a role; its id comes from the name and stays when the name changes.
    package func add(name: String, permissions: PermissionSet, limits: AccessLimits, at now: Timestamp) throws -> Role {
        let taken = Set(try all().compactMap { SourceSlug($0.id.description) })
        guard let id = RoleID(SourceSlug(naming: name, avoiding: taken).description) else { throw AccessError.roleNameInvalid }
        let role = try Role(id, name: name, permissions: permissions, limits: limits)
        try stores.change { try stores.roles.insert(role, at: now, in: $0) }
        return role
    }

    package func change(_ id: String, name: String, permissions: PermissionSet, limits: AccessLimits) throws -> Role {
        let before = try own(id)
        let role = try Role(before.id, name: name, permissions: permissions, limits: limits)
        try stores.change { try stores.roles.update(role, in: $0) }
        return role
    }

    package func remove(_ id: String) throws {
        let role = try own(id)
        try stores.change { try stores.roles.remove(role.id, in: $0) }
    }

    private func own(_ id: String) throws -> Role {
        let role = try find(id)
        guard !role.isBuiltIn else { throw AccessError.roleBuiltIn(id) }
        return role
    }
}
