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
    private let isFailing = Mutex(false)

    init(store: HistoryStore, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
        self.store = store
        self.now = now
        self.logger = logger
    }

    func record(_ observations: [Observation], in fleet: Fleet, at now: Timestamp) {
        guard !observations.isEmpty else { return }
        attempt("History cannot be written; collection goes on, and what was measured waits") {
            try store.append(SampleCollector.samples(of: observations, in: fleet), at: now)
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.attempt("History cannot be kept in order") { _ = try self.store.maintain(at: self.now()) }
                do { try await Task.sleep(for: Self.maintenanceInterval) } catch is CancellationError { return }
            }
        }
    }

    private func attempt(_ sentence: StaticString, _ body: () throws -> Void) {
        do {
            try body()
            guard
                isFailing.withLock({ failing in
                    defer { failing = false }; return failing
                })
            else { return }
            logger.notice("History is written again")
        } catch {
            guard
                isFailing.withLock({ failing in
                    defer { failing = true }; return !failing
                })
            else { return }
            logger.error("\(sentence)", metadata: ["error": "\(error)"])
        }
    }
}
