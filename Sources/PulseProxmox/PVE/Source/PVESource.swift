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

    let door: ProxmoxDoor
    let state: Mutex<PVESourceState>
    let logger: Logger
    private let now: @Sendable () -> Timestamp
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
        door = ProxmoxDoor(
            configuration: configuration, client: client, signInDeadline: Self.sideDeadline, randomness: randomness, logger: logger)
        self.now = now
        self.learnt = learnt
        self.logger = logger
        state = Mutex(PVESourceState(configuration))
    }

    /// Polls until cancelled, handing every observation to `emit`.
    package func run(emit: @escaping @Sendable (Observation) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await SourcePace.keep(every: self.configuration.interval, emit: emit) { await self.poll(now: self.now()) } }
            group.addTask { await self.runDetails() }
        }
    }

    /// What the cluster has told over a trusted connection: its nodes that are not in the configuration, each with the fingerprint to pin,
    /// and configured ones whose certificate was renewed, with the new fingerprint. To be stored by address, replacing what is there.
    package var learntEndpoints: [ProxmoxEndpoint] { door.way.pool.learnt }

    /// How many calls were made so far, by kind: `resources`, `guest_status`, …
    package var callCounts: [String: Int] { door.calls.counts }

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
        let answered = await door.fly(at: moment) { endpoint throws(ProxmoxError) in try await self.ask(endpoint, at: moment) } ?? false
        if answered, learnPeers() { await learnt(learntEndpoints) }
        return state.withLock { $0.observation(at: moment, answered: answered, door.way) }
    }

    /// Takes in the other nodes of the cluster. The connection that told of them was trusted. True when something is new.
    private func learnPeers() -> Bool {
        guard let current = door.way.pool.currentEntry else { return false }
        return state.withLock { $0.peers(port: current.endpoint.port) }.map(door.learn) ?? false
    }
}
