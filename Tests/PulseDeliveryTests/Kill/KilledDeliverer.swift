import Foundation
import GRDB
import Logging
import PulseCore
import PulseEvaluation
import PulseStorage
import PulseTransport
import Synchronization

@testable import PulseDelivery

/// The process that is killed: it adds messages, each batch in one transaction with a row of its own, and delivers them at the same time.
enum KilledDeliverer {
    static let endpoints = ["a", "b", "c"]
    /// So many attempts that none is the last, and waits of milliseconds.
    static let schedule = RetrySchedule(
        waits: Array(repeating: .milliseconds(2), count: 100_000), jitter: 1, longestRetryAfter: .seconds(1), throttleWait: .milliseconds(2))
    private static let made = Migration("2026-11-26 made", "CREATE TABLE made (number INTEGER NOT NULL); INSERT INTO made VALUES (0)")

    static func open(_ path: String) throws -> PulseStorage.Database { try Database(path: path, migrations: OutboxSchema.migrations + [made]) }

    static func prepare(_ path: String) throws {
        let (database, table) = try both(path)
        try database.write { transaction in for endpoint in endpoints { try table.add(endpoint, isPaused: false, in: transaction) } }
        try database.close()
    }

    private static func both(_ path: String) throws -> (PulseStorage.Database, OutboxEndpoints) {
        let database = try open(path)
        return (database, OutboxEndpoints(database: DatabaseSource(database)))
    }

    /// What waits, and how many were added.
    static func left(_ path: String) throws -> (waiting: Int, dead: Int, made: Int) {
        let (database, table) = try both(path)
        defer { try? database.close() }
        let states = try endpoints.compactMap { try table.status(of: $0) }
        let made = try database.read { try Int.fetchOne($0, sql: "SELECT number FROM made") ?? 0 }
        return (states.map(\.waiting).reduce(0, +), states.map(\.dead).reduce(0, +), made)
    }

    /// Goes on until all `total` messages of each endpoint are added and delivered, then ends itself as it would be ended.
    static func run(_ path: String, ports: [Int], total: Int, seed: UInt64, saying pipe: String) async throws {
        let said = Foundation.open(pipe, O_WRONLY)
        let line = Array("\(getpid())\n".utf8)
        _ = Foundation.write(said, line, line.count)
        let (database, table) = try both(path)
        let queue = OutboxQueue(database: DatabaseSource(database))
        let client = OutboundClient()
        let random = Mutex(SeededRandom(seed: seed))
        let bell = DeliveryBell()
        let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        let dispatcher = Dispatcher(
            DispatcherParts(
                queue: queue, endpoints: table, senders: Directory(ports: ports, factory: SenderFactory(client: client)), observer: Silent(),
                schedule: schedule, isOpen: { true }, now: now, chance: { random.withLock { $0.unit() } },
                logger: Logger(label: "deliverer") { _ in SwiftLogNoOpLogHandler() }), bell: bell)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await dispatcher.run() }
            // The waits are shorter than the dispatcher's own pace.
            group.addTask { while (try? await Task.sleep(for: .milliseconds(2))) != nil { dispatcher.tick(at: now()) } }
            while try add(total, to: queue, database, random.withLock { $0.whole(1...40) }, now()) {
                for endpoint in endpoints { bell.ring(endpoint) }
                await Task.yield()
            }
            while try endpoints.contains(where: { try table.status(of: $0)?.waiting != 0 }) { try await Task.sleep(for: .milliseconds(5)) }
            kill(getpid(), SIGKILL)
        }
    }

    /// - Returns: false when all are there.
    private static func add(_ total: Int, to queue: OutboxQueue, _ database: PulseStorage.Database, _ count: Int, _ now: Timestamp) throws -> Bool {
        try database.write { transaction in
            let made = try Int.fetchOne(transaction.database, sql: "SELECT number FROM made") ?? 0
            guard made < total else { return false }
            let numbers = made + 1...min(total, made + count)
            let drafts = numbers.map { OutboxDraft(id: "m-\($0)", number: Int64($0), label: "login", body: Array("{\"number\":\($0)}".utf8)) }
            for endpoint in endpoints { try queue.add(drafts, to: endpoint, at: now, in: transaction) }
            try transaction.database.execute(sql: "UPDATE made SET number = ?", arguments: [numbers.upperBound])
            return true
        }
    }

    private struct Directory: SenderDirectory {
        let ports: [Int]
        let factory: SenderFactory

        func sender(for endpoint: String, at now: Timestamp) async throws -> (any DeliverySender)? {
            let port = ports[KilledDeliverer.endpoints.firstIndex(of: endpoint) ?? 0]
            return factory.sender(
                for: DeliveryTarget(
                    .webhook(url: "http://127.0.0.1:\(port)/", contentType: "application/json", secrets: [.make()]), egress: loopback,
                    userAgent: "Pulse"))
        }
    }

    private struct Silent: DeliveryObserver {
        func happened(_ event: DeliveryEvent) async throws {}
    }
}
