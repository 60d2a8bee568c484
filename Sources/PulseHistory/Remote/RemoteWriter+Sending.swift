import PulseCore
import PulseTransport
import Synchronization

extension RemoteWriter {
    /// What became of one attempt.
    enum Step: Equatable {
        /// There is nothing to send.
        case nothing
        /// The engine took a request, or refused it for good.
        case answered
        /// The engine took nothing; it should be left alone for so long.
        case pause(Duration)
    }

    /// The longest that one request may take.
    static let deadline = Duration.seconds(30)
    /// Of an answer, which is a sentence at most; bytes.
    private static let answerLimit = 1 << 20

    /// Sends the oldest request that waits.
    func sendNext(now: @Sendable () -> Timestamp) async -> Step {
        guard let delivery = state.withLock({ $0.current() }) else { return .nothing }
        let answer = await send(outbound(delivery.request))
        let (chance, now) = (chance(), now())
        let verdict = DeliveryVerdict(answer, from: endpoint.name, age: now.since(delivery.batch.entry.appendedAt), at: now)
        return state.withLock { $0.apply(verdict, to: delivery, at: now, chance: chance) }
    }

    private func outbound(_ request: QueueFile.Request) -> OutboundRequest {
        OutboundRequest(
            .postBody(request.body, type: RemoteWriteBody.mediaType), url: endpoint.url, headers: RemoteWriteBody.headers + endpoint.headers,
            trust: endpoint.trust, deadline: Self.deadline, byteLimit: Self.answerLimit)
    }
}

extension RemoteWriter.State {
    fileprivate mutating func current() -> RemoteWriter.Delivery? {
        if delivery == nil { delivery = queue.oldest(health: &health).map { RemoteWriter.Delivery(batch: $0) } }
        return delivery
    }

    fileprivate mutating func apply(
        _ verdict: DeliveryVerdict, to delivery: RemoteWriter.Delivery, at now: Timestamp, chance: Double
    ) -> RemoteWriter.Step {
        switch verdict {
        case .retry(let asked, let reason):
            health.failed(reason, at: now)
            return .pause(backoff.failed(asked: asked, chance: chance))
        case .delivered:
            health.accepted(delivery.request.samples, at: now)
        case .refused(let reason):
            queue.setAside(delivery.request, of: delivery.batch.entry, number: delivery.next + 1)
            health.refused(delivery.request.samples, because: reason)
        }
        backoff.succeeded()
        advance(delivery)
        return .answered
    }

    private mutating func advance(_ delivery: RemoteWriter.Delivery) {
        guard delivery.next + 1 >= delivery.batch.requests.count else {
            self.delivery?.next += 1
            return
        }
        queue.remove(delivery.batch.entry, health: &health)
        self.delivery = nil
    }
}
