package import Logging
package import PulseCore
package import PulseTransport
import Synchronization

/// One cluster or standalone node that is asked again and again.
///
/// The main flight (`poll`) brings the whole cluster's rows; the calls about single nodes and guests run beside it and are folded into the
/// next observation, so nothing slow delays a row. One flight at a time.
package final class PVESource: Sendable {
    package let configuration: ProxmoxSourceConfiguration

    /// For `/cluster/resources` when there is another address to turn to.
    static let mainDeadline = Duration.seconds(8)
    static let soleDeadline = Duration.seconds(20)
    /// For the other calls of the main flight, which come out of the answering node's memory.
    static let sideDeadline = Duration.seconds(5)
    /// How often `run` looks whether a call about a node or guest is due.
    private static let detailBeat = Duration.milliseconds(500)

    let client: ProxmoxClient
    let state: Mutex<PVESourceState>
    let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let randomness: @Sendable () -> Double
    private let learnt: @Sendable ([ProxmoxEndpoint]) async -> Void

    /// - Parameters:
    ///   - now: the clock.
    ///   - randomness: a number in 0..<1, for the jitter of the breakers.
    ///   - learnt: told what `learntEndpoints` holds whenever that has changed.
    package init(
        configuration: ProxmoxSourceConfiguration, client: OutboundClient, now: @escaping @Sendable () -> Timestamp,
        randomness: @escaping @Sendable () -> Double, logger: Logger, learnt: @escaping @Sendable ([ProxmoxEndpoint]) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.client = ProxmoxClient(outbound: client, product: .virtualEnvironment)
        self.now = now
        self.randomness = randomness
        self.learnt = learnt
        self.logger = logger
        state = Mutex(PVESourceState(configuration))
    }

    /// Polls until cancelled, handing every observation to `emit`.
    package func run(emit: @escaping @Sendable (Observation) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runFlights(emit) }
            group.addTask { await self.runDetails() }
        }
    }

    /// What the cluster has told over a trusted connection: its nodes that are not in the configuration, each with the fingerprint to pin,
    /// and configured ones whose certificate was renewed, with the new fingerprint. To be stored by address, replacing what is there.
    package var learntEndpoints: [ProxmoxEndpoint] { state.withLock { $0.pool.learnt } }

    /// How many calls were made so far, by kind: `resources`, `guest_status`, …
    package var callCounts: [String: Int] { state.withLock { $0.counts } }

    private func runFlights(_ emit: @Sendable (Observation) async -> Void) async {
        let clock = ContinuousClock()
        var next = clock.now
        while !Task.isCancelled {
            let observation = await poll(now: now())
            guard !Task.isCancelled else { return }
            await emit(observation)
            // A flight that took longer than the interval is followed at once by one, not by all those it has missed.
            next = max(next + configuration.interval, clock.now)
            try? await clock.sleep(until: next)
        }
    }

    private func runDetails() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                startDetails(at: now(), in: &group)
                try? await Task.sleep(for: Self.detailBeat)
            }
        }
    }

    private func startDetails(at moment: Timestamp, in group: inout DiscardingTaskGroup) {
        guard let errand = takeDetails(at: moment, beat: Self.detailBeat) else { return }
        for call in errand.calls { group.addTask { await self.perform(call, errand, startedAt: moment, finishedAt: self.now) } }
        for call in errand.depth { group.addTask { await self.perform(call, errand, startedAt: moment, finishedAt: self.now) } }
        if let endpoint = errand.probe { group.addTask { await self.probe(endpoint, errand.proof, at: moment) } }
    }

    /// Makes the calls about single nodes and guests that are due, and returns when they have ended. `run` does this beside the main
    /// flight; tests in virtual time call it after `poll`.
    package func askDetails(now moment: Timestamp) async {
        while let errand = takeDetails(at: moment), !errand.isEmpty {
            await withDiscardingTaskGroup { group in
                for call in errand.calls { group.addTask { await self.perform(call, errand, startedAt: moment, finishedAt: { moment }) } }
                for call in errand.depth { group.addTask { await self.perform(call, errand, startedAt: moment, finishedAt: { moment }) } }
                if let endpoint = errand.probe { group.addTask { await self.probe(endpoint, errand.proof, at: moment) } }
            }
        }
    }

    /// One main flight. It never throws: what went wrong is in the observation's report.
    package func poll(now moment: Timestamp) async -> Observation {
        let mayFly = state.withLock { state in
            defer { state.isFlying = true }
            return !state.isFlying
        }
        guard mayFly else { return state.withLock { $0.observation(at: moment, answered: false) } }
        let before = state.withLock { $0.standing }
        let answered = await fly(at: moment)
        if answered, state.withLock({ $0.learnPeers() }) { await learnt(learntEndpoints) }
        let (observation, standing) = state.withLock { state in
            state.isFlying = false
            return (state.observation(at: moment, answered: answered), state.standing)
        }
        report(standing, before: before)
        return observation
    }

    private func report(_ standing: SourceStanding?, before: SourceStanding?) {
        guard standing != before else { return }
        switch standing {
        case nil: break
        case .answered: logger.notice("Source answers", metadata: metadata)
        case .unreachable(let problem), .refused(let problem):
            logger.warning("Source does not answer", metadata: metadata.merging(["reason": "\(problem.code)"]) { $1 })
        }
    }

    private var metadata: Logger.Metadata { ["source": "\(configuration.slug)"] }

    /// -1...1
    func jitter() -> Double { randomness() * 2 - 1 }
}
