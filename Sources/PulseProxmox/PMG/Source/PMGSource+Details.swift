import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The calls beside the main flight.
extension PMGSource {
    /// A call to make, and what it needs.
    struct Errand: Sendable {
        var call: PMGCall
        var endpoint: ProxmoxEndpoint
        var proof: ProxmoxClient.Proof
    }

    /// Nil when nothing is due, one is under way, or nothing can be asked.
    func takeDetail(at now: Timestamp) -> Errand? {
        guard let way = door.beside(at: now), let call = state.withLock({ $0.plan.next(at: $0.steady(now)) }) else { return nil }
        door.calls.count(call.name)
        return Errand(call: call, endpoint: way.endpoint, proof: way.proof)
    }

    func perform(_ errand: Errand, clock: @escaping @Sendable () -> Timestamp) async {
        let call = errand.call
        do throws(ProxmoxError) {
            let body = try await door.calls.client.get(
                call.path(at: clock()), at: errand.endpoint, proof: errand.proof, deadline: call.deadline, byteLimit: ProxmoxClient.smallAnswer)
            try state.withLock { (state) throws(ProxmoxError) in
                try state.apply(call, body, at: clock())
                state.plan.finished(call, .answered, at: state.steady(clock()))
            }
        } catch {
            fail(errand, error, at: clock())
        }
    }

    private func fail(_ errand: Errand, _ error: ProxmoxError, at now: Timestamp) {
        let call = errand.call
        logger.debug("Detail call failed", metadata: ["call": "\(call.name)", "reason": "\(error.shortName)"])
        guard error != .transport(.cancelled) else { return state.withLock { $0.plan.abandoned(call) } }
        let problem = door.problem(error, at: errand.endpoint)
        state.withLock { state in
            // What an old version doesn't know it doesn't have.
            if error != .unsupported { state.failed(call, error, problem) }
            state.plan.finished(call, Self.outcome(of: error), at: state.steady(now))
        }
    }

    private static func outcome(of error: ProxmoxError) -> PMGOutcome {
        switch error {
        case .forbidden: .forbidden
        case .unsupported: .unsupported
        default: .failed
        }
    }
}
