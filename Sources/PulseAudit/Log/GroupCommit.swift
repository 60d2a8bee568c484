import Dispatch
package import PulseCore
import Synchronization

/// Keeps events for callers that wait, all that came while one commit ran in the next: a hundred callers cost a few fsyncs and not a hundred.
///
/// The disk is waited for on a queue of its own, so that it does not hold up the threads that serve requests.
package final class GroupCommit: Sendable {
    private struct Waiting: Sendable {
        let event: AuditEvent
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// Events of one transaction: more would keep the first caller waiting for the last one's event.
    private static let largest = 1024

    private let waiting = Mutex<[Waiting]>([])
    private let queue = DispatchQueue(label: "pulse.audit")
    private let commit: @Sendable ([AuditEvent]) throws -> Void

    package init(commit: @escaping @Sendable ([AuditEvent]) throws -> Void) { self.commit = commit }

    /// Returns when the event is on the disk.
    package func record(_ event: AuditEvent) async throws {
        try await withCheckedThrowingContinuation { continuation in
            waiting.withLock { $0.append(Waiting(event: event, continuation: continuation)) }
            queue.async { self.drain() }
        }
    }

    /// How many events wait.
    var waitingCount: Int { waiting.withLock { $0.count } }

    /// Does something between two commits.
    package func apart<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Every call of `record` asks for one of these; those whose events went with an earlier one find nothing.
    private func drain() {
        let batch = waiting.withLock { waiting in
            let batch = Array(waiting.prefix(Self.largest))
            waiting.removeFirst(batch.count)
            return batch
        }
        guard !batch.isEmpty else { return }
        let result = Result { try commit(batch.map(\.event)) }
        for one in batch { one.continuation.resume(with: result) }
    }
}
