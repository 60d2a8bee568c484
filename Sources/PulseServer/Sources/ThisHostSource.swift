import PulseCore
import PulseHostProbe

/// The machine Pulse runs on, read from its own files.
struct ThisHostSource: RunningSource {
    static let interval = Duration.seconds(10)

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
        while !Task.isCancelled {
            let moment = now()
            await emit(
                observation(
                    of: ObservedResource(id: .host(name), name: name, parent: nil, status: .online, facts: .host(HostFacts(hostname: name))),
                    at: moment))
            try? await Task.sleep(for: Self.interval)
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
