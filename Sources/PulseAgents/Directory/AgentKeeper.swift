import PulseAgentProtocol
import PulseCore
import PulseStorage
import Synchronization

/// Writes down how far each agent has come: all together, seldom, and only what differs. What is lost in between at a crash comes again with the
/// same times, which history counts once.
final class AgentKeeper: Sendable {
    static let interval = Duration.seconds(30)
    /// A host's facts change with every report; their last state is for the day when it does not come back.
    static let hostInterval = Duration.seconds(600)
    /// Hosts that are written at once, so that a thousand do not stop the tick.
    static let mostHosts = 50

    /// What is to be written of one agent.
    private struct Unkept {
        let cell: AgentCell
        var record: AgentRecord?
        var runs: RunLedger?
        var seen: (at: Timestamp, interval: Duration)?
        var host: ReportedObject?
    }

    private let directory: AgentDirectory
    private let lastAt: Mutex<Timestamp>

    init(directory: AgentDirectory, at now: Timestamp) {
        self.directory = directory
        lastAt = Mutex(now)
    }

    /// Writes when it is time.
    func keep(at now: Timestamp) throws {
        let isDue = lastAt.withLock { lastAt in
            guard now.since(lastAt) >= Self.interval else { return false }
            lastAt = now
            return true
        }
        if isDue { try keepAll(at: now, hosts: Self.mostHosts) }
    }

    /// - Throws: when the disk does not take it; then it is tried again the next time.
    func keepAll(at now: Timestamp, hosts: Int = .max) throws {
        directory.refreshShared()
        var room = hosts
        let unkept = directory.cells().compactMap { Self.unkept($0, &room, at: now) }
        guard !unkept.isEmpty else { return }
        try directory.database.write { transaction in
            for agent in unkept { try Self.save(agent, in: transaction) }
        }
        for agent in unkept { Self.note(agent, at: now) }
    }

    private static func unkept(_ cell: AgentCell, _ room: inout Int, at now: Timestamp) -> Unkept? {
        cell.state.withLock { state in
            var unkept = Unkept(cell: cell)
            if state.kept.record != state.record { unkept.record = state.record }
            if state.kept.runs != state.runs { unkept.runs = state.runs }
            if state.liveness.hasReported, let seenAt = state.liveness.lastSeenAt, state.kept.seenAt != seenAt {
                unkept.seen = (seenAt, state.liveness.interval)
            }
            if room > 0, state.kept.hostAt.map({ now.since($0) >= hostInterval }) ?? true,
                let host = state.estate.objects[ObjectKey(.host)], host != state.kept.host
            {
                unkept.host = host
                room -= 1
            }
            let isNothing = unkept.record == nil && unkept.runs == nil && unkept.seen == nil && unkept.host == nil
            return isNothing ? nil : unkept
        }
    }

    private static func save(_ unkept: Unkept, in transaction: WriteTransaction) throws {
        let id = unkept.cell.id
        if let record = unkept.record { try AgentRows.update(record, in: transaction) }
        if let runs = unkept.runs { try ProgressRows.save(runs.runs, of: id, in: transaction) }
        if let seen = unkept.seen { try ProgressRows.save(seenAt: seen.at, interval: seen.interval, of: id, in: transaction) }
        if let host = unkept.host { try ProgressRows.save(host, of: id, in: transaction) }
    }

    private static func note(_ unkept: Unkept, at now: Timestamp) {
        unkept.cell.state.withLock { state in
            if let record = unkept.record { state.kept.record = record }
            if let runs = unkept.runs { state.kept.runs = runs }
            if let seen = unkept.seen { state.kept.seenAt = seen.at }
            if let host = unkept.host { (state.kept.host, state.kept.hostAt) = (host, now) }
        }
    }
}
