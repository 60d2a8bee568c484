import Logging
import PulseCore
import PulseHistory
import ServiceLifecycle

/// Keeps what every tick saw, and the store in order. A disk or an engine that takes nothing stops neither: it is said once, and when it is over.
final class HistoryRecorder: Service {
    static let maintenanceInterval = Duration.seconds(1)

    let places: HistoryPlaces
    private let now: @Sendable () -> Timestamp
    /// Each place fails and recovers for itself: one that works must not hide that another does not.
    private let writing: [(writer: any HistoryWriter, trouble: Trouble)]
    private let order: Trouble
    private let delivery: Trouble

    init(places: HistoryPlaces, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
        self.places = places
        self.now = now
        writing = places.writers.map { writer in
            let trouble = Trouble(
                "History cannot be written; collection goes on, and what was measured waits", again: "History is written again", logger: logger)
            return (writer, trouble)
        }
        order = Trouble("History cannot be kept in order", again: "History is kept in order again", logger: logger)
        delivery = Trouble(
            "The engine of metrics takes nothing; what was measured waits on this disk", again: "The engine of metrics takes samples again",
            logger: logger)
    }

    func record(_ observations: [Observation], in fleet: Fleet, at now: Timestamp) {
        guard !observations.isEmpty else { return }
        append(SampleCollector.samples(of: observations, in: fleet), at: now)
    }

    /// Samples with times of their own.
    func append(_ samples: [Sample], at now: Timestamp) {
        guard !samples.isEmpty else { return }
        for (writer, trouble) in writing { trouble.attempt { try writer.append(samples, at: now) } }
    }

    func run() async throws {
        let now = now
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                if let engine = self.places.engine { group.addTask { await engine.run(now: now) } }
                group.addTask { await self.keepInOrder() }
            }
        }
    }

    private func keepInOrder() async {
        while !Task.isCancelled {
            if let local = places.local { order.attempt { _ = try local.maintain(at: now()) } }
            if let engine = places.engine { delivery.note(engine.health.trouble?.reason) }
            do { try await Task.sleep(for: Self.maintenanceInterval) } catch { return }
        }
    }
}
