import Foundation
import GRDB
import PulseAgentProtocol
import PulseCore
import PulseStorage

/// Profiles, their versions, who has which, and the serials, as rows.
enum ProfileRows {
    static func all(_ database: PulseStorage.Database) throws -> ProfileBook {
        try database.read { connection in
            var book = ProfileBook()
            for profile in try profiles(connection) { book.profiles[profile.id] = profile }
            for row in try Row.fetchAll(connection, sql: "SELECT * FROM agent_profile_assignment") {
                book.assignments[row["agent"]] = ProfileAssignment(
                    agentID: row["agent"], profileID: row["profile"], at: Timestamp(milliseconds: row["at"]))
            }
            book.rules = try rules(connection)
            for row in try Row.fetchAll(connection, sql: "SELECT * FROM agent_profile_serial") {
                book.serials[row["agent"]] = ProfileBook.Serial(serial: row["serial"], payload: row["payload"])
            }
            return book
        }
    }

    static func profiles(_ connection: GRDB.Database) throws -> [Profile] {
        try Row.fetchAll(connection, sql: "SELECT * FROM agent_profile ORDER BY id").map(profile)
    }

    /// In their order.
    static func rules(_ connection: GRDB.Database) throws -> [ProfileRule] {
        try Row.fetchAll(connection, sql: "SELECT * FROM agent_profile_rule ORDER BY position").map {
            ProfileRule(tag: $0["tag"], platform: $0["platform"], module: $0["module"], profileID: $0["profile"])
        }
    }

    /// Until it gets another name in the same transaction.
    static func freeName(of id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "UPDATE agent_profile SET folded_name = ' ' || id WHERE id = ?", arguments: [id])
    }

    /// Inserts or replaces a profile; a new version is kept beside the earlier ones.
    static func save(_ profile: Profile, by author: String?, in transaction: WriteTransaction) throws {
        let settings = String(decoding: ProfileSettings.json(profile.settings), as: UTF8.self)
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_profile (id, name, folded_name, description, settings, version, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded_name = excluded.folded_name, description = excluded.description,
                settings = excluded.settings, version = excluded.version, updated_at = excluded.updated_at
                """,
            arguments: [
                profile.id, profile.name, ProfileBook.folded(profile.name), profile.description, settings, profile.version,
                profile.createdAt.milliseconds, profile.updatedAt.milliseconds,
            ])
        guard let author else { return }
        try transaction.database.execute(
            sql: "INSERT INTO agent_profile_version (profile, version, settings, author, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [profile.id, profile.version, settings, author, profile.updatedAt.milliseconds])
        try transaction.database.execute(
            sql: "DELETE FROM agent_profile_version WHERE profile = ? AND version <= ?", arguments: [profile.id, profile.version - mostVersions])
    }

    private static let mostVersions = 200

    /// Newest first.
    static func versions(of id: String, _ database: PulseStorage.Database) throws -> [ProfileVersion] {
        let rows = try database.read {
            try Row.fetchAll($0, sql: "SELECT * FROM agent_profile_version WHERE profile = ? ORDER BY version", arguments: [id])
        }
        var before = AgentSettings()
        let versions = rows.map { row in
            let settings = settings(row["settings"])
            defer { before = settings }
            return ProfileVersion(
                version: row["version"], settings: settings, at: Timestamp(milliseconds: row["at"]), author: row["author"],
                changes: ProfileSettings.changes(from: before, to: settings))
        }
        return versions.reversed()
    }

    static func remove(_ id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM agent_profile WHERE id = ?", arguments: [id])
    }

    static func save(_ assignment: ProfileAssignment, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_profile_assignment (agent, profile, at) VALUES (?, ?, ?)
                ON CONFLICT (agent) DO UPDATE SET profile = excluded.profile, at = excluded.at
                """, arguments: [assignment.agentID, assignment.profileID, assignment.at.milliseconds])
    }

    static func removeAssignment(of agent: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM agent_profile_assignment WHERE agent = ?", arguments: [agent])
    }

    static func replace(_ rules: [ProfileRule], in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM agent_profile_rule")
        for (position, rule) in rules.enumerated() {
            try transaction.database.execute(
                sql: "INSERT INTO agent_profile_rule (position, tag, platform, module, profile) VALUES (?, ?, ?, ?, ?)",
                arguments: [position, rule.tag, rule.platform, rule.module, rule.profileID])
        }
    }

    static func save(_ serial: ProfileBook.Serial, of agent: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_profile_serial (agent, serial, payload) VALUES (?, ?, ?)
                ON CONFLICT (agent) DO UPDATE SET serial = excluded.serial, payload = excluded.payload
                """, arguments: [agent, serial.serial, serial.payload])
    }

    private static func profile(_ row: Row) -> Profile {
        Profile(
            id: row["id"], name: row["name"], description: row["description"], settings: settings(row["settings"]), version: row["version"],
            createdAt: Timestamp(milliseconds: row["created_at"]), updatedAt: Timestamp(milliseconds: row["updated_at"]))
    }

    private static func settings(_ text: String) -> AgentSettings {
        (try? JSONDecoder().decode(AgentSettings.self, from: Data(text.utf8))) ?? AgentSettings()
    }
}
