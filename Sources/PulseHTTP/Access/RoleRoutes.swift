import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Settings > Roles.
struct RoleRoutes {
    let access: AccessService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let manage = RoutePermission.permission(.usersManage)
        routes.get("/api/roles", .either(.settingsRead, .usersManage), "All roles, and what permissions there are", list)
        routes.change(.post, "/api/roles", manage, audit: "role.add", "Make a role", add)
        routes.change(.put, "/api/roles/:id", manage, audit: "role.change", "Change a role", change)
        routes.change(.delete, "/api/roles/:id", manage, audit: "role.remove", "Remove a role that nobody has", remove)
    }

    private struct RoleAnswer: Encodable {
        let id: String
        let name: String
        let builtIn: Bool
        let permissions: [String]
        let limits: LimitsBody
        let users: Int

        init(_ role: Role, users: Int) {
            (id, name, builtIn) = (role.id.description, role.name, role.isBuiltIn)
            (permissions, limits, self.users) = (role.permissions.names, LimitsBody(role.limits), users)
        }
    }

    private struct PermissionAnswer: Encodable {
        let name: String
        let summary: String
    }

    private struct Body: Decodable {
        let name: String
        let permissions: [String]
        let limits: LimitsBody?
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let roles: [RoleAnswer]
            let permissions: [PermissionAnswer]
        }
        let users = try access.roles.users()
        return try .json(
            Answer(
                roles: try access.roles.all().map { RoleAnswer($0, users: users[$0.id] ?? 0) },
                permissions: Permission.allCases.map { PermissionAnswer(name: $0.rawValue, summary: $0.summary) }))
    }

    @Sendable private func add(_ request: Request, _ context: PulseContext) async throws -> Response {
        let wanted = try await wanted(request, context)
        let role = try access.roles.add(name: wanted.name, permissions: wanted.permissions, limits: wanted.limits, at: now())
        context.notes.note("role", role.id.description)
        return try .json(RoleAnswer(role, users: 0), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: PulseContext) async throws -> Response {
        let before = try managed(context)
        let wanted = try await wanted(request, context)
        context.notes.note("permissionsBefore", before.permissions.names.joined(separator: " "))
        let role = try access.roles.change(before.id.description, name: wanted.name, permissions: wanted.permissions, limits: wanted.limits)
        return try .json(RoleAnswer(role, users: try access.roles.users()[role.id] ?? 0))
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        try access.roles.remove(try managed(context).id.description)
        return .noContent
    }

    /// The role of the address, when the one who asks has what it has.
    private func managed(_ context: PulseContext) throws -> Role {
        let role = try access.roles.find(try context.parameters.require("id"))
        context.notes.note("role", role.id.description)
        try Delegation.check(context.identity, covers: Grants(of: [role]))
        return role
    }

    private func wanted(
        _ request: Request, _ context: PulseContext
    ) async throws -> (name: String, permissions: PermissionSet, limits: AccessLimits) {
        let body = try await request.decoded(as: Body.self, context)
        guard let permissions = PermissionSet(names: body.permissions) else { throw AccessError.scopesInvalid }
        let limits = try body.limits?.limits() ?? .none
        context.notes.note("permissions", permissions.names.joined(separator: " "))
        if !limits.isUnlimited { context.notes.note("limits", limits.words) }
        try Delegation.check(context.identity, covers: Grants(of: permissions, limits))
        return (body.name, permissions, limits)
    }
}

/// Limits in requests and answers.
struct LimitsBody: Codable {
    let sources: [String]?
    let tags: [String]?
    let kinds: [String]?

    init(_ limits: AccessLimits) {
        sources = limits.sources.map(\.description).sorted()
        tags = limits.tags.sorted()
        kinds = limits.kinds.map(\.rawValue).sorted()
    }

    func limits() throws -> AccessLimits { try AccessLimits(sources: sources ?? [], tags: tags ?? [], kinds: kinds ?? []) }
}

extension AccessLimits {
    /// For the audit trail.
    var words: String {
        (sources.map { "source:\($0)" }.sorted() + tags.map { "tag:\($0)" }.sorted() + kinds.map { "kind:\($0.rawValue)" }.sorted())
            .joined(separator: " ")
    }
}
