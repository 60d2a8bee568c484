import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The calls beside the main flight.
extension PBSSource {
    /// A call to make, and what it needs.
    struct Errand: Sendable {
        var call: PBSCall
        var endpoint: ProxmoxEndpoint
        var proof: ProxmoxClient.Proof
    }

    /// Nil when nothing is due, one is under way, or nothing can be asked.
    func takeDetail(at now: Timestamp) -> Errand? {
        guard let way = door.beside(at: now) else { return nil }
        let call = state.withLock { state in
            let call = state.plan.next(at: state.steady(now))
            if let call { state.listings.asks(call) }
            return call
        }
        guard let call else { return nil }
        door.calls.count(call.name)
        return Errand(call: call, endpoint: way.endpoint, proof: way.proof)
    }

    func perform(_ errand: Errand, clock: @escaping @Sendable () -> Timestamp) async {
        let call = errand.call
        do throws(ProxmoxError) {
            try await ask(errand, clock)
            state.withLock { $0.plan.finished(call, .answered, at: $0.steady(clock())) }
        } catch {
            fail(errand, error, at: clock())
        }
    }

    private func fail(_ errand: Errand, _ error: ProxmoxError, at now: Timestamp) {
        let call = errand.call
        logger.debug("Detail call failed", metadata: ["call": "\(call.name)", "reason": "\(error.shortName)"])
        guard error != .transport(.cancelled) else { return state.withLock { $0.plan.abandoned(call) } }
        let problem = call.problem(error, door: door, at: errand.endpoint)
        state.withLock { state in
            // What an old version doesn't know it doesn't have.
            if error != .unsupported {
                state.book.failed(call, problem)
                state.picture.hardware.failed(call, problem)
            }
            state.plan.finished(call, Self.outcome(of: error), at: state.steady(now))
        }
    }

    private static func outcome(of error: ProxmoxError) -> PBSOutcome {
        switch error {
        case .forbidden: .forbidden
        case .unsupported: .unsupported
        default: .failed
        }
    }

    private func ask(_ errand: Errand, _ clock: @Sendable () -> Timestamp) async throws(ProxmoxError) {
        switch errand.call {
        case .snapshots, .group:
            // Sorting takes a while, and nobody waits for it: the lock is not held.
            let (archives, dropped) = try await errand.snapshots(door.calls.client)
            state.withLock { $0.apply(errand.call, archives: archives, dropped: dropped, at: clock()) }
        case .taskLog(let id):
            let lines = try await errand.lastLines(door.calls.client)
            state.withLock { $0.book.set(log: lines, of: id, at: clock()) }
        case .subscription:
            let value = try await errand.value(door.calls.client)
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(subscription: value, at: clock()) }
        case .smart, .pool:
            let value = try await errand.value(door.calls.client)
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(errand.call, detail: value, at: clock()) }
        case .clock:
            let asked = clock()
            let value = try await errand.value(door.calls.client)
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(clock: value, asked: asked, at: clock()) }
        default:
            let body = try await errand.body(door.calls.client)
            let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body) { $0 }.content }
            state.withLock { $0.apply(errand.call, rows: rows, at: clock()) }
        }
    }
}

extension PBSSource.Errand {
    func body(_ client: ProxmoxClient) async throws(ProxmoxError) -> [UInt8] {
        try await client.get(call.path, at: endpoint, proof: proof, deadline: call.deadline, byteLimit: call.byteLimit)
    }

    func value(_ client: ProxmoxClient) async throws(ProxmoxError) -> JSON {
        let body = try await body(client)
        return try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content }
    }

    /// Row by row while they arrive, sorted. An answer that breaks off brings nothing.
    func snapshots(_ client: ProxmoxClient) async throws(ProxmoxError) -> (archives: [BackupArchive], dropped: Int) {
        let listing = PBSSnapshotListing()
        let tally = try await client.rows(
            call.path, at: endpoint, proof: proof, deadline: call.deadline, byteLimit: call.byteLimit
        ) { listing.take($0) }
        return (listing.finished(), tally.dropped)
    }

    func lastLines(_ client: ProxmoxClient) async throws(ProxmoxError) -> [String] {
        let tail = Mutex(TaskLogTail())
        _ = try await client.rows(
            call.path, at: endpoint, proof: proof, deadline: call.deadline, byteLimit: call.byteLimit
        ) { row in tail.withLock { $0.take(row) } }
        return tail.withLock { $0.last }
    }
}

extension PBSCall {
    /// What stands in the way of this call, for a person.
    fileprivate func problem(_ error: ProxmoxError, door: ProxmoxDoor, at endpoint: ProxmoxEndpoint) -> Problem {
        guard case .forbidden = error else { return door.problem(error, at: endpoint) }
        switch self {
        case .certificates:
            return Problem(
                code: "privilege_missing",
                sentence: "Listing the certificates of a backup server takes the privilege Sys.Modify, which could also change it.",
                nextStep: "Nothing needs to be done: Pulse does without. The certificate it is shown itself is the one of the connection.")
        case .groups(let place), .group(let place, _), .snapshots(let place):
            let name = (place.store + (place.namespace.isEmpty ? "" : "/\(place.namespace)")).printable(limit: 120)
            return Problem(
                code: "privilege_missing", sentence: "The backups in \(name) may not be listed by \(door.configuration.credentials.user).",
                nextStep: "Give the user, and its API token, the role DatastoreAudit on /datastore/\(name).")
        default: return door.problem(error, at: endpoint)
        }
    }
}
