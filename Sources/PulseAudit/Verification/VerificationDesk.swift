import Dispatch
package import PulseCore
import PulseStorage
import Synchronization

/// One verification at a time of a running server's log, that can be watched and stopped.
package final class VerificationDesk: Sendable {
    package enum Phase: String, Sendable {
        case none, running, done, cancelled, failed
    }

    package struct Progress: Sendable {
        package var phase = Phase.none
        package var checked: Int64 = 0
        package var total: Int64 = 0
        package var startedAt: Timestamp?
        package var finishedAt: Timestamp?
        package var report: VerificationReport?
        /// Why it could not be done.
        package var failure: String?
        fileprivate var isUnwanted = false
    }

    private let verification: @Sendable () throws -> LogVerification
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(Progress())
    /// Beside everything else: it keeps a core busy for seconds.
    private let queue = DispatchQueue(label: "pulse.audit.verification", qos: .utility)

    /// - Parameter verification: what is to be verified now, with what.
    package init(now: @escaping @Sendable () -> Timestamp, verification: @escaping @Sendable () throws -> LogVerification) {
        (self.now, self.verification) = (now, verification)
    }

    package var progress: Progress { state.withLock { $0 } }

    /// - Returns: false when one runs already.
    package func start() -> Bool {
        let isFree = state.withLock { state in
            guard state.phase != .running else { return false }
            state = Progress()
            (state.phase, state.startedAt) = (.running, now())
            return true
        }
        if isFree { queue.async { self.run() } }
        return isFree
    }

    package func cancel() { state.withLock { $0.isUnwanted = true } }

    private func run() {
        let result = Result {
            try verification().run { checked, total in
                state.withLock { state in
                    (state.checked, state.total) = (checked, total)
                    return !state.isUnwanted
                }
            }
        }
        state.withLock { state in
            state.finishedAt = now()
            switch result {
            case .success(let report):
                state.phase = report.isCancelled ? .cancelled : .done
                state.report = report
            case .failure(let error):
                state.phase = .failed
                state.failure = (error as? StorageError)?.sentence ?? "\(error)"
            }
        }
    }
}
