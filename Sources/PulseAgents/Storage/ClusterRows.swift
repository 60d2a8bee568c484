import GRDB
import PulseCore
import PulseStorage

/// The Kubernetes clusters that agents told of, with the name that each was given once.
enum ClusterRows {
    struct Cluster: Equatable, Sendable {
        let uid: String
        let source: SourceSlug
        let name: String
        /// That spoke for it last.
        var agent: String
    }

    static func all(_ database: PulseStorage.Database) throws -> [Cluster] {
        try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT * FROM agent_cluster ORDER BY uid").compactMap { row in
                SourceSlug(row["source"] as String).map { Cluster(uid: row["uid"], source: $0, name: row["name"], agent: row["agent"]) }
            }
        }
    }

    static func save(_ cluster: Cluster, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO agent_cluster (uid, source, name, agent) VALUES (?, ?, ?, ?)
                ON CONFLICT (uid) DO UPDATE SET agent = excluded.agent
                """, arguments: [cluster.uid, cluster.source.description, cluster.name, cluster.agent])
    }
}
