import Foundation
import GRDB
import PulseAgentProtocol
import PulseCore
import PulseStorage

/// How far each agent has come: which reports were counted, when it was seen, what its host looked like. Written seldom and together.
enum ProgressRows {
    struct Progress: Sendable {
        var runs: [RunLedger.Run] = []
        var seenAt: Timestamp?
        var interval: Duration?
        var host: ReportedObject?
    }

    static func all(_ database: PulseStorage.Database) throws -> [String: Progress] {
        try database.read { connection in
            var progress: [String: Progress] = [:]
            for row in try Row.fetchAll(connection, sql: "SELECT * FROM agent_run ORDER BY agent, position") {
                let run = RunLedger.Run(name: row["run"], through: UInt64(bitPattern: row["through"] as Int64))
                progress[row["agent"], default: Progress()].runs.append(run)
            }
            for row in try Row.fetchAll(connection, sql: "SELECT * FROM agent_presence") {
                progress[row["agent"], default: Progress()].seenAt = Timestamp(milliseconds: row["seen_at"])
                progress[row["agent"], default: Progress()].interval = .seconds(row["interval_seconds"] as Int64)
            }
            for row in try Row.fetchAll(connection, sql: "SELECT * FROM agent_host") {
                // What a later version wrote and this one cannot read is reported anew soon.
                progress[row["agent"], default: Progress()].host = try? JSONDecoder().decode(
                    ReportedObject.self, from: Data((row["object"] as String).utf8))
            }
            return progress
        }
    }

    static func save(_ runs: [RunLedger.Run], of agent: String, in transaction: WriteTransaction) throws {
        guard try exists(agent, transaction) else { return }
        try transaction.database.execute(sql: "DELETE FROM agent_run WHERE agent = ?", arguments: [agent])
        for (position, run) in runs.enumerated() {
            try transaction.database.execute(
                sql: "INSERT INTO agent_run (agent, run, through, position) VALUES (?, ?, ?, ?)",
                arguments: [agent, run.name, Int64(bitPattern: run.through), position])
        }
    }

    static func save(seenAt: Timestamp, interval: Duration, of agent: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_presence (agent, seen_at, interval_seconds) SELECT id, ?2, ?3 FROM agent WHERE id = ?1
                ON CONFLICT (agent) DO UPDATE SET seen_at = excluded.seen_at, interval_seconds = excluded.interval_seconds
                """, arguments: [agent, seenAt.milliseconds, interval.components.seconds])
    }

    static func save(_ host: ReportedObject, of agent: String, in transaction: WriteTransaction) throws {
        let text = String(decoding: try JSONEncoder().encode(host), as: UTF8.self)
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_host (agent, object) SELECT id, ?2 FROM agent WHERE id = ?1
                ON CONFLICT (agent) DO UPDATE SET object = excluded.object
                """, arguments: [agent, text])
    }

    /// An agent may have been forgotten since its state was looked at.
    private static func exists(_ agent: String, _ transaction: WriteTransaction) throws -> Bool {
        try Bool.fetchOne(transaction.database, sql: "SELECT EXISTS (SELECT 1 FROM agent WHERE id = ?)", arguments: [agent]) ?? false
    }
}
