import Logging
import PulseCore
import PulseTransport
import Synchronization

/// What the main flight asks of an address.
extension PVESource {
    func ask(_ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        // With another address to try, one that hangs is left sooner.
        let deadline = door.way.pool.entries.count > 1 ? Self.mainDeadline : Self.soleDeadline
        let body = try await get(.resources, endpoint, deadline: deadline, at: now)
        let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PVEResourceRow.init) }
        try await checkCluster(rows.content, endpoint, at: now)
        let calls = state.withLock { state in
            state.apply(resources: rows, at: now)
            return state.schedule.calls(at: state.steady(now))
        }
        for call in calls {
            guard await askSide(call, endpoint, at: now) else { return }
        }
    }

    /// After a change of the endpoint: is it still the same cluster?
    private func checkCluster(_ rows: [PVEResourceRow], _ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        let isSwitch = door.way.pool.current.map { $0 != endpoint.url } ?? false
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
            if let found { state.apply(membership: found, at: now) }
            return true
        }
        guard isSame else { throw .otherCluster(name: found?.clusterName) }
        if found != nil { identify(endpoint) }
    }

    /// False when the rest of the side calls had better wait for the next flight. The rows are there in any case.
    private func askSide(_ call: MainCall, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async -> Bool {
        do throws(ProxmoxError) {
            let body = try await get(call, endpoint, deadline: Self.sideDeadline, at: now)
            try state.withLock { (state) throws(ProxmoxError) in
                try state.apply(call, body, at: now)
                state.schedule.finished(call, answered: true, at: state.steady(now))
            }
            if call == .clusterStatus { identify(endpoint) }
            return true
        } catch {
            logger.debug("Side call failed", metadata: ["call": "\(call.rawValue)", "reason": "\(error.shortName)"])
            state.withLock { state in
                if case .forbidden = error, call == .clusterStatus {
                    state.picture.membership = nil
                    state.picture.membershipForbidden = true
                    state.schedule.finished(call, answered: true, at: state.steady(now))
                } else {
                    state.schedule.finished(call, answered: false, at: state.steady(now))
                }
            }
            if case .transport = error { return false }
            return true
        }
    }

    /// The node that calls itself local is the one behind the address, unless the address is a shared one that was never ours to name.
    private func identify(_ endpoint: ProxmoxEndpoint) {
        guard let local = state.withLock({ $0.picture.membership?.value.local }) else { return }
        door.identified(endpoint, as: local.name)
    }

    private func get(_ call: MainCall, _ endpoint: ProxmoxEndpoint, deadline: Duration, at now: Timestamp) async throws(ProxmoxError) -> [UInt8] {
        try await door.get(
            call.path, as: call.rawValue, at: endpoint, deadline: deadline, byteLimit: OutboundRequest.defaultByteLimit, now: now)
    }
}
