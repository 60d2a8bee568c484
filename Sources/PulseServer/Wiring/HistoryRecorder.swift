import Logging
import PulseCore
import PulseHistory
import ServiceLifecycle
import Synchronization

/// Keeps what every tick saw, and the store in order. A disk that takes nothing stops neither: it is said once, and when it is over.
final class HistoryRecorder: Service {
    static let maintenanceInterval = Duration.seconds(1)

    let store: HistoryStore
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    /// Writing and keeping in order fail and recover each for itself: one that works must not hide that the other does not.
    private let isWritingFailing = Mutex(false)
    private let isOrderFailing = Mutex(false)

    init(store: HistoryStore, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
        self.store = store
        self.now = now
        self.logger = logger
    }

    func record(_ observations: [Observation], in fleet: Fleet, at now: Timestamp) {
        guard !observations.isEmpty else { return }
        attempt(isWritingFailing, "History cannot be written; collection goes on, and what was measured waits", again: "History is written again") {
            try store.append(SampleCollector.samples(of: observations, in: fleet), at: now)
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.attempt(self.isOrderFailing, "History cannot be kept in order", again: "History is kept in order again") {
                    _ = try self.store.maintain(at: self.now())
                }
                do { try await Task.sleep(for: Self.maintenanceInterval) } catch is CancellationError { return }
            }
        }
    }

    private func attempt(_ isFailing: borrowing Mutex<Bool>, _ sentence: String, again: String, _ body: () throws -> Void) {
        do {
            try body()
            guard change(isFailing, to: false) else { return }
            logger.notice("\(again)")
        } catch {
            guard change(isFailing, to: true) else { return }
            logger.error("\(sentence)", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: whether it was otherwise before.
    private func change(_ isFailing: borrowing Mutex<Bool>, to failing: Bool) -> Bool {
        isFailing.withLock { state in
            defer { state = failing }
            return state != failing
        }
    }
}
