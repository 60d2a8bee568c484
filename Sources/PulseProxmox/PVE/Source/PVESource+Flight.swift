import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The main flight: from endpoint to endpoint until one answers.
extension PVESource {
    /// True when one has answered.
    func fly(at now: Timestamp) async -> Bool {
        var tried: Set<String> = []
        var failures: [ProxmoxError] = []
        while let endpoint = state.withLock({ $0.pool.next(excluding: tried, at: now) }) {
            tried.insert(endpoint.url)
            do {
                try await ask(endpoint, at: now)
                succeed(endpoint, at: now)
                return true
            } catch {
                failures.append(error)
                if fail(endpoint, error, at: now) { return false }
            }
        }
        if let first = failures.first { settle(first, failures, at: now) }
        return false
    }

    private func succeed(_ endpoint: ProxmoxEndpoint, at now: Timestamp) {
        state.withLock { state in
            state.pool.succeeded(endpoint, at: now)
            state.session.accepted()
            state.standing = .answered
            state.lastAnswerAt = now
        }
    }

    /// True when asking the other endpoints is of no use.
    private func fail(_ endpoint: ProxmoxEndpoint, _ error: ProxmoxError, at now: Timestamp) -> Bool {
        let problem = ProxmoxProblem.of(error, at: endpoint, credentials: configuration.credentials)
        let jitter = jitter()
        return state.withLock { state in
            if error == .transport(.cancelled) {
                state.pool.abandoned(endpoint, at: now)
                return true
            }
            guard error.concernsCredentials else {
                state.pool.failed(endpoint, problem, at: now, jitter: jitter, shown: error.shownFingerprint)
                return false
            }
            // The address is good, and every node of the cluster would refuse the same credentials.
            state.pool.abandoned(endpoint, at: now)
            if error != .heldBack || state.standing == nil { state.standing = .refused(problem) }
            return true
        }
    }

    /// All endpoints have failed. The configured one's reason is the one to show.
    private func settle(_ first: ProxmoxError, _ all: [ProxmoxError], at now: Timestamp) {
        state.withLock { state in
            guard let problem = state.pool.entries.first(where: { $0.problem != nil })?.problem else { return }
            state.standing = all.allSatisfy(\.isRefusalOfTrust) ? .refused(problem) : .unreachable(problem)
        }
    }

    private func ask(_ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        let deadline = state.withLock { $0.mainDeadline }
        let body = try await get(.resources, endpoint, deadline: deadline, at: now)
        let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PVEResourceRow.init) }
        try await checkCluster(rows.content, endpoint, at: now)
        let calls = state.withLock { state in
            state.apply(resources: rows, at: now)
            return state.schedule.calls(at: now)
        }
        for call in calls {
            guard await askSide(call, endpoint, at: now) else { return }
        }
    }

    /// After a change of the endpoint: is it still the same cluster?
    private func checkCluster(_ rows: [PVEResourceRow], _ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        let isSwitch = state.withLock { $0.pool.current.map { $0 != endpoint.url } ?? false }
        guard isSwitch else { return }
        var membership: PVEMembership?
        do throws(ProxmoxError) {
            membership = try PVESourceState.membership(try await get(.clusterStatus, endpoint, deadline: Self.sideDeadline, at: now))
        } catch {
            // Without the right to read it there is only the list of nodes to go by.
            guard case .forbidden = error else { throw error }
        }
        let found = membership
        let isSame = state.withLock { state in
            guard state.isSameCluster(rows, found) else { return false }
            if let found { state.apply(membership: found, from: endpoint, at: now) }
            return true
        }
        guard isSame else { throw .otherCluster(name: found?.clusterName) }
    }

    /// False when the rest of the side calls had better wait for the next flight. The rows are there in any case.
    private func askSide(_ call: MainCall, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async -> Bool {
        do throws(ProxmoxError) {
            let body = try await get(call, endpoint, deadline: Self.sideDeadline, at: now)
            try state.withLock { (state) throws(ProxmoxError) in
                try state.apply(call, body, from: endpoint, at: now)
                state.schedule.finished(call, answered: true, at: now)
            }
            return true
        } catch {
            logger.debug("Side call failed", metadata: ["call": "\(call.rawValue)", "reason": "\(error.shortName)"])
            state.withLock { state in
                if case .forbidden = error, call == .clusterStatus {
                    state.picture.membership = nil
                    state.picture.membershipForbidden = true
                    state.schedule.finished(call, answered: true, at: now)
                } else {
                    state.schedule.finished(call, answered: false, at: now)
                }
            }
            if case .transport = error { return false }
            return true
        }
    }

    private func get(_ call: MainCall, _ endpoint: ProxmoxEndpoint, deadline: Duration, at now: Timestamp) async throws(ProxmoxError) -> [UInt8] {
        let proof = try await prove(at: endpoint, now)
        do throws(ProxmoxError) {
            return try await send(call, endpoint, proof, deadline)
        } catch .unauthorised(let reason) {
            // Once, and only for a ticket that has worked: credentials that are wrong must not be tried again and again.
            let isWorthIt = state.withLock { $0.session.ticketRejected(at: now) }
            guard isWorthIt else { throw refuse(.unauthorised(reason), at: now) }
            let fresh = try await prove(at: endpoint, now)
            do throws(ProxmoxError) {
                return try await send(call, endpoint, fresh, deadline)
            } catch .unauthorised(let reason) {
                throw refuse(.unauthorised(reason), at: now)
            }
        }
    }

    private func send(_ call: MainCall, _ endpoint: ProxmoxEndpoint, _ proof: ProxmoxClient.Proof, _ deadline: Duration) async throws(ProxmoxError)
        -> [UInt8]
    {
        count(call.rawValue)
        return try await client.get(call.path, at: endpoint, proof: proof, deadline: deadline)
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
        let isRenewal = state.withLock { state in
            if case .password(_, let real) = state.configuration.credentials { real != password } else { false }
        }
        count("sign_in")
        do throws(ProxmoxError) {
            let ticket = try await client.signIn(user: user, password: password, at: endpoint, deadline: Self.sideDeadline)
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

    func count(_ call: String) {
        state.withLock { $0.counts[call, default: 0] += 1 }
    }
}
