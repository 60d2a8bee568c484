import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The way to one server or cluster: which of its addresses is asked, and how it went. What is asked and what the answers mean is its user's
/// business.
final class ProxmoxDoor: Sendable {
    private struct State {
        var way: SourceWay
        var isFlying = false
    }

    let configuration: ProxmoxSourceConfiguration
    let calls: ProxmoxCalls
    private let randomness: @Sendable () -> Double
    private let logger: Logger
    private let state: Mutex<State>

    init(
        configuration: ProxmoxSourceConfiguration, client: OutboundClient, signInDeadline: Duration = ProxmoxCalls.signInDeadline,
        randomness: @escaping @Sendable () -> Double, logger: Logger
    ) {
        self.configuration = configuration
        calls = ProxmoxCalls(
            client: ProxmoxClient(outbound: client, product: configuration.product), credentials: configuration.credentials,
            of: configuration.product, signInDeadline: signInDeadline)
        self.randomness = randomness
        self.logger = logger
        state = Mutex(State(way: SourceWay(pool: EndpointPool(configuration.endpoints))))
    }

    /// As it is at this moment.
    var way: SourceWay { state.withLock { $0.way } }

    /// Lets `ask` have one address after the other until it succeeds with one. True when it did, nil when another flight is under way.
    func fly(at now: Timestamp, _ ask: (ProxmoxEndpoint) async throws(ProxmoxError) -> Void) async -> Bool? {
        let mayFly = state.withLock { state in
            defer { state.isFlying = true }
            return !state.isFlying
        }
        guard mayFly else { return nil }
        let before = way.standing
        let answered = await askOneAfterTheOther(ask, at: now)
        let after = state.withLock { state in
            state.isFlying = false
            return state.way.standing
        }
        if after != before { after?.tell(of: configuration.slug, logger) }
        return answered
    }

    private func askOneAfterTheOther(_ ask: (ProxmoxEndpoint) async throws(ProxmoxError) -> Void, at now: Timestamp) async -> Bool {
        var tried: Set<String> = []
        var failures: [ProxmoxError] = []
        while let endpoint = state.withLock({ $0.way.pool.next(excluding: tried, at: now) }) {
            tried.insert(endpoint.url)
            do {
                try await ask(endpoint)
                succeed(endpoint, at: now)
                return true
            } catch {
                failures.append(error)
                if fail(endpoint, error, at: now) { return false }
            }
        }
        if !failures.isEmpty { settle(failures) }
        return false
    }

    /// The body of a GET of a flight, signing in where that is due.
    func get(
        _ path: String, as name: String, at endpoint: ProxmoxEndpoint, deadline: Duration, byteLimit: Int = ProxmoxClient.smallAnswer,
        now: Timestamp
    ) async throws(ProxmoxError) -> [UInt8] {
        try await calls.get(path, as: name, at: endpoint, deadline: deadline, byteLimit: byteLimit, now: now)
    }

    /// Where and how a call beside the flights is made. Nil while nothing answers, or there is nothing to prove ourselves with.
    func beside(at now: Timestamp) -> (endpoint: ProxmoxEndpoint, proof: ProxmoxClient.Proof)? {
        let endpoint: ProxmoxEndpoint? = state.withLock { state in
            guard state.way.standing == .answered, let entry = state.way.pool.currentEntry, entry.breaker.state == .closed else { return nil }
            return entry.endpoint
        }
        guard let endpoint, let proof = calls.proofAtHand(at: now) else { return nil }
        return (endpoint, proof)
    }

    func problem(_ error: ProxmoxError, at endpoint: ProxmoxEndpoint) -> Problem {
        ProxmoxProblem.of(error, at: endpoint, credentials: configuration.credentials, product: configuration.product)
    }

    // MARK: What is learnt about addresses

    /// The node that turned out to answer at an address.
    func identified(_ endpoint: ProxmoxEndpoint, as node: String) {
        state.withLock { $0.way.pool.identified(endpoint.url, as: node) }
    }

    /// Takes in what the cluster says about its nodes. True when something is new.
    func learn(_ found: [ProxmoxEndpoint]) -> Bool { state.withLock { $0.way.pool.learn(found) } }

    /// An address that failed and may be tried again. To be followed by `probed`.
    func probe(at now: Timestamp) -> ProxmoxEndpoint? { state.withLock { $0.way.pool.probe(at: now) } }

    /// - Parameter error: nil when it answered. The rows keep coming from the address that answers.
    func probed(_ endpoint: ProxmoxEndpoint, _ error: ProxmoxError?, at now: Timestamp) {
        guard let error else { return state.withLock { $0.way.pool.succeeded(endpoint, at: now, isCurrent: false) } }
        state.withLock { [problem = problem(error, at: endpoint), jitter = jitter()] in
            $0.way.pool.failed(endpoint, problem, at: now, jitter: jitter, shown: error.shownFingerprint)
        }
    }

    // MARK: How a flight went

    private func succeed(_ endpoint: ProxmoxEndpoint, at now: Timestamp) {
        calls.accepted()
        state.withLock { state in
            state.way.pool.succeeded(endpoint, at: now)
            state.way.standing = .answered
            state.way.lastAnswerAt = now
        }
    }

    /// True when asking the other addresses is of no use.
    private func fail(_ endpoint: ProxmoxEndpoint, _ error: ProxmoxError, at now: Timestamp) -> Bool {
        let (problem, jitter) = (problem(error, at: endpoint), jitter())
        return state.withLock { state in
            if error == .transport(.cancelled) {
                state.way.pool.abandoned(endpoint, at: now)
                return true
            }
            guard error.concernsCredentials else {
                state.way.pool.failed(endpoint, problem, at: now, jitter: jitter, shown: error.shownFingerprint)
                return false
            }
            // The address is good, and it would refuse the same credentials elsewhere too.
            state.way.pool.abandoned(endpoint, at: now)
            if error != .heldBack || state.way.standing == nil { state.way.standing = .refused(problem) }
            return true
        }
    }

    /// All addresses have failed. The configured one's reason is the one to show.
    private func settle(_ failures: [ProxmoxError]) {
        state.withLock { state in
            guard let problem = state.way.pool.entries.first(where: { $0.problem != nil })?.problem else { return }
            state.way.standing = failures.allSatisfy(\.isRefusalOfTrust) ? .refused(problem) : .unreachable(problem)
        }
    }

    /// -1...1
    private func jitter() -> Double { randomness() * 2 - 1 }
}
