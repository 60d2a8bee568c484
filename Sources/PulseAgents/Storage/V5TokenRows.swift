import GRDB
import PulseStorage

/// Which API token each module of an agent of v5 came with.
enum V5TokenRows {
    /// By agent and module.
    static func all(_ database: PulseStorage.Database) throws -> [String: [String: String]] {
        try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT * FROM agent_v5_token").reduce(into: [:]) { tokens, row in
                tokens[row["agent"], default: [:]][row["module"]] = row["token"]
            }
        }
    }

    static func save(_ token: String, _ module: String, of agent: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_v5_token (agent, module, token) VALUES (?, ?, ?)
                ON CONFLICT (agent, module) DO UPDATE SET token = excluded.token
                """, arguments: [agent, module, token])
    }
}
