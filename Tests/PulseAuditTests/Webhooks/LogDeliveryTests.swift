import Crypto
import Foundation
import Logging
import PulseCore
import PulseDelivery
import PulseStorage
import PulseTestPrograms
import PulseTransport
import Testing

@testable import PulseAudit

/// The log itself with webhooks in its file: what is recorded is delivered, and the log can be verified all the same.
@Suite("The audit log and its webhooks", .timeLimit(.minutes(2)))
struct LogDeliveryTests {
    private let path: String
    private let sealer = Sealer(key: SymmetricKey(size: .bits256))
    private let clock = Shared(WebhookDesk.start)

    init() throws {
        let directory = NSTemporaryDirectory() + "pulse-audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        path = directory + "/audit.db"
    }

    private struct Parts {
        let trail: AuditService
        let service: WebhookService
        let dispatcher: Dispatcher
        let client: OutboundClient

        func close() async throws {
            await client.shutdown()
            try await trail.close()
        }
    }

    private func parts() -> Parts {
        let (path, sealer, clock, bell) = (path, sealer, clock, DeliveryBell())
        let product = WebhookProduct(version: "0.1.0", host: "pulse-1")
        let open: @Sendable () throws -> AuditLog = {
            let database = try Database(path: path, migrations: AuditSchema.migrations + WebhookSchema.migrations, profile: .journal)
            let follower = WebhookFollower(product: product, now: { clock.value }, bell: bell)
            return try AuditLog(
                database: database, sealer: sealer, keys: KeyRing(current: TestLog.key), followers: [follower], random: { 0x0123_4567_89AB_CDEF })
        }
        let trail = AuditService(now: { clock.value }, open: open)
        let (source, client, newID) = (DatabaseSource(fileOf: { try trail.log() }), OutboundClient(), Numbers())
        let senders = WebhookSenders(
            database: source, sealer: sealer, factory: SenderFactory(client: client), allowed: [NetworkRange("127.0.0.0/8")!], product: product)
        let service = WebhookService(
            database: source, sealer: sealer, senders: senders, product: product, newID: { newID.next() }, changed: { bell.ring($0, isChanged: true) }
        )
        let dispatcher = Dispatcher(
            DispatcherParts(
                queue: OutboxQueue(database: source), endpoints: OutboxEndpoints(database: source), senders: senders,
                observer: WebhookObserver(audit: trail, now: { clock.value }, newID: { newID.next() }), isOpen: { true }, now: { clock.value },
                chance: { 0 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), bell: bell)
        return Parts(trail: trail, service: service, dispatcher: dispatcher, client: client)
    }

    private final class Numbers: Sendable {
        private let count = Shared(0)

        func next() -> String {
            count.set(count.value + 1)
            return "id-\(count.value)"
        }
    }

    private func add(_ url: String, to parts: Parts) throws -> String {
        let settings = try WebhookSettings(name: "", kind: .webhook, format: .json, url: url, filter: WebhookFilter())
        return try parts.service.add(settings, at: clock.value).view.endpoint.id
    }

    @Test("a receiver gets every record with the hash of the one before, and the log is intact with all of it in its file")
    func chain() async throws {
        try await LoopbackReceiver().run { receiver in
            let parts = parts()
            _ = try add(receiver.url, to: parts)
            for number in 1...50 { try await parts.trail.record(TestLog.event(number)) }
            await parts.dispatcher.drain()
            let got = try receiver.got.map { got in
                try #require((try JSONSerialization.jsonObject(with: Data(got.body)) as? [String: Any])?["data"] as? [String: Any])
            }
            let hashes = got.map { $0["hash"] as? String ?? "" }
            let previous = got.map { $0["previousHash"] as? String ?? "" }
            #expect(Set(hashes).count == 50 && Array(previous.dropFirst()) == Array(hashes.dropLast()))
            try await parts.close()
            #expect(try LogVerification(path: path, keys: KeyRing(current: TestLog.key)).run().problems == [])
        }
    }

    @Test("an endpoint that is switched off stands in the log, and goes to another endpoint from there")
    func disabled() async throws {
        let (gone, well) = (LoopbackReceiver { _ in .status(410) }, LoopbackReceiver())
        try await gone.run { gone in
            try await well.run { well in
                let parts = parts()
                let id = try add(gone.url, to: parts)
                _ = try add(well.url, to: parts)
                try await parts.trail.record(TestLog.event(1, "login"))
                await parts.dispatcher.drain()
                await parts.dispatcher.drain()
                #expect(well.got.map { $0.header("x-pulse-event") } == ["login", "webhook.disabled"])
                #expect(String(decoding: try #require(well.got.last).body, as: UTF8.self).contains(id))
                try await parts.close()
            }
        }
    }

    @Test("a range is replayed from the log where the outbox never had it, in order and with the filter, each naming the one before")
    func replayed() async throws {
        try await LoopbackReceiver().run { receiver in
            let parts = parts()
            for number in 1...10 { try await parts.trail.record(TestLog.event(number, number.isMultiple(of: 2) ? "login" : "source.add")) }
            let settings = try WebhookSettings(
                name: "", kind: .webhook, format: .json, url: receiver.url, filter: try WebhookFilter(events: ["login"]))
            let id = try parts.service.add(settings, at: clock.value).view.endpoint.id
            try await parts.trail.record(TestLog.event(11, "login"))
            await parts.dispatcher.drain()
            #expect(try parts.service.replay(.numbers(3...11), of: id, at: clock.value) == 5)
            await parts.dispatcher.drain()
            let got = try receiver.got.map { got in
                let body = try #require(try JSONSerialization.jsonObject(with: Data(got.body)) as? [String: Any])
                return [(body["data"] as? [String: Any])?["sequence"] as? Int, body["previousDeliveredSequence"] as? Int]
            }
            #expect(got == [[11, 0], [4, 2], [6, 4], [8, 6], [10, 8], [11, 0]])
            try await parts.close()
        }
    }

    @Test("while the log cannot be opened, webhooks say so, and go on when it can")
    func away() async throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.removeItem(atPath: folder)
        let parts = parts()
        #expect(throws: AuditUnavailable.self) { try parts.service.all() }
        await parts.dispatcher.drain()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        clock.set(clock.value + AuditService.retryInterval)
        #expect(try parts.service.all().isEmpty)
        try await parts.close()
    }
}
