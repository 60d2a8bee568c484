import Foundation
import Logging
import PulseCore
import PulseDelivery
import PulseEvaluation
import PulseStorage
import PulseTransport
import Synchronization

/// The process that is killed: it queues messages for one endpoint and delivers them, both as fast as it can. Its pace comes from the receiver.
struct Deliverer {
    private static let endpoint = "bench"
    /// So many attempts that none is the last, and waits of milliseconds.
    private static let schedule = RetrySchedule(
        waits: Array(repeating: .milliseconds(1), count: 100_000), jitter: 1, longestRetryAfter: .seconds(1), throttleWait: .milliseconds(1))
    /// Messages of one transaction.
    private static let batch = 200

    private let database: Database
    private let queue: OutboxQueue
    private let endpoints: OutboxEndpoints
    private let total: Int

    /// - Parameter total: messages that have to be delivered.
    init(path: String, total: Int) throws {
        database = try Database(path: path, migrations: OutboxSchema.migrations)
        // The delivery log keeps all, so that the number of the last one added can be read from it.
        queue = OutboxQueue(database: DatabaseSource(database))
        endpoints = OutboxEndpoints(database: DatabaseSource(database))
        self.total = total
        if try endpoints.all().isEmpty { try database.write { try endpoints.add(Self.endpoint, isPaused: false, in: $0) } }
    }

    /// Messages that were queued so far: those that wait come after the last that was delivered, without gaps.
    func added() throws -> Int {
        guard let status = try endpoints.status(of: Self.endpoint) else { return 0 }
        return Int(status.deliveredNumber ?? 0) + status.waiting
    }

    var isDone: Bool { (try? endpoints.status(of: Self.endpoint)?.deliveredNumber) == Int64(total) }

    func close() throws { try database.close() }

    func run(port: Int, seed: UInt64) async throws {
        let client = OutboundClient()
        let random = Mutex(SeededRandom(seed: seed))
        let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        let bell = DeliveryBell()
        let dispatcher = Dispatcher(
            DispatcherParts(
                queue: queue, endpoints: endpoints, senders: LoopbackSenders(port: port, factory: SenderFactory(client: client)), observer: Silent(),
                schedule: Self.schedule, isOpen: { true }, now: now, chance: { random.withLock { $0.unit() } }, logger: Logger(label: "deliverer")),
            bell: bell)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await dispatcher.run() }
            // The waits are shorter than the dispatcher's own pace.
            group.addTask { while (try? await Task.sleep(for: .milliseconds(1))) != nil { dispatcher.tick(at: now()) } }
            try add(at: now())
            bell.ring(Self.endpoint)
            while !isDone { try await Task.sleep(for: .milliseconds(10)) }
            group.cancelAll()
        }
        await client.shutdown()
    }

    private func add(at now: Timestamp) throws {
        var next = try added() + 1
        while next <= total {
            let drafts = (next...min(total, next + Self.batch - 1)).map {
                OutboxDraft(
                    id: "message-\($0)", number: Int64($0), label: "login", body: Array("{\"number\":\($0),\"text\":\"\(Self.filling)\"}".utf8))
            }
            try database.write { _ = try queue.add(drafts, to: Self.endpoint, at: now, in: $0) }
            next += drafts.count
        }
    }

    /// Makes a body as long as that of an audit event.
    private static let filling = String(repeating: "x", count: 700)

    private struct LoopbackSenders: SenderDirectory {
        let port: Int
        let factory: SenderFactory

        func sender(for endpoint: String, at now: Timestamp) async throws -> (any DeliverySender)? {
            let egress = EgressRules(allowed: [NetworkRange("127.0.0.0/8")].compactMap { $0 })
            return factory.sender(
                for: DeliveryTarget(
                    .webhook(url: "http://127.0.0.1:\(port)/", contentType: "application/json", secrets: [.make()]), egress: egress,
                    userAgent: "pulse-bench"))
        }
    }

    private struct Silent: DeliveryObserver {
        func happened(_ event: DeliveryEvent) async throws {}
    }
}
