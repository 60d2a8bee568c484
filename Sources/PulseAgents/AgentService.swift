package import PulseAgentProtocol
package import PulseCore
package import PulseStorage
import Synchronization

/// The door of this domain.
package final class AgentService: Sendable {
    package static let migrations = AgentSchema.migrations

    package let enrolment: EnrolmentDesk
    package let directory: AgentDirectory
    package let intake: AgentIntake
    package let v5: V5Desk
    package let profiles: ProfileDesk
    private let queue = SampleQueue()
    private let keeper: AgentKeeper

    /// - Parameter takenSlugs: the names of all sources that are no agents.
    /// - Throws: `StorageError`
    package init(
        database: Database, sealer: Sealer, takenSlugs: @escaping @Sendable () -> Set<SourceSlug>, secrets: AgentSecrets = .cryptographic,
        at now: Timestamp
    ) throws {
        let shelf = try ProfileShelf(database: database, key: try ServerKeyRow.key(database, sealer, secrets))
        let records = try AgentRows.all(database)
        let clusters = try ClusterRows.all(database)
        let register = SlugRegister(Set(records.map(\.source) + clusters.map(\.source)), others: takenSlugs)
        let progress = try ProgressRows.all(database)
        let tokens = try V5TokenRows.all(database)
        let cells = records.map { record in
            var state = AgentState(record, progress[record.id], cluster: clusters.first { $0.agent == record.id }?.source, at: now)
            state.recall.tokens = tokens[record.id] ?? [:]
            return AgentCell(state)
        }
        directory = AgentDirectory(
            cells, database: database, register: register, clusters: ClusterBook(clusters, database: database, slugs: register), shelf: shelf, at: now
        )
        enrolment = EnrolmentDesk(directory: directory, secrets: secrets)
        intake = AgentIntake(directory: directory, queue: queue)
        v5 = V5Desk(directory: directory, intake: intake, secrets: secrets)
        profiles = ProfileDesk(shelf: shelf, directory: directory, secrets: secrets)
        keeper = AgentKeeper(directory: directory, at: now)
    }

    /// What agents said since the last time, and which fell silent; called once a second.
    package func drain(at now: Timestamp) -> AgentHarvest {
        let (cells, shared, removed) = directory.book.withLock { book in
            defer { book.removedSources = [] }
            return (Array(book.cells.values), book.shared, book.removedSources)
        }
        var harvest = AgentHarvest()
        harvest.removedSources = removed
        for cell in cells {
            harvest.observations += cell.state.withLock { state in
                state.pass(to: now)
                return state.takeObservations(isMachineShared: shared.contains(cell.id))
            }
        }
        harvest.samples = queue.takeAll()
        return harvest
    }

    /// Writes down how far each agent has come, when that is due.
    package func keep(at now: Timestamp) throws { try keeper.keep(at: now) }

    /// The same at once, at the end of a server.
    package func keepAll(at now: Timestamp) throws { try keeper.keepAll(at: now) }

    /// Signs a newer agent, for agents that may replace themselves.
    package func signed(version: String, sha256: String, size: Int) throws -> AgentUpdate {
        var update = AgentUpdate(version: version, sha256: sha256, size: size, signature: "")
        update.signature = try directory.shelf.signature(of: update.signedBytes)
        return update
    }
}

extension AgentState {
    /// An agent that was known before the start of the server.
    fileprivate init(_ record: AgentRecord, _ progress: ProgressRows.Progress?, cluster: SourceSlug?, at now: Timestamp) {
        let liveness = AgentLiveness(startedAt: now, lastSeenAt: progress?.seenAt, interval: progress?.interval)
        self.init(record, liveness: liveness, runs: RunLedger(progress?.runs ?? []), cluster: cluster, lastHost: progress?.host)
        notice = record.revokedAt == nil ? .introduced : .revoked
        kept = KeptRows(record: record, runs: runs, seenAt: progress?.seenAt, host: progress?.host, hostAt: nil)
    }

    fileprivate mutating func pass(to now: Timestamp) {
        guard record.revokedAt == nil, liveness.pass(to: now) == .fellSilent, pending == nil else { return }
        notice = .silent
    }
}
