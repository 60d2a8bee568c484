import Crypto
import Foundation
import PulseAudit
import PulseCore
import PulseStorage

@testable import PulseHTTP

/// A real log in a file of its own, with four events and a checkpoint.
enum TestAuditLog {
    static let keys = KeyRing(current: SigningKey(bytes: Array(0...31)))

    static func door() -> AuditAccess {
        let path = NSTemporaryDirectory() + "pulse-http-\(UUID().uuidString)-audit.db"
        let sealer = Sealer(key: SymmetricKey(size: .bits256))
        let service = AuditService(
            now: { TestServer.start },
            open: {
                let database = try Database(path: path, migrations: AuditSchema.migrations, profile: .journal)
                let log = try AuditLog(database: database, sealer: sealer, keys: keys, random: { 0x0123_4567_89AB_CDEF })
                try log.append(events)
                try log.makeCheckpoint(.hour, at: TestServer.start)
                return log
            })
        let desk = VerificationDesk(now: { TestServer.start }, verification: { LogVerification(path: path, keys: keys) })
        return AuditAccess(trail: service, verification: desk, keyID: keys.current?.id, retentionDays: 365)
    }

    /// One of them is by somebody who tries a formula as a name.
    private static let events: [AuditEvent] = [
        event(1, "login", .user("admin"), .success, [:]), event(2, "login", .user("=cmd|' /C calc'!A0"), .denied, ["reason": "credentials_wrong"]),
        event(3, "source.add", .token(id: "1", name: "ci"), .intent, ["source": "homelab"]),
        event(3, "source.add", .token(id: "1", name: "ci"), .success, ["source": "homelab", "status": "201"]),
    ]

    private static func event(_ number: Int, _ name: String, _ actor: Actor, _ outcome: AuditEvent.Outcome, _ details: [String: String]) -> AuditEvent
    {
        AuditEvent(
            id: "operation-\(number)", at: TestServer.start + .seconds(number), event: name, actor: actor, address: "192.0.2.10",
            path: name == "login" ? "/api/login" : "/api/sources", outcome: outcome, details: details)
    }
}

/// A licence with everything.
struct EveryFeature: FeatureGate {
    func allows(_ feature: Feature) -> Bool { true }
}
