package import PulseCore
import PulseStorage
import Synchronization

/// The audit trail of a running server: an ``AuditLog`` that is opened when it can be, and tried again when it could not be written.
///
/// A log that is damaged, newer or on a full disk keeps nobody from monitoring: whoever records is told, and refuses what had to be recorded.
package final class AuditService: AuditTrail {
    /// How soon a log that could not be opened is tried again.
    package static let retryInterval = Duration.seconds(5)

    private struct State {
        var log: AuditLog?
        /// Why nothing can be recorded; nil while it can.
        var problem: String?
        var triedAt: Timestamp?
        var isClosed = false
    }

    private let open: @Sendable () throws -> AuditLog
    private let now: @Sendable () -> Timestamp
    private let told: @Sendable (String?) -> Void
    private let state = Mutex(State())
    private let commits: GroupCommit

    /// - Parameters:
    ///   - open: opens the log with everything that follows it.
    ///   - told: is called when recording begins to fail, with the reason, and when it works again.
    package init(
        now: @escaping @Sendable () -> Timestamp, told: @escaping @Sendable (String?) -> Void = { _ in },
        open: @escaping @Sendable () throws -> AuditLog
    ) {
        (self.now, self.told, self.open) = (now, told, open)
        let weakly = WeakService()
        commits = GroupCommit { events in
            guard let service = weakly.service else { throw AuditUnavailable(reason: "Pulse is stopping.") }
            try service.commit(events)
        }
        weakly.service = self
        _ = try? log()
    }

    package func record(_ event: AuditEvent) async throws { try await commits.record(event) }

    /// The open log.
    package func log() throws(AuditUnavailable) -> AuditLog {
        let answer: Result<AuditLog, AuditUnavailable> = state.withLock { state in
            if let log = state.log { return .success(log) }
            guard !state.isClosed else { return .failure(AuditUnavailable(reason: "Pulse is stopping.")) }
            if let tried = state.triedAt, now().since(tried) < Self.retryInterval, let problem = state.problem {
                return .failure(AuditUnavailable(reason: problem))
            }
            state.triedAt = now()
            do {
                let log = try begin(try open())
                state.log = log
                tell(nil, &state)
                return .success(log)
            } catch {
                return .failure(AuditUnavailable(reason: tell(Self.sentence(error), &state) ?? ""))
            }
        }
        return try answer.get()
    }

    /// Why nothing can be recorded now; nil when it can.
    package var problem: String? { state.withLock { $0.problem } }

    /// Does something with the log between two commits, off the threads that serve requests.
    package func withLog<Value: Sendable>(_ body: @escaping @Sendable (AuditLog) throws -> Value) async throws -> Value {
        try await commits.apart { try self.attempt(body) }
    }

    /// Looks whether a log that could not be written can be written again.
    package func check() async {
        guard problem != nil else { return }
        try? await withLog { log in
            guard log.isWritable() else { throw StorageError.notWritable(path: AuditSchema.fileName, reason: "it still cannot be written") }
        }
    }

    /// Nothing is recorded after that.
    package func close() async throws {
        try await commits.apart {
            let log = self.state.withLock { state in
                state.isClosed = true
                defer { state.log = nil }
                return state.log
            }
            try log?.close()
        }
    }

    private func commit(_ events: [AuditEvent]) throws { _ = try attempt { try $0.append(events) } }

    private func attempt<Value>(_ body: (AuditLog) throws -> Value) throws -> Value {
        let log = try log()
        do {
            let value = try body(log)
            state.withLock { _ = tell(nil, &$0) }
            return value
        } catch let error as AuditUnavailable { throw error } catch {
            let reason = Self.sentence(error)
            state.withLock { _ = tell(reason, &$0) }
            throw AuditUnavailable(reason: reason)
        }
    }

    /// The first event under another key than before says so, before anything else is recorded under it.
    private func begin(_ log: AuditLog) throws -> AuditLog {
        let last = try log.newestKeyID()
        let change = KeyChange.event(from: last, to: log.keys.current, isKnown: last.map { log.keys[$0] != nil } ?? true, at: now())
        if let change {
            try log.makeCheckpoint(.key, at: now())
            try log.append([change])
        }
        return log
    }

    @discardableResult
    private func tell(_ problem: String?, _ state: inout State) -> String? {
        if (state.problem == nil) != (problem == nil) || state.triedAt == nil { told(problem) }
        state.problem = problem
        return problem
    }

    private static func sentence(_ error: any Error) -> String {
        if let error = error as? StorageError { return "\(error.sentence) \(error.nextStep)" }
        return "The log refused it: \(error). 'pulse audit verify' says what is wrong with it."
    }
}

/// Lets the commits of a service find it, which is made after them.
private final class WeakService: Sendable {
    private struct Held { weak var service: AuditService? }
    private let held = Mutex(Held())

    var service: AuditService? {
        get { held.withLock { $0.service } }
        set { held.withLock { $0.service = newValue } }
    }
}
