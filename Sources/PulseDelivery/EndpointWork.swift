import Logging
import PulseCore

/// Sends what waits for one endpoint, in order, until nothing is left or it has to be waited for.
struct EndpointWork: Sendable {
    /// When to look again.
    enum End: Equatable {
        case resting
        case due(at: Timestamp)
    }

    let endpoint: String
    let parts: DispatcherParts
    /// True once somebody changed something about the endpoint, so that rows and sender have to be read anew.
    let isOutdated: @Sendable () -> Bool

    /// Messages that are read at a time.
    static let page = 100
    /// Deliveries that may be kept in one transaction: after a crash at most so many are repeated.
    static let batch = 50
    /// A delivery is kept after this time at the latest, though the batch is not full.
    static let keepWithin = Duration.milliseconds(500)
    /// While deliveries are held, and while the storage refuses.
    static let patience = Duration.seconds(30)

    func run() async -> End {
        do {
            // What was changed has been rung for, so that work on it begins anew.
            while !Task.isCancelled, !isOutdated() {
                if let end = try await page() { return end }
            }
        } catch {
            parts.logger.error("Deliveries cannot go on for now", metadata: ["endpoint": "\(endpoint)", "error": "\(error)"])
            return .due(at: parts.now() + Self.patience)
        }
        return .resting
    }

    /// - Returns: nil when there may be more to send at once.
    private func page() async throws -> End? {
        guard let status = try parts.endpoints.status(of: endpoint) else { return .resting }
        let isOpen = parts.isOpen()
        var state = EndpointState(status.phase, schedule: parts.schedule)
        switch state.look(hasWaiting: status.waiting > 0, isOpen: isOpen, at: parts.now()) {
        case .rest: return isOpen || status.waiting == 0 ? .resting : .due(at: parts.now() + Self.patience)
        case .wake(let at): return .due(at: at)
        case .send:
            guard let sender = try await parts.senders.sender(for: endpoint, at: parts.now()) else { return .resting }
            let result = await Result { try await send(try parts.queue.waiting(endpoint, limit: Self.page), by: sender, &state) }
            await sender.close()
            try result.get()
            return nil
        }
    }

    private func send(_ messages: [OutboxMessage], by sender: any DeliverySender, _ state: inout EndpointState) async throws {
        var pending = PendingReceipts()
        for message in messages where !Task.isCancelled && !isOutdated() && parts.isOpen() {
            let outcome = await sender.send(message.draft, at: parts.now())
            // Given up from our side, as at shutdown: that is no attempt.
            if Task.isCancelled, outcome.reason != nil { break }
            let verdict = state.finished(outcome, attempt: message.attempts + 1, at: parts.now(), chance: parts.chance())
            pending.add(Receipt(message, attempt: message.attempts + 1, at: parts.now(), outcome: outcome, verdict: verdict), of: message)
            if pending.isDue(at: parts.now()), try await !keep(&pending, sender) { return }
            if verdict != .delivered { break }
        }
        _ = try await keep(&pending, sender)
    }

    /// - Returns: false when the receiver turned out not to have them: the first counts as an attempt that failed, and all are sent again.
    private func keep(_ pending: inout PendingReceipts, _ sender: any DeliverySender) async throws -> Bool {
        defer { pending = PendingReceipts() }
        guard let first = pending.first else { return true }
        if pending.hasDelivered, await !sender.confirm() {
            let outcome = DeliveryOutcome.failed(status: nil, reason: "The connection ended before the receiver had everything.", retryAfter: nil)
            var state = EndpointState(.sending, schedule: parts.schedule)
            let attempt = first.attempts + 1
            let verdict = state.finished(outcome, attempt: attempt, at: parts.now(), chance: parts.chance())
            try settle([Receipt(first, attempt: attempt, at: parts.now(), outcome: outcome, verdict: verdict)])
            return false
        }
        try settle(pending.all)
        return true
    }

    private func settle(_ receipts: [Receipt]) throws { try parts.queue.settle(receipts, of: endpoint, at: parts.now()) }
}

/// Outcomes that are not on disk yet.
private struct PendingReceipts {
    private(set) var all: [Receipt] = []
    private(set) var first: OutboxMessage?

    mutating func add(_ receipt: Receipt, of message: OutboxMessage) {
        all.append(receipt)
        first = first ?? message
    }

    var hasDelivered: Bool { all.first?.verdict == .delivered }

    func isDue(at now: Timestamp) -> Bool {
        guard let first = all.first else { return false }
        return all.count >= EndpointWork.batch || now.since(first.at) >= EndpointWork.keepWithin
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
