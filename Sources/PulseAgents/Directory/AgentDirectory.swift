import PulseAgentProtocol
package import PulseCore
import PulseStorage
import Synchronization

/// Who the agents are, and how each does.
package final class AgentDirectory: Sendable {
    struct Book: Sendable {
        var cells: [String: AgentCell]
        /// The agents with a machine id that another one has too.
        var shared: Set<String> = []
        /// Sources of agents that were forgotten since the last tick.
        var removedSources: [SourceSlug] = []
    }

    /// Agents that are kept at once.
    static let most = 5000

    let book: Mutex<Book>
    let database: Database
    let register: SlugRegister
    let clusters: ClusterBook
    let shelf: ProfileShelf
    let startedAt: Timestamp

    init(_ cells: [AgentCell], database: Database, register: SlugRegister, clusters: ClusterBook, shelf: ProfileShelf, at now: Timestamp) {
        book = Mutex(Book(cells: Dictionary(cells.map { ($0.id, $0) }) { $1 }))
        (self.database, self.register, self.clusters, self.shelf) = (database, register, clusters, shelf)
        startedAt = now
        refreshShared()
    }

    /// The sources of agents and clusters: other sources have to be named otherwise.
    package var slugs: Set<SourceSlug> { register.all }

    /// In the order of their ids.
    package func all(at now: Timestamp) throws -> [AgentEntry] {
        let (cells, shared) = book.withLock { ($0.cells.values.sorted { $0.id < $1.id }, $0.shared) }
        return try cells.map { try entry($0, isShared: shared.contains($0.id), at: now) }
    }

    package func find(_ id: String, at now: Timestamp) throws -> AgentEntry {
        let isShared = book.withLock { $0.shared.contains(id) }
        return try entry(try cell(id), isShared: isShared, at: now)
    }

    /// From now on its reports are refused. Its things stay, as old ones.
    package func revoke(_ id: String, at now: Timestamp) throws -> AgentRecord {
        let record = try cell(id).state.withLock { state in
            var record = state.record
            record.revokedAt = record.revokedAt ?? now
            try database.write { try AgentRows.save(record, in: $0) }
            (state.record, state.kept.record, state.pending, state.notice) = (record, record, nil, .revoked)
            return record
        }
        clusters.release(id)
        refreshShared()
        return record
    }

    /// Removes it with everything that was kept of it; its sources are gone with the next tick.
    package func forget(_ id: String) throws -> (record: AgentRecord, sources: [SourceSlug]) {
        let gone = try book.withLock { book in
            guard let cell = book.cells[id] else { throw AgentRefusal.noSuchAgent(id) }
            let record = cell.state.withLock { $0.record }
            try database.write { try AgentRows.remove(id, in: $0) }
            book.cells[id] = nil
            register.takeBack(record.source)
            let sources = [record.source] + clusters.forget(id)
            book.removedSources += sources
            return (record, sources)
        }
        shelf.forget(id)
        refreshShared()
        return gone
    }

    /// Exchanges the tags that the server gives; those of the agent itself stay.
    package func setTags(_ tags: [String], of id: String, at now: Timestamp) throws -> AgentEntry {
        if let fault = AgentTags.fault(of: tags) { throw AgentRefusal.requestInvalid(fault) }
        try cell(id).state.withLock { state in
            var record = state.record
            record.tags = AgentTags.union(tags)
            try database.write { try AgentRows.save(record, in: $0) }
            (state.record, state.kept.record) = (record, record)
        }
        return try find(id, at: now)
    }
}

extension AgentDirectory {
    /// Has the agent ask registries for its images now. It hears of it with its next report, of the next ten minutes.
    ///
    /// - Returns: its interval.
    /// - Throws: ``AgentRefusal``
    package func checkImages(of source: SourceSlug, at now: Timestamp) throws -> Duration {
        guard let cell = cells().first(where: { $0.state.withLock { $0.record.source == source } }) else {
            throw AgentRefusal.noSuchAgent(source.description)
        }
        return try cell.state.withLock { state in
            guard case .enrolled = state.record.origin else {
                throw AgentRefusal.cannotCheckImages(source, "is one of Pulse 5, which takes no such wish")
            }
            guard state.record.revokedAt == nil, state.liveness.mayReport(at: now) else {
                throw AgentRefusal.cannotCheckImages(source, "does not report at the moment")
            }
            state.imageCheck = now
            return state.liveness.interval
        }
    }

    func cell(_ id: String) throws -> AgentCell {
        guard let cell = book.withLock({ $0.cells[id] }) else { throw AgentRefusal.noSuchAgent(id) }
        return cell
    }

    func cells() -> [AgentCell] { book.withLock { Array($0.cells.values) } }

    func subjects() -> [ProfileSubject] { cells().map { cell in cell.state.withLock { $0.subject } } }

    /// Machine ids come with reports, so this is looked at now and then.
    func refreshShared() {
        let records = cells().map { cell in cell.state.withLock { $0.record } }
        let shared = MachineID.shared(records)
        book.withLock { $0.shared = shared }
    }

    private func entry(_ cell: AgentCell, isShared: Bool, at now: Timestamp) throws -> AgentEntry {
        let clusters = clusters.sources(of: cell.id)
        return try cell.state.withLock { state in
            state.offer = try shelf.offer(to: state.subject, after: state.offer)
            let status = state.estate.status
            return AgentEntry(
                record: state.record, condition: .init(state.record, state.liveness, at: now), lastSeenAt: state.liveness.lastSeenAt,
                interval: state.liveness.interval,
                modules: status?.modules ?? [], profile: ProfileState(state.offer, status), clockOffset: state.clock.offset,
                lostReports: status?.lostReports ?? 0,
                isMachineShared: isShared, clusters: clusters)
        }
    }
}

extension AgentState {
    var subject: ProfileSubject {
        ProfileSubject(
            agentID: record.id, tags: AgentTags.union(record.tags, ownTags), platform: record.platform,
            modules: (estate.status?.modules ?? []).map(\.name))
    }
}

extension ProfileState {
    fileprivate init?(_ offer: ProfileShelf.Offer?, _ status: AgentStatus?) {
        guard let offer, offer.signed != nil else { return nil }
        self.init(
            id: offer.profileID, name: offer.name, serial: offer.serial, appliedSerial: status?.profileSerial,
            refused: status?.refusedSettings ?? [])
    }
}

extension AgentEntry.Condition {
    fileprivate init(_ record: AgentRecord, _ liveness: AgentLiveness, at now: Timestamp) {
        if record.revokedAt != nil {
            self = .revoked
        } else if liveness.lastSeenAt == nil {
            self = .never
        } else {
            self = liveness.mayReport(at: now) ? .reporting : .overdue
        }
    }
}
