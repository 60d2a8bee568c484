import Crypto
import Foundation
import Logging
import PulseAudit
import PulseCore
import PulseDelivery
import PulseStorage
import PulseTransport
import Synchronization
import Testing

/// Audit webhooks on a file of their own, with a follower that the test drives and a clock that it moves.
final class WebhookDesk: Sendable {
    static let start = Timestamp(seconds: 1_790_000_000)

    let path = NSTemporaryDirectory() + "pulse-webhooks-\(UUID().uuidString).db"
    let database: Database
    let service: WebhookService
    let follower: WebhookFollower
    let dispatcher: Dispatcher
    let trail = Trail()
    let clock: Shared<Timestamp>
    let isLicensed = Shared(true)
    private let client = OutboundClient()
    private let sequence = Mutex<Int64>(0)

    init(allowed: [String] = ["127.0.0.0/8"], limits: OutboxLimits = .standard, clock: Shared<Timestamp> = Shared(WebhookDesk.start)) throws {
        self.clock = clock
        database = try Database(path: path, migrations: AuditSchema.migrations + WebhookSchema.migrations)
        let sealer = Sealer(key: SymmetricKey(data: Data(repeating: 7, count: 32)))
        let product = WebhookProduct(version: "0.1.0", host: "pulse-1")
        let source = DatabaseSource(database)
        let senders = WebhookSenders(
            database: source, sealer: sealer, factory: SenderFactory(client: client), allowed: allowed.compactMap { NetworkRange($0) },
            product: product)
        let ids = Mutex(0)
        let newID: @Sendable () -> String = { "id-\(ids.withLock { $0 += 1; return $0 })" }
        let (trail, licence) = (trail, isLicensed)
        let queue = OutboxQueue(database: source, limits: limits)
        let bell = DeliveryBell()
        service = WebhookService(
            database: source, sealer: sealer, senders: senders, product: product, limits: limits, newID: newID,
            changed: { bell.ring($0, isChanged: true) })
        follower = WebhookFollower(product: product, limits: limits, now: { clock.value }, bell: bell)
        dispatcher = Dispatcher(
            DispatcherParts(
                queue: queue, endpoints: OutboxEndpoints(database: source), senders: senders,
                observer: WebhookObserver(audit: trail, now: { clock.value }, newID: newID), isOpen: { licence.value }, now: { clock.value },
                chance: { 0 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), bell: bell)
    }

    deinit {
        try? database.close()
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    /// As the audit log appends: rows first, then word of it.
    @discardableResult
    func append(_ events: String..., outcome: AuditEvent.Outcome = .success, details: [String: String] = [:]) throws -> [AuditRecord] {
        let records = events.map { event in
            SampleRecords.record(
                event,
                sequence: sequence.withLock {
                    $0 += 1; return $0
                }, outcome: outcome, details: details)
        }
        try database.write { try follower.appended(records, in: $0) }
        follower.committed(records)
        return records
    }

    func advance(_ duration: Duration) { clock.set(clock.value + duration) }

    func add(
        _ url: String, kind: WebhookKind = .webhook, format: AuditFormat? = nil, events: [String] = [], outcomes: [AuditEvent.Outcome] = [],
        secret: String? = nil, authority: String? = nil
    ) throws -> (view: WebhookView, secret: WebhookSecret?) {
        let settings = try WebhookSettings(
            name: "", kind: kind, format: format, url: url, filter: try WebhookFilter(events: events, outcomes: outcomes), authority: authority)
        return try service.add(settings, secret: secret, at: Self.start)
    }

    func close() async { await client.shutdown() }
}

/// A value that several closures see.
final class Shared<Value: Sendable>: Sendable {
    private let kept: Mutex<Value>

    init(_ value: Value) { kept = Mutex(value) }

    var value: Value { kept.withLock { $0 } }

    func set(_ value: Value) { kept.withLock { $0 = value } }
}

/// What was recorded.
final class Trail: AuditTrail {
    private let recorded = Mutex<[AuditEvent]>([])

    var events: [AuditEvent] { recorded.withLock { $0 } }

    func record(_ event: AuditEvent) async throws { recorded.withLock { $0.append(event) } }
}
