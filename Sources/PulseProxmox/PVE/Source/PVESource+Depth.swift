import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The calls about other things than figures, performed.
extension PVESource {
    /// Bytes of a listing that is read row by row.
    private static let longListing = 256 << 20

    func perform(_ call: DepthCall, _ errand: Errand, startedAt: Timestamp, finishedAt: @Sendable () -> Timestamp) async {
        let outcome: DepthOutcome
        do throws(ProxmoxError) {
            let (body, rows) = try await ask(call, errand)
            let answer = DepthAnswer(body: body, rows: rows, askedAt: startedAt, at: finishedAt())
            try state.withLock { (state) throws(ProxmoxError) in try state.apply(call, answer) }
            outcome = .answered
        } catch {
            logger.debug("Depth call failed", metadata: ["call": "\(call.topic.name)", "node": "\(call.node)", "reason": "\(error.shortName)"])
            let now = finishedAt()
            outcome = state.withLock { $0.missed(call, error, at: errand.endpoint, now: now) }
        }
        let now = finishedAt()
        state.withLock { $0.finished(call, outcome, at: now) }
    }

    private func ask(_ call: DepthCall, _ errand: Errand) async throws(ProxmoxError) -> ([UInt8], (any DepthRows)?) {
        guard let gather = call.topic.gather else {
            let body = try await door.calls.client.get(
                call.path, at: errand.endpoint, proof: errand.proof, deadline: call.topic.deadline, byteLimit: ProxmoxClient.smallAnswer)
            return (body, nil)
        }
        let rows = Mutex<any DepthRows>(gather())
        _ = try await door.calls.client.rows(
            call.path, at: errand.endpoint, proof: errand.proof, deadline: call.topic.deadline, byteLimit: Self.longListing
        ) { row in rows.withLock { $0.take(row) } }
        return ([], rows.withLock { $0 })
    }
}
