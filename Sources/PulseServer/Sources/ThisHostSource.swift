import PulseCore
import PulseHostProbe

/// The machine Pulse runs on, read from its own files.
struct ThisHostSource: RunningSource {
    static let interval = Duration.seconds(10)
    /// Rates need two readings. The second follows soon, so that the first page somebody opens has them.
    private static let firstInterval = Duration.milliseconds(1500)

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
        let reader = HostReader()
        var probe = HostProbe(id: .host(name))
        var pause = Self.firstInterval
        while !Task.isCancelled {
            let moment = now()
            await emit(observation(of: probe.observe(reader.read(), at: moment), at: moment))
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
