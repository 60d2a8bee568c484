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
    static let mainDeadline = Duration.seconds(10)
    /// For a node's status: one that is away must not hold up the others.
    static let statusDeadline = Duration.seconds(5)
    /// So many nodes may fail to answer in one flight; the others are asked in the next.
    private static let mostFailures = 2
    /// How often `run` looks whether a call beside the flight is due.
    private static let detailBeat = Duration.milliseconds(500)

    let door: ProxmoxDoor
    let state: Mutex<PMGSourceState>
    let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let randomness: @Sendable () -> Double

    /// - Parameters:
    ///   - now: the clock.
    ///   - randomness: a number in 0..<1, for the jitter of the breakers.
    package init(
        configuration: ProxmoxSourceConfiguration, client: OutboundClient, now: @escaping @Sendable () -> Timestamp,
        randomness: @escaping @Sendable () -> Double, logger: Logger
    ) {
        self.configuration = configuration
        door = ProxmoxDoor(configuration: configuration, client: client, randomness: randomness)
        self.now = now
        self.randomness = randomness
        self.logger = logger
        state = Mutex(PMGSourceState(configuration))
    }

    package var interval: Duration { max(configuration.interval, Self.shortestInterval) }

    /// How many calls were made so far, by kind: `nodes`, `queue_shape`, …
    package var callCounts: [String: Int] { door.counts }

    /// Polls until cancelled, handing every observation to `emit`.
    package func run(emit: @escaping @Sendable (Observation) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runFlights(emit) }
            group.addTask { await self.runDetails() }
        }
    }

    private func runFlights(_ emit: @Sendable (Observation) async -> Void) async {
        let clock = ContinuousClock()
        var next = clock.now
        while !Task.isCancelled {
            let observation = await poll(now: now())
            guard !Task.isCancelled else { return }
            await emit(observation)
            // A flight that took longer than the interval is followed at once by one, not by all those it has missed.
            next = max(next + interval, clock.now)
            try? await clock.sleep(until: next)
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
        let mayFly = state.withLock { state in
            defer { state.isFlying = true }
            return !state.isFlying
        }
        guard mayFly else { return observation(at: moment, answered: false) }
        let before = door.standing
        let answered = await door.fly(at: moment) { endpoint throws(ProxmoxError) in try await self.ask(endpoint, at: moment) }
        state.withLock { $0.isFlying = false }
        log(door.standing, before: before)
        return observation(at: moment, answered: answered)
    }

    private func observation(at moment: Timestamp, answered: Bool) -> Observation {
        state.withLock { $0.observation(at: moment, answered: answered, door: door, interval: interval) }
    }

    // MARK: The main flight

    private func ask(_ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        let body = try await door.get("/nodes", as: "nodes", at: endpoint, deadline: Self.mainDeadline, now: now)
        let names = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PMGNodeNames.name) }
        guard !names.content.isEmpty else { throw .notProxmox }
        guard state.withLock({ $0.isSameGateway(names.content, at: endpoint) }) else { throw .otherCluster(name: names.content.first) }
        let (nodes, calls) = state.withLock { state in
            state.apply(nodes: names, from: endpoint, at: now)
            return (state.nodesToAsk(at: now), state.mainCalls(at: now))
        }
        try await ask(nodes, endpoint, at: now)
        for call in calls {
            guard await askSide(call, endpoint, at: now) else { return }
        }
    }

    private func ask(_ nodes: [String], _ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        var failures = 0
        for node in nodes {
            guard failures < Self.mostFailures else {
                state.withLock { $0.abandoned(node: node, at: now) }
                continue
            }
            if try await !askStatus(of: node, endpoint, at: now) { failures += 1 }
        }
    }

    /// False when the node did not answer.
    private func askStatus(of node: String, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) -> Bool {
        let asked = self.now()
        do throws(ProxmoxError) {
            let path = "/nodes/\(percentEncoded(node))/status"
            let body = try await door.get(path, as: "node_status", at: endpoint, deadline: Self.statusDeadline, now: now)
            let value = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content }
            guard let status = PMGNodeStatus(value) else { throw .notProxmox }
            state.withLock { $0.apply(status: status, of: node, asked: asked, at: max(asked, self.now())) }
            return true
        } catch .forbidden {
            state.withLock { $0.forbidden(node: node) }
            return true
        } catch {
            return try failed(node, error, endpoint, at: now)
        }
    }

    private func failed(_ node: String, _ error: ProxmoxError, _ endpoint: ProxmoxEndpoint, at now: Timestamp) throws(ProxmoxError) -> Bool {
        logger.debug("Node status failed", metadata: ["node": "\(node)", "reason": "\(error.shortName)"])
        // Something else listens there, or the way to the gateway itself is broken: not this node's matter.
        if error.concernsCredentials || error == .transport(.cancelled) || (error == .notProxmox && state.withLock { $0.picture.nodes.count == 1 }) {
            state.withLock { $0.abandoned(node: node, at: now) }
            throw error
        }
        let isAway = if case .nodeUnreachable(let status, _) = error { status == 595 } else { false }
        let (failure, jitter) = (PMGPicture.Failure(problem: door.problem(error, at: endpoint), isAway: isAway), randomness() * 2 - 1)
        state.withLock { $0.failed(node: node, failure, at: now, jitter: jitter) }
        return false
    }

    /// False when the rest had better wait for the next flight. The nodes are there in any case.
    private func askSide(_ call: PMGMainCall, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async -> Bool {
        do throws(ProxmoxError) {
            let body = try await door.get(call.path, as: call.rawValue, at: endpoint, deadline: Self.mainDeadline, now: now)
            try state.withLock { (state) throws(ProxmoxError) in
                try state.apply(call, body, at: now)
                state.finished(call, answered: true, at: now)
            }
            return true
        } catch {
            logger.debug("Side call failed", metadata: ["call": "\(call.rawValue)", "reason": "\(error.shortName)"])
            state.withLock { state in
                if case .forbidden = error, call == .recent { state.picture.forbidden.insert(.statistics) }
                state.finished(call, answered: false, at: now)
            }
            if case .transport = error { return false }
            return true
        }
    }

    private func log(_ standing: SourceStanding?, before: SourceStanding?) {
        guard standing != before else { return }
        let metadata: Logger.Metadata = ["source": "\(configuration.slug)"]
        switch standing {
        case nil: break
        case .answered: logger.notice("Source answers", metadata: metadata)
        case .unreachable(let problem), .refused(let problem):
            logger.warning("Source does not answer", metadata: metadata.merging(["reason": "\(problem.code)"]) { $1 })
        }
    }
}
