import PulseCore
import PulseHostProbe

/// The machine Pulse runs on, read from its own files. It gives way while an agent of ours reports from the same machine, which sees more.
struct ThisHostSource: RunningSource {
    /// Who shows this machine in place of the server itself.
    struct StandIn: Sendable {
        /// Whether an agent reports from the machine with this id.
        let isTold: @Sendable (String) -> Bool
        /// Called once each time that it gives way: what it showed is to go.
        let stepAside: @Sendable () -> Void
    }

    static let interval = Duration.seconds(10)
    static let slug = SourceSlug(naming: "this-host", avoiding: [])
    /// Rates need two readings. The second follows soon, so that the first page somebody opens has them.
    private static let firstInterval = Duration.milliseconds(1500)
    private static let deadline = Duration.seconds(5)

    let name: String
    private let standIn: StandIn
    private let now: @Sendable () -> Timestamp

    init(hostname: String, standIn: StandIn, now: @escaping @Sendable () -> Timestamp) {
        name = hostname
        self.standIn = standIn
        self.now = now
    }

    var slug: SourceSlug { Self.slug }

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
        var hasGivenWay = false
        while !Task.isCancelled {
            let moment = now()
            // Without a reading, what was seen before grows old and is shown as old.
            if let host = await watch.look(at: moment, within: Self.deadline)?.host {
                let isTold = Self.machine(host).map(standIn.isTold) ?? false
                if isTold, !hasGivenWay { standIn.stepAside() }
                hasGivenWay = isTold
                if !isTold { await emit(observation(of: host, at: moment)) }
            }
            try? await Task.sleep(for: pause)
            pause = Self.interval
        }
    }

    private static func machine(_ host: ObservedResource) -> String? {
        if case .host(let facts) = host.facts { facts.machineID } else { nil }
    }

    private func observation(of host: ObservedResource, at moment: Timestamp) -> Observation {
        Observation(
            source: slug, at: moment,
            report: SourceReport(
                source: slug, kind: .thisHost, name: name, condition: .reachable, lastAnswerAt: moment, interval: Self.interval),
            resources: [host], completeKinds: [.host])
    }
}
