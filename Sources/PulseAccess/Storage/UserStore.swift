import GRDB
import PulseCore
import PulseStorage

/// Users and what belongs to them.
struct UserStore: Sendable {
    let database: PulseStorage.Database

    func hasAny() throws -> Bool {
        try database.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM user)") ?? false }
    }

    func names() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT name FROM user ORDER BY name") }
    }

    func find(_ name: String) throws -> (name: String, passwordHash: String)? {
        try database.read { connection in
            try Row.fetchOne(connection, sql: "SELECT name, password_hash FROM user WHERE name = ?", arguments: [name])
                .map { ($0["name"], $0["password_hash"]) }
        }
    }

    func insert(_ name: UserName, passwordHash: String, at now: Timestamp, in transaction: WriteTransaction) throws {
        let taken = try Bool.fetchOne(
            transaction.database, sql: "SELECT EXISTS (SELECT 1 FROM user WHERE name = ?)", arguments: [name.description])
        guard taken != true else { throw AccessError.userExists(name.description) }
        try transaction.database.execute(
            sql: "INSERT INTO user (name, password_hash, created_at) VALUES (?, ?, ?)",
            arguments: [name.description, passwordHash, now.milliseconds])
    }

    func setPassword(of name: String, hash: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "UPDATE user SET password_hash = ? WHERE name = ?", arguments: [hash, name])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchUser(name) }
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
        try database.write {
            try $0.database.execute(sql: "UPDATE user SET preferences = ? WHERE name = ?", arguments: [json, name])
        }
    }
}
