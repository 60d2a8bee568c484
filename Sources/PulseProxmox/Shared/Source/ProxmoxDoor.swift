import PulseCore
import PulseTransport
import Synchronization

/// The way to one server or cluster: which of its addresses is asked, with what proof, and how it went. What is asked and what the answers
/// mean is its user's business.
final class ProxmoxDoor: Sendable {
    private struct State {
        var pool: EndpointPool
        var session: ProxmoxSession
        /// Nil until the first flight has ended.
        var standing: SourceStanding?
        var lastAnswerAt: Timestamp?
        var counts: [String: Int] = [:]
    }

    /// For signing in.
    private static let signInDeadline = Duration.seconds(10)

    let configuration: ProxmoxSourceConfiguration
    let client: ProxmoxClient
    private let randomness: @Sendable () -> Double
    private let state: Mutex<State>

    init(configuration: ProxmoxSourceConfiguration, client: OutboundClient, randomness: @escaping @Sendable () -> Double) {
        self.configuration = configuration
        self.client = ProxmoxClient(outbound: client, product: configuration.product)
        self.randomness = randomness
        state = Mutex(
            State(pool: EndpointPool(configuration.endpoints), session: ProxmoxSession(configuration.credentials, of: configuration.product)))
    }

    var standing: SourceStanding? { state.withLock { $0.standing } }
    var lastAnswerAt: Timestamp? { state.withLock { $0.lastAnswerAt } }
    var endpoints: [EndpointReport] { state.withLock { $0.pool.reports } }
    /// How many calls were made so far, by name.
    var counts: [String: Int] { state.withLock { $0.counts } }

    /// Lets `ask` have one address after the other until it succeeds with one. True when it did.
    func fly(at now: Timestamp, _ ask: (ProxmoxEndpoint) async throws(ProxmoxError) -> Void) async -> Bool {
        var tried: Set<String> = []
        var failures: [ProxmoxError] = []
        while let endpoint = state.withLock({ $0.pool.next(excluding: tried, at: now) }) {
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
        let proof = try await prove(at: endpoint, now)
        count(name)
        do throws(ProxmoxError) {
            return try await client.get(path, at: endpoint, proof: proof, deadline: deadline, byteLimit: byteLimit)
        } catch .unauthorised(let reason) {
            // Once, and only for a ticket that has worked: credentials that are wrong must not be tried again and again.
            guard state.withLock({ $0.session.ticketRejected(at: now) }) else { throw refuse(.unauthorised(reason), at: now) }
            let fresh = try await prove(at: endpoint, now)
            do throws(ProxmoxError) {
                return try await client.get(path, at: endpoint, proof: fresh, deadline: deadline, byteLimit: byteLimit)
            } catch .unauthorised(let reason) {
                throw refuse(.unauthorised(reason), at: now)
            }
        }
    }

    /// Where and how a call beside the flights is made. Nil while nothing answers, or there is nothing to prove ourselves with: signing in is
    /// the flight's.
    func beside(at now: Timestamp) -> (endpoint: ProxmoxEndpoint, proof: ProxmoxClient.Proof)? {
        state.withLock { state in
            guard state.standing == .answered, let url = state.pool.current else { return nil }
            guard let entry = state.pool.entries.first(where: { $0.endpoint.url == url }), entry.breaker.state == .closed else { return nil }
            guard case .send(let name, let value)? = state.session.headerOnly(at: now) else { return nil }
            return (entry.endpoint, (name, value))
        }
    }

    func count(_ name: String) {
        state.withLock { $0.counts[name, default: 0] += 1 }
    }

    func problem(_ error: ProxmoxError, at endpoint: ProxmoxEndpoint) -> Problem {
        ProxmoxProblem.of(error, at: endpoint, credentials: configuration.credentials, product: configuration.product)
    }

    // MARK: How a flight went

    private func succeed(_ endpoint: ProxmoxEndpoint, at now: Timestamp) {
        state.withLock { state in
            state.pool.succeeded(endpoint, at: now)
            state.session.accepted()
            state.standing = .answered
            state.lastAnswerAt = now
        }
    }

    /// True when asking the other addresses is of no use.
    private func fail(_ endpoint: ProxmoxEndpoint, _ error: ProxmoxError, at now: Timestamp) -> Bool {
        let (problem, jitter) = (problem(error, at: endpoint), randomness() * 2 - 1)
        return state.withLock { state in
            if error == .transport(.cancelled) {
                state.pool.abandoned(endpoint, at: now)
                return true
            }
            guard error.concernsCredentials else {
                state.pool.failed(endpoint, problem, at: now, jitter: jitter, shown: error.shownFingerprint)
                return false
            }
            // The address is good, and it would refuse the same credentials elsewhere too.
            state.pool.abandoned(endpoint, at: now)
            if error != .heldBack || state.standing == nil { state.standing = .refused(problem) }
            return true
        }
    }

    /// All addresses have failed. The configured one's reason is the one to show.
    private func settle(_ failures: [ProxmoxError]) {
        state.withLock { state in
            guard let problem = state.pool.entries.first(where: { $0.problem != nil })?.problem else { return }
            state.standing = failures.allSatisfy(\.isRefusalOfTrust) ? .refused(problem) : .unreachable(problem)
        }
    }

    // MARK: Signing in

    private func refuse(_ error: ProxmoxError, at now: Timestamp) -> ProxmoxError {
        state.withLock { $0.session.refused(at: now) }
        return error
    }

    /// The header to send, after signing in where that is due.
    private func prove(at endpoint: ProxmoxEndpoint, _ now: Timestamp) async throws(ProxmoxError) -> ProxmoxClient.Proof {
        switch state.withLock({ $0.session.step(at: now) }) {
        case .send(let name, let value): return (name, value)
        case .wait: throw .heldBack
        case .signIn(let user, let password): return try await signIn(user, password, endpoint, now)
        }
    }

    private func signIn(
        _ user: String, _ password: Redacted<String>, _ endpoint: ProxmoxEndpoint, _ now: Timestamp
    ) async throws(ProxmoxError) -> ProxmoxClient.Proof {
        let isRenewal = if case .password(_, let real) = configuration.credentials { real != password } else { false }
        count("sign_in")
        do throws(ProxmoxError) {
            let ticket = try await client.signIn(user: user, password: password, at: endpoint, deadline: Self.signInDeadline)
            state.withLock { $0.session.signedIn(ticket, at: now) }
        } catch {
            guard case .unauthorised = error else {
                if error == .secondFactorWanted { _ = refuse(error, at: now) }
                throw error
            }
            guard isRenewal else { throw refuse(error, at: now) }
            state.withLock { $0.session.renewalRefused() }
        }
        return try await prove(at: endpoint, now)
    }
}
