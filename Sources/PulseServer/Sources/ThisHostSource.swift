import PulseCore
import PulseHostProbe

/// The machine Pulse runs on, read from its own files.
struct ThisHostSource: RunningSource {
    static let interval = Duration.seconds(10)
    /// Rates need two readings. The second follows soon, so that the first page somebody opens has them.
    private static let firstInterval = Duration.milliseconds(1500)
    private static let deadline = Duration.seconds(5)

    let slug: SourceSlug
    let name: String
    let now: @Sendable () -> Timestamp

    init?(hostname: String, now: @escaping @Sendable () -> Timestamp) {
        guard let slug = SourceSlug("this-host") else { return nil }
        self.slug = slug
        name = hostname
        self.now = now
    }

    func run(emit: @escaping @Sendable (Observation) async -> Void) async {
        let watch = HostWatch(id: .host(name), now: now)
        await withDiscardingTaskGroup { group in
            group.addTask { await watch.run() }
            await look(watch, emit)
            group.cancelAll()
        }
    }

    private func look(_ watch: HostWatch, _ emit: @Sendable (Observation) async -> Void) async {
        var pause = Self.firstInterval
        while !Task.isCancelled {
            let moment = now()
            // Without a reading, what was seen before grows old and is shown as old.
            if let view = await watch.look(at: moment, within: Self.deadline) { await emit(observation(of: view.host, at: moment)) }
            try? await Task.sleep(for: pause)
            pause = Self.interval
        }
    }

    private func observation(of host: ObservedResource, at moment: Timestamp) -> Observation {
        Observation(
            source: slug, at: moment,
            report: SourceReport(
                source: slug, kind: .thisHost, name: name, condition: .reachable, lastAnswerAt: moment, interval: Self.interval),
            resources: [host], completeKinds: [.host])
    }
}
