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
            let call = state.plan.next(at: now)
            if let call { state.listings.asks(call) }
            return call
        }
        guard let call else { return nil }
        door.count(call.name)
        return Errand(call: call, endpoint: way.endpoint, proof: way.proof)
    }

    func perform(_ errand: Errand, clock: @escaping @Sendable () -> Timestamp) async {
        let call = errand.call
        do throws(ProxmoxError) {
            try await ask(errand, clock)
            state.withLock { $0.plan.finished(call, .answered, at: clock()) }
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
            if error != .unsupported { state.failed(call, problem) }
            state.plan.finished(call, Self.outcome(of: error), at: now)
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
        case .snapshots, .group: try await listSnapshots(errand, clock)
        case .taskLog(let id): try await readLog(errand, of: id, clock)
        case .subscription:
            let value = try await value(errand)
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(subscription: value, at: clock()) }
        case .clock:
            let asked = clock()
            let value = try await value(errand)
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(clock: value, asked: asked, at: clock()) }
        default:
            let body = try await body(errand)
            let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body) { $0 }.content }
            state.withLock { $0.apply(errand.call, rows: rows, at: clock()) }
        }
    }

    private func body(_ errand: Errand) async throws(ProxmoxError) -> [UInt8] {
        try await door.client.get(
            errand.call.path, at: errand.endpoint, proof: errand.proof, deadline: errand.call.deadline, byteLimit: errand.call.byteLimit)
    }

    private func value(_ errand: Errand) async throws(ProxmoxError) -> JSON {
        let body = try await body(errand)
        return try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content }
    }

    /// Row by row while they arrive. An answer that breaks off changes nothing.
    private func listSnapshots(_ errand: Errand, _ clock: @Sendable () -> Timestamp) async throws(ProxmoxError) {
        let listing = PBSSnapshotListing()
        let tally = try await door.client.rows(
            errand.call.path, at: errand.endpoint, proof: errand.proof, deadline: errand.call.deadline, byteLimit: errand.call.byteLimit
        ) { listing.take($0) }
        // Sorting takes a while, and nobody waits for it: the lock is not held.
        let archives = listing.finished()
        state.withLock { $0.apply(errand.call, archives: archives, dropped: tally.dropped, at: clock()) }
    }

    private func readLog(_ errand: Errand, of id: String, _ clock: @Sendable () -> Timestamp) async throws(ProxmoxError) {
        let tail = Mutex(TaskLogTail())
        _ = try await door.client.rows(
            errand.call.path, at: errand.endpoint, proof: errand.proof, deadline: errand.call.deadline, byteLimit: errand.call.byteLimit
        ) { row in tail.withLock { $0.take(row) } }
        state.withLock { $0.apply(log: tail.withLock { $0.last }, of: id, at: clock()) }
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
