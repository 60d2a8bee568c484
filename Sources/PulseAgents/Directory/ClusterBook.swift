import PulseCore
import PulseStorage
import Synchronization

/// Which cluster has which name, and which agent speaks for it.
final class ClusterBook: Sendable {
    enum Standing: Equatable {
        case speaks(SourceSlug)
        /// Another agent does.
        case spokenFor(by: String)
    }

    private struct State {
        var clusters: [String: ClusterRows.Cluster]
        var claims = ClusterClaims()
    }

    private let state: Mutex<State>
    private let database: Database
    private let slugs: SlugRegister

    init(_ clusters: [ClusterRows.Cluster], database: Database, slugs: SlugRegister) {
        state = Mutex(State(clusters: Dictionary(clusters.map { ($0.uid, $0) }) { $1 }))
        self.database = database
        self.slugs = slugs
    }

    /// - Parameter limit: how long the agent may be silent before another may speak.
    /// - Throws: when a new cluster, or its new speaker, could not be kept.
    func standing(of uid: String, name: String, asking agent: String, limit: Duration, at now: Timestamp) throws -> Standing {
        try state.withLock { state in
            let holder = state.claims.holder(of: uid, asking: agent, limit: limit, at: now)
            guard holder == agent else { return .spokenFor(by: holder) }
            if let known = state.clusters[uid], known.agent == agent { return .speaks(known.source) }
            let cluster = state.clusters[uid].map { ClusterRows.Cluster(uid: uid, source: $0.source, name: $0.name, agent: agent) }
            return .speaks(try keep(cluster ?? .init(uid: uid, source: slugs.give(name), name: name, agent: agent), in: &state))
        }
    }

    private func keep(_ cluster: ClusterRows.Cluster, in state: inout State) throws -> SourceSlug {
        let isNew = state.clusters[cluster.uid] == nil
        do { try database.write { try ClusterRows.save(cluster, in: $0) } } catch {
            if isNew { slugs.takeBack(cluster.source) }
            throw error
        }
        state.clusters[cluster.uid] = cluster
        return cluster.source
    }

    func sources(of agent: String) -> [SourceSlug] {
        state.withLock { $0.clusters.values.filter { $0.agent == agent }.map(\.source).sorted() }
    }

    /// The agent speaks no more; another may at once.
    func release(_ agent: String) { state.withLock { $0.claims.release(agent: agent) } }

    /// - Returns: the sources that are gone with the agent.
    func forget(_ agent: String) -> [SourceSlug] {
        state.withLock { state in
            let gone = state.clusters.values.filter { $0.agent == agent }
            for cluster in gone {
                state.clusters[cluster.uid] = nil
                slugs.takeBack(cluster.source)
            }
            state.claims.release(agent: agent)
            return gone.map(\.source).sorted()
        }
    }
}
