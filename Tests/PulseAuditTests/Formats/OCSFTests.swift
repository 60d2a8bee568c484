import Foundation
import PulseCore
import Testing

@testable import PulseAudit

@Suite("Records in OCSF", .timeLimit(.minutes(5)))
struct OCSFTests {
    static let events = [
        "login", "oidc_login", "login.passkey", "logout", "user.create", "user.change", "user.remove", "user.unlock", "password_change",
        "password.reset",
        "totp.enable", "totp.remove", "passkey.add", "role.create", "token.create", "token.revoke", "token.rotate", "source.add", "source.change",
        "source.remove", "source.test", "webhook.disabled", "webhook.dead_letter", "license.activate", "license.clear", "config.export",
        "config.import",
        "server.start", "server.stop", "csrf_failure", "resource.annotate", "command.run", "", "…",
    ]

    /// Attributes that the schema 1.3.0 requires of each class beside those of every event.
    private static let required: [Int: [String]] = [
        3001: ["user"], 3002: ["user", "service"], 3004: ["entity"], 6002: ["app"], 6003: ["actor", "api", "src_endpoint"],
    ]
    /// The activities that each class knows; 99 is "Other" and carries its name.
    private static let activities: [Int: ClosedRange<Int>] = [3001: 1...11, 3002: 1...7, 3004: 1...13, 6002: 1...8, 6003: 1...4]

    @Test("every attribute that its class requires, and numbers that fit together", arguments: events)
    func valid(event: String) throws {
        for outcome in AuditEvent.Outcome.allCases {
            for actor in Actor.Kind.allCases {
                let record = SampleRecords.record(
                    event, outcome: outcome, actor: actor, user: actor == .system ? "" : "admin", address: actor == .system ? "" : "::1")
                let all = try #require(
                    try JSONSerialization.jsonObject(with: Data(AuditFormat.ocsf.bytes(of: record, context))) as? [String: Any])
                let uid = try #require(all["class_uid"] as? Int)
                let activity = try #require(all["activity_id"] as? Int)
                #expect(all["category_uid"] as? Int == uid / 1000 && all["type_uid"] as? Int == uid * 100 + activity)
                #expect(all["time"] as? Int == 1_790_000_000_123 && all["severity_id"] is Int)
                let metadata = try #require(all["metadata"] as? [String: Any])
                #expect(metadata["version"] as? String == "1.3.0" && (metadata["product"] as? [String: Any])?["vendor_name"] as? String == "Pulse")
                for name in try #require(Self.required[uid], "class \(uid)") { #expect(all[name] != nil, "\(event): \(name)") }
                #expect(try #require(Self.activities[uid]).contains(activity) || activity == 99 && all["activity_name"] is String)
                if let user = all["user"] as? [String: Any] { #expect((user["name"] as? String)?.isEmpty == false) }
                let endpoint = all["src_endpoint"] as? [String: Any]
                #expect((endpoint?["ip"] != nil || endpoint?["name"] != nil) == (uid != 6002))
            }
        }
    }

    @Test(
        "the class and activity of an event",
        arguments: [
            ("login", 300_201), ("logout", 300_202), ("oidc_login", 300_201), ("user.create", 300_101), ("password_change", 300_103),
            ("totp.enable", 300_110), ("token.revoke", 300_106), ("source.add", 300_401), ("source.change", 300_403), ("source.remove", 300_404),
            ("license.activate", 300_408), ("webhook.disabled", 300_409), ("server.start", 600_203), ("server.stop", 600_204),
            ("csrf_failure", 600_399),
            ("report.create", 600_301),
        ])
    func classes(event: String, type: Int) throws {
        let all = try JSONSerialization.jsonObject(with: Data(AuditFormat.ocsf.bytes(of: SampleRecords.record(event), context))) as? [String: Any]
        #expect(all?["type_uid"] as? Int == type)
    }
}
