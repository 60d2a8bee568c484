import GRDB
import PulseCore
import PulseStorage

/// Roles: the built-in ones, which are no rows, and one's own.
struct RoleStore: Sendable {
    let database: PulseStorage.Database

    static let most = 100

    func all() throws -> [Role] { try database.read(Self.all) }

    static func all(_ connection: GRDB.Database) throws -> [Role] {
        try Role.builtIn + Row.fetchAll(connection, sql: "SELECT * FROM role ORDER BY name, id").compactMap(role)
    }

    /// The roles of these ids; what is no longer there grants nothing.
    static func roles(_ ids: [RoleID], _ connection: GRDB.Database) throws -> [Role] {
        try ids.compactMap { id in
            try Role.builtIn.first { $0.id == id }
                ?? Row.fetchOne(connection, sql: "SELECT * FROM role WHERE id = ?", arguments: [id.description]).flatMap(role)
        }
    }

    func users() throws -> [RoleID: Int] {
        try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT role, count(*) AS users FROM user_role GROUP BY role").reduce(into: [:]) { counts, row in
                if let id = RoleID(row["role"]) { counts[id] = row["users"] }
            }
        }
    }

    func insert(_ role: Role, at now: Timestamp, in transaction: WriteTransaction) throws {
        let connection = transaction.database
        guard try Int.fetchOne(connection, sql: "SELECT count(*) FROM role") ?? 0 < Self.most else { throw AccessError.tooManyRoles }
        try connection.execute(
            sql: "INSERT INTO role (id, name, permissions, limits, created_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                role.id.description, role.name, role.permissions.names.joined(separator: " "), try LimitsText.write(role.limits), now.milliseconds,
            ])
    }

    func update(_ role: Role, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE role SET name = ?, permissions = ?, limits = ? WHERE id = ?",
            arguments: [
                role.name, role.permissions.names.joined(separator: " "), try LimitsText.write(role.limits), role.id.description,
            ])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchRole(role.id.description) }
    }

    func remove(_ id: RoleID, in transaction: WriteTransaction) throws {
        let users = try Int.fetchOne(transaction.database, sql: "SELECT count(*) FROM user_role WHERE role = ?", arguments: [id.description]) ?? 0
        guard users == 0 else { throw AccessError.roleInUse(id.description, users: users) }
        try transaction.database.execute(sql: "DELETE FROM role WHERE id = ?", arguments: [id.description])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchRole(id.description) }
    }

    private static func role(_ row: Row) -> Role? {
        RoleID(row["id"]).flatMap { id in
            try? Role(
                id, name: row["name"], permissions: PermissionSet(stored: row["permissions"]), limits: LimitsText.read(row["limits"]))
        }
    }
}
