import Foundation
import Logging
import PulseCore
import PulseDelivery
import PulseStorage
import Synchronization

/// An outbox in a file of its own, with receivers that answer as the test says and a clock that the test moves.
final class TestOutbox: Sendable {
    static let start = Timestamp(seconds: 1_790_000_000)

    let path = NSTemporaryDirectory() + "pulse-outbox-\(UUID().uuidString).db"
    let database: Database
    let queue: OutboxQueue
    let endpoints: OutboxEndpoints
    let log: DeliveryLog
    let receivers = Receivers()
    let events = Events()
    let clock = Mutex(TestOutbox.start)
    let isOpen = Mutex(true)

    init(_ limits: OutboxLimits = .standard, endpoints ids: [String] = ["a"]) throws {
        database = try Database(path: path, migrations: OutboxSchema.migrations)
        queue = OutboxQueue(database: DatabaseSource(database), limits: limits)
        endpoints = OutboxEndpoints(database: DatabaseSource(database))
        log = DeliveryLog(database: DatabaseSource(database), limits: limits)
        for id in ids { try database.write { try endpoints.add(id, isPaused: false, in: $0) } }
    }

    deinit {
        try? database.close()
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    /// One as after a restart, on the same rows.
    func dispatcher() -> Dispatcher {
        Dispatcher(
            DispatcherParts(
                queue: queue, endpoints: endpoints, senders: receivers, observer: events, isOpen: { self.isOpen.withLock { $0 } },
                now: { self.clock.withLock { $0 } }, chance: { 0 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    func add(_ numbers: ClosedRange<Int64>, to endpoint: String = "a") throws {
        let now = clock.withLock { $0 }
        let drafts = numbers.map { OutboxDraft(id: "message-\($0)", number: $0, label: "login", body: Array("\($0)".utf8)) }
        try database.write { _ = try queue.add(drafts, to: endpoint, at: now, in: $0) }
    }

    func change(_ body: (WriteTransaction) throws -> Void) throws { try database.write(body) }

    func advance(_ duration: Duration) { clock.withLock { $0 = $0 + duration } }

    func status(_ endpoint: String = "a") throws -> EndpointStatus { try endpoints.status(of: endpoint)! }
}

/// What receivers got, and what they answer.
final class Receivers: SenderDirectory {
    typealias Answer = @Sendable (OutboxDraft) async -> DeliveryOutcome

    private struct State {
        var got: [String: [Int64]] = [:]
        var answers: [String: Answer] = [:]
    }

    private let state = Mutex(State())

    func answer(_ endpoint: String = "a", _ answer: @escaping Answer) { state.withLock { $0.answers[endpoint] = answer } }

    /// The numbers that were delivered, in order, repetitions too.
    func got(_ endpoint: String = "a") -> [Int64] { state.withLock { $0.got[endpoint] ?? [] } }

    func sender(for endpoint: String, at now: Timestamp) async throws -> (any DeliverySender)? { Sender(endpoint: endpoint, receivers: self) }

    fileprivate func take(_ message: OutboxDraft, _ endpoint: String) async -> DeliveryOutcome {
        let answer = state.withLock { $0.answers[endpoint] }
        let outcome = await answer?(message) ?? .delivered(status: 200)
        if outcome.reason == nil { state.withLock { $0.got[endpoint, default: []].append(message.number ?? 0) } }
        return outcome
    }

    private struct Sender: DeliverySender {
        let endpoint: String
        let receivers: Receivers

        func send(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryOutcome { await receivers.take(message, endpoint) }
        func confirm() async -> Bool { true }
        func close() async {}
    }
}

/// What an observer was told; with `isBroken` it cannot be told anything.
final class Events: DeliveryObserver {
    private let told = Mutex<[DeliveryEvent]>([])
    let isBroken = Mutex(false)

    struct Broken: Error {}

    var all: [DeliveryEvent] { told.withLock { $0 } }

    func happened(_ event: DeliveryEvent) async throws {
        if isBroken.withLock({ $0 }) { throw Broken() }
        told.withLock { $0.append(event) }
    }
}

func refused(_ status: Int? = 500, retryAfter: Duration? = nil) -> DeliveryOutcome {
    .failed(status: status, reason: "The receiver answered \(status ?? 0).", retryAfter: retryAfter)
}
