import GRDB
import PulseCore
import PulseStorage

/// Users, their roles and what belongs to them.
struct UserStore: Sendable {
    let database: PulseStorage.Database

    /// More is a mistake or a proxy that invents names.
    static let most = 10_000

    func all() throws -> [UserAccount] {
        try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT * FROM user ORDER BY name").map { try Self.account($0, connection) }
        }
    }

    func find(_ name: String) throws -> UserAccount? {
        try database.read { try Self.find(name, $0) }
    }

    func find(_ name: String, in transaction: WriteTransaction) throws -> UserAccount? { try Self.find(name, transaction.database) }

    static func find(_ name: String, _ connection: GRDB.Database) throws -> UserAccount? {
        try Row.fetchOne(connection, sql: "SELECT * FROM user WHERE name = ?", arguments: [name]).map { try account($0, connection) }
    }

    /// Nil when there is no such user, or one without a password.
    func passwordHash(of name: String) throws -> String? {
        try database.read { connection in
            try String.fetchOne(connection, sql: "SELECT password_hash FROM user WHERE name = ? AND password_hash <> ''", arguments: [name])
        }
    }

    /// Enabled users with the role of administrators.
    func administrators(in transaction: WriteTransaction) throws -> [String] { try Self.administrators(transaction.database) }

    func hasAdministrator() throws -> Bool {
        try database.read { try !Self.administrators($0).isEmpty }
    }

    func insert(
        _ name: UserName, passwordHash: String?, roles: [RoleID], origin: UserAccount.Origin, at now: Timestamp, in transaction: WriteTransaction
    ) throws {
        let connection = transaction.database
        guard try Self.find(name.description, connection) == nil else { throw AccessError.userExists(name.description) }
        guard try Int.fetchOne(connection, sql: "SELECT count(*) FROM user") ?? 0 < Self.most else { throw AccessError.tooManyUsers }
        try connection.execute(
            sql: "INSERT INTO user (name, password_hash, origin, created_at) VALUES (?, ?, ?, ?)",
            arguments: [name.description, passwordHash ?? "", origin.rawValue, now.milliseconds])
        try setRoles(of: name.description, roles, in: transaction)
    }

    func setRoles(of name: String, _ roles: [RoleID], in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM user_role WHERE user = ?", arguments: [name])
        for role in Set(roles) {
            try transaction.database.execute(sql: "INSERT INTO user_role (user, role) VALUES (?, ?)", arguments: [name, role.description])
        }
    }

    func setPassword(of name: String, hash: String, in transaction: WriteTransaction) throws {
        try change("password_hash = ?", [hash], name, in: transaction)
    }

    func setDisabled(_ name: String, _ isDisabled: Bool, in transaction: WriteTransaction) throws {
        try change("disabled = ?", [isDisabled], name, in: transaction)
    }

    func signedIn(_ name: String, at now: Timestamp, in transaction: WriteTransaction) throws {
        try change("last_sign_in_at = ?", [now.milliseconds], name, in: transaction)
    }

    func remove(_ name: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM user WHERE name = ?", arguments: [name])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchUser(name) }
    }

    func preferences(of name: String) throws -> String {
        try database.read {
            try String.fetchOne($0, sql: "SELECT preferences FROM user WHERE name = ?", arguments: [name])
        } ?? "{}"
    }

    func setPreferences(of name: String, json: String) throws {
        try database.write { try change("preferences = ?", [json], name, in: $0) }
    }

    /// Until when passwords are offered though the settings hide them; nil when they never were.
    func passwordsOfferedUntil() throws -> Timestamp? {
        try database.read { try Int64.fetchOne($0, sql: "SELECT until FROM password_offer").map(Timestamp.init(milliseconds:)) }
    }

    func offerPasswords(until end: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "INSERT OR REPLACE INTO password_offer (one, until) VALUES (1, ?)", arguments: [end.milliseconds])
    }

    private func change(_ assignment: String, _ value: [any DatabaseValueConvertible], _ name: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE user SET \(assignment) WHERE name = ?", arguments: StatementArguments(value) + StatementArguments([name]))
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchUser(name) }
    }

    private static func administrators(_ connection: GRDB.Database) throws -> [String] {
        try String.fetchAll(
            connection, sql: "SELECT user.name FROM user JOIN user_role ON user = name WHERE role = ? AND NOT disabled ORDER BY name",
            arguments: [RoleID.administrator.description])
    }

    private static func account(_ row: Row, _ connection: GRDB.Database) throws -> UserAccount {
        let roles = try String.fetchAll(
            connection, sql: "SELECT role FROM user_role WHERE user = ? ORDER BY role", arguments: [row["name"] as String])
        return UserAccount(
            name: row["name"], roles: roles.compactMap { RoleID($0) }, origin: UserAccount.Origin(rawValue: row["origin"]) ?? .local,
            createdAt: Timestamp(milliseconds: row["created_at"]),
            lastSignInAt: (row["last_sign_in_at"] as Int64?).map(Timestamp.init(milliseconds:)), isDisabled: row["disabled"],
            hasPassword: row["password_hash"] != "")
    }
}
