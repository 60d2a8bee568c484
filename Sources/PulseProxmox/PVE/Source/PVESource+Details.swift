import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The calls beside the main flight.
extension PVESource {
    /// Calls to make, and what they all need.
    struct Errand: Sendable {
        var calls: [DetailCall]
        /// About other things than figures.
        var depth: [DepthCall]
        /// An address that failed and may be tried again.
        var probe: ProxmoxEndpoint?
        var endpoint: ProxmoxEndpoint
        var proof: ProxmoxClient.Proof

        var isEmpty: Bool { calls.isEmpty && depth.isEmpty && probe == nil }
    }

    /// `beat` is how soon it is asked again, so that calls are kept apart. Nil when nothing can be asked: no endpoint answers, or there is nothing to prove ourselves with. Signing in is the main flight's.
    func takeDetails(at now: Timestamp, beat: Duration? = nil) -> Errand? {
        guard let way = door.beside(at: now) else { return nil }
        let (depth, calls) = state.withLock { state in
            let depth = state.takeDepth(from: way.endpoint, at: now)
            return (depth, state.plan.take(at: state.steady(now), atMost: beat.map { state.plan.share(of: $0) } ?? .max))
        }
        for call in depth { door.calls.count(call.topic.name) }
        for call in calls { door.calls.count(call.kind.rawValue) }
        return Errand(calls: calls, depth: depth, probe: door.probe(at: now), endpoint: way.endpoint, proof: way.proof)
    }

    func perform(_ call: DetailCall, _ errand: Errand, startedAt: Timestamp, finishedAt: @Sendable () -> Timestamp) async {
        let outcome: DetailOutcome
        do throws(ProxmoxError) {
            let body = try await door.calls.client.get(
                call.path, at: errand.endpoint, proof: errand.proof, deadline: call.kind.deadline, byteLimit: ProxmoxClient.smallAnswer)
            let now = finishedAt()
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(call, body, at: now) }
            outcome = .answered
        } catch {
            outcome = call.outcome(of: error)
            logger.debug("Detail call failed", metadata: ["call": "\(call.kind.rawValue)", "node": "\(call.node)", "reason": "\(error.shortName)"])
        }
        let now = finishedAt()
        state.withLock { state in
            state.plan.finished(call, outcome, at: state.steady(now))
            if call.kind.asksAgent { state.picture.apply(agent: outcome, to: call, at: now) }
        }
    }

    /// Asks an address that failed whether it is back. The rows keep coming from the one that answers.
    func probe(_ endpoint: ProxmoxEndpoint, _ proof: ProxmoxClient.Proof, at now: Timestamp) async {
        door.calls.count("probe")
        do throws(ProxmoxError) {
            _ = try await door.calls.client.get(
                MainCall.version.path, at: endpoint, proof: proof, deadline: Self.sideDeadline, byteLimit: ProxmoxClient.smallAnswer)
            door.probed(endpoint, nil, at: now)
        } catch {
            door.probed(endpoint, error, at: now)
        }
    }
}

extension DetailCall {
    var path: String {
        let node = "/nodes/\(percentEncoded(node))"
        switch kind {
        case .nodeStatus: return "\(node)/status"
        case .nodeStorage: return "\(node)/storage"
        case .guestStatus: return "\(node)/qemu/\(vmid)/status/current"
        case .filesystems: return "\(node)/qemu/\(vmid)/agent/get-fsinfo"
        case .agentInterfaces: return "\(node)/qemu/\(vmid)/agent/network-get-interfaces"
        case .osInfo: return "\(node)/qemu/\(vmid)/agent/get-osinfo"
        case .containerInterfaces: return "\(node)/lxc/\(vmid)/interfaces"
        }
    }

    func outcome(of error: ProxmoxError) -> DetailOutcome {
        switch error {
        case .nodeUnreachable: .nodeUnreachable
        case .forbidden: .forbidden
        case .unsupported: .unsupported
        case .refused(_, let reason): kind.asksAgent ? Self.agentOutcome(reason) : outcome(ofReason: reason)
        case .transport(.timedOut): kind.asksAgent ? .agentSilent : kind == .nodeStatus ? .nodeUnreachable : .failed
        default: .failed
        }
    }

    private func outcome(ofReason reason: String) -> DetailOutcome {
        reason.hasPrefix("hostname lookup") ? .nodeUnreachable : .failed
    }

    /// Proxmox answers 500 to everything about agents; only the words differ (`facts.md`, section 10).
    private static func agentOutcome(_ reason: String) -> DetailOutcome {
        switch reason {
        case _ where reason.contains("No QEMU guest agent configured"): .agentOff
        case _ where reason.contains("guest agent is not running"): .agentSilent
        case _ where reason.contains("is not running"): .failed
        case _ where reason.contains("has been disabled") || reason.contains("has not been found") || reason.contains("not found"): .unsupported
        case _ where reason.contains("timeout") || reason.contains("unable to connect"): .agentSilent
        default: .failed
        }
    }
}
