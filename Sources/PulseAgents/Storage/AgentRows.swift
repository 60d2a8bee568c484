import Foundation
import GRDB
import PulseAgentProtocol
import PulseCore
import PulseStorage

/// The agents as rows.
enum AgentRows {
    static func all(_ database: PulseStorage.Database) throws -> [AgentRecord] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM agent ORDER BY id").compactMap(record) }
    }

    /// Inserts, or replaces what is there under this id.
    static func save(_ record: AgentRecord, in transaction: WriteTransaction) throws {
        let (origin, key, token): (String, Data?, String?) =
            switch record.origin {
            case .enrolled(let key): ("enrolled", Data(key), nil)
            case .v5(let token): ("v5", nil, token)
            }
        try transaction.database.execute(
            sql: """
                INSERT INTO agent (id, origin, public_key, token, source, hostname, machine_id, version, platform, architecture, tags, enrolled_at, revoked_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, public_key = excluded.public_key, token = excluded.token,
                hostname = excluded.hostname, machine_id = excluded.machine_id, version = excluded.version, platform = excluded.platform,
                architecture = excluded.architecture, tags = excluded.tags, enrolled_at = excluded.enrolled_at, revoked_at = excluded.revoked_at
                """,
            arguments: [
                record.id, origin, key, token, record.source.description, record.hostname, record.machineID, record.version, record.platform,
                record.architecture, try TextList.text(record.tags), record.enrolledAt.milliseconds, record.revokedAt?.milliseconds,
            ])
    }

    /// Changes what the agent says of itself, and nothing that a person decided meanwhile; what was forgotten does not come back.
    static func update(_ record: AgentRecord, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE agent SET hostname = ?, machine_id = ?, version = ?, platform = ?, architecture = ? WHERE id = ?",
            arguments: [record.hostname, record.machineID, record.version, record.platform, record.architecture, record.id])
    }

    static func remove(_ id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM agent WHERE id = ?", arguments: [id])
    }

    private static func record(_ row: Row) -> AgentRecord? {
        guard let source = SourceSlug(row["source"] as String) else { return nil }
        let origin: AgentRecord.Origin =
            if let token = row["token"] as String? { .v5(tokenID: token) } else { .enrolled(publicKey: Array(row["public_key"] as Data? ?? Data())) }
        return AgentRecord(
            id: row["id"], origin: origin, source: source, hostname: row["hostname"], machineID: row["machine_id"], version: row["version"],
            platform: row["platform"], architecture: row["architecture"], tags: TextList.list(row["tags"]),
            enrolledAt: Timestamp(milliseconds: row["enrolled_at"]), revokedAt: (row["revoked_at"] as Int64?).map(Timestamp.init(milliseconds:)))
    }
}

/// A list of texts in one column, as JSON.
enum TextList {
    static func text(_ list: [String]) throws -> String { String(decoding: try JSONEncoder().encode(list), as: UTF8.self) }

    static func list(_ text: String) -> [String] { (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? [] }
}
