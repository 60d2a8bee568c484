import Crypto
import Foundation
import Logging
import PulseAudit
import PulseCore
import PulseStorage
import Synchronization
import Testing

@testable import PulseServer

@Suite("Audit events in the application's log", .timeLimit(.minutes(5)))
struct AuditEchoTests {
    private let lines = KeptLog(from: .trace)
    private let directory = NSTemporaryDirectory() + "pulse-echo-\(UUID().uuidString)"
    private let start = Timestamp(seconds: 1_790_000_000)

    private func event(_ name: String, at: Timestamp) -> AuditEvent {
        AuditEvent(id: "one", at: at, event: name, actor: .user("anna"), address: "192.0.2.7", path: "/api/x", outcome: .success, details: ["a": "b"])
    }

    @Test("every event is a line, once and under its number: start, checkpoints, retention and the stop too")
    func everyEvent() async throws {
        let clock = Mutex(start)
        let now: @Sendable () -> Timestamp = { clock.withLock { $0 } }
        let logger = lines.logger
        let echo = AuditEcho(logger: logger)
        let data = try DataDirectory(path: directory)
        let settings = try AuditSettings(try await SettingsReader.make(flags: [:], environment: ["PULSE_AUDIT_RETENTION_DAYS": "1"], file: nil))
        let place = AuditPlace.open(
            in: data, sealer: Sealer(key: SymmetricKey(size: .bits256)), settings, followers: [echo], now: now, logger: logger)
        let trail = EchoedTrail(echo: echo, kept: place.service)
        let keeper = AuditKeeper(place, trail: trail, retention: settings.retention, version: "1", now: now, logger: logger)
        await keeper.begin()
        try await trail.record(event("source.add", at: start))
        clock.withLock { $0 = $0 + .seconds(3 * 86_400) }
        await keeper.tend(at: now())
        await keeper.end()
        try await place.service.close()

        var kept: [AuditRecord] = []
        try LogSummary.eachRecord(ofFile: place.path) { kept.append($0) }
        #expect(kept.map(\.event) == ["audit.checkpoint", "audit_cleanup", "shutdown", "audit.checkpoint"])
        let said = lines.said("Audit")
        #expect(said.compactMap { $0["sequence"] } == (1...7).map { "\($0)" })
        #expect(said.suffix(4).map { $0["event"] } == kept.map(\.event))
        #expect(said.prefix(3).map { $0["event"] } == ["startup", "audit.checkpoint", "source.add"])
        // Whole, so that a line of the application's log can be given to 'pulse audit verify --checkpoint'.
        #expect(said.compactMap { $0["detail.checkpoint"] }.allSatisfy { CheckpointLine.lines($0)?.count == 1 })
    }

    @Test("an event that could not be kept is a line that says so, and no other")
    func notKept() async {
        struct Broken: AuditTrail {
            func record(_ event: AuditEvent) async throws { throw AuditUnavailable(reason: "full") }
        }
        let trail = EchoedTrail(echo: AuditEcho(logger: lines.logger), kept: Broken())
        await #expect(throws: AuditUnavailable.self) { try await trail.record(event("login", at: start)) }
        #expect(lines.said("Audit").isEmpty)
        #expect(lines.said("Audit, not kept in the audit log").map { $0["event"] } == ["login"])
    }
}
