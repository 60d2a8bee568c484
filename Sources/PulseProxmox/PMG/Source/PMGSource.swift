package import Logging
package import PulseCore
package import PulseTransport
import Synchronization

/// One Proxmox Mail Gateway, a node or a cluster, that is asked again and again.
///
/// The main flight (`poll`) brings the nodes with their figures and the mail of the last hour; queues, services, signatures and the rest are
/// read beside it, one call at a time. So two calls are under way at most, whichever node they end at.
package final class PMGSource: Sendable {
    package let configuration: ProxmoxSourceConfiguration

    /// Mail moves slowly, and every question costs the gateway a process.
    package static let shortestInterval = Duration.seconds(30)
    /// How often `run` looks whether a call beside the flight is due.
    private static let detailBeat = Duration.milliseconds(500)

    let door: ProxmoxDoor
    let state: Mutex<PMGSourceState>
    let logger: Logger
    let now: @Sendable () -> Timestamp
    let randomness: @Sendable () -> Double

    /// - Parameters:
    ///   - now: the clock.
    ///   - randomness: a number in 0..<1, for the jitter of the breakers.
    package init(
        configuration: ProxmoxSourceConfiguration, client: OutboundClient, now: @escaping @Sendable () -> Timestamp,
        randomness: @escaping @Sendable () -> Double, logger: Logger
    ) {
        self.configuration = configuration
        door = ProxmoxDoor(configuration: configuration, client: client, randomness: randomness, logger: logger)
        self.now = now
        self.randomness = randomness
        self.logger = logger
        state = Mutex(PMGSourceState(configuration))
    }

    package var interval: Duration { max(configuration.interval, Self.shortestInterval) }

    /// How many calls were made so far, by kind: `nodes`, `queue_shape`, …
    package var callCounts: [String: Int] { door.calls.counts }

    /// Polls until cancelled, handing every observation to `emit`.
    package func run(emit: @escaping @Sendable (Observation) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await SourcePace.keep(every: self.interval, emit: emit) { await self.poll(now: self.now()) } }
            group.addTask { await self.runDetails() }
        }
    }

    private func runDetails() async {
        while !Task.isCancelled {
            if let errand = takeDetail(at: now()) { await perform(errand, clock: now) }
            try? await Task.sleep(for: Self.detailBeat)
        }
    }

    /// Makes the calls beside the main flight that are due, and returns when they have ended. `run` does this by itself; tests in virtual time
    /// call it after `poll`.
    package func askDetails(now moment: Timestamp) async {
        while let errand = takeDetail(at: moment) { await perform(errand, clock: { moment }) }
    }

    /// One main flight. It never throws: what went wrong is in the observation's report.
    package func poll(now moment: Timestamp) async -> Observation {
        let answered = await door.fly(at: moment) { endpoint throws(ProxmoxError) in try await PMGFlight(self).ask(endpoint, at: moment) }
        return observation(at: moment, answered: answered ?? false)
    }

    private func observation(at moment: Timestamp, answered: Bool) -> Observation {
        PMGReport(state.withLock { $0 }, interval).observation(at: moment, answered: answered, door.way)
    }
}
