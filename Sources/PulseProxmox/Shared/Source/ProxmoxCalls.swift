import PulseCore
import PulseTransport
import Synchronization

/// Calls with proof of who we are: signs in where that is due, stops where the credentials are refused, and counts.
final class ProxmoxCalls: Sendable {
    private struct State {
        var session: ProxmoxSession
        var counts: [String: Int] = [:]
    }

    /// For signing in, unless told otherwise.
    static let signInDeadline = Duration.seconds(10)

    let client: ProxmoxClient
    private let credentials: ProxmoxCredentials
    private let signInDeadline: Duration
    private let state: Mutex<State>

    init(client: ProxmoxClient, credentials: ProxmoxCredentials, of product: ProxmoxProduct, signInDeadline: Duration) {
        self.client = client
        self.credentials = credentials
        self.signInDeadline = signInDeadline
        state = Mutex(State(session: ProxmoxSession(credentials, of: product)))
    }

    /// How many were made so far, by name.
    var counts: [String: Int] { state.withLock { $0.counts } }

    func count(_ name: String) {
        state.withLock { $0.counts[name, default: 0] += 1 }
    }

    /// A call was answered, so the credentials are good.
    func accepted() {
        state.withLock { $0.session.accepted() }
    }

    /// What a call beside the flights sends. Nil when there is nothing to send: signing in is the flight's.
    func proofAtHand(at now: Timestamp) -> ProxmoxClient.Proof? {
        guard case .send(let name, let value)? = state.withLock({ $0.session.headerOnly(at: now) }) else { return nil }
        return (name, value)
    }

    /// The body of a GET of a flight, signing in where that is due.
    func get(
        _ path: String, as name: String, at endpoint: ProxmoxEndpoint, deadline: Duration, byteLimit: Int, now: Timestamp
    ) async throws(ProxmoxError) -> [UInt8] {
        func send(_ proof: ProxmoxClient.Proof) async throws(ProxmoxError) -> [UInt8] {
            count(name)
            return try await client.get(path, at: endpoint, proof: proof, deadline: deadline, byteLimit: byteLimit)
        }
        let proof = try await prove(at: endpoint, now)
        do throws(ProxmoxError) {
            return try await send(proof)
        } catch .unauthorised(let reason) {
            // Once, and only for a ticket that has worked: credentials that are wrong must not be tried again and again.
            guard state.withLock({ $0.session.ticketRejected(at: now) }) else { throw refuse(.unauthorised(reason), at: now) }
            let fresh = try await prove(at: endpoint, now)
            do throws(ProxmoxError) {
                return try await send(fresh)
            } catch .unauthorised(let reason) {
                throw refuse(.unauthorised(reason), at: now)
            }
        }
    }

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
        let isRenewal = if case .password(_, let real) = credentials { real != password } else { false }
        count("sign_in")
        do throws(ProxmoxError) {
            let ticket = try await client.signIn(user: user, password: password, at: endpoint, deadline: signInDeadline)
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
