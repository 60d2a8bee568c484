import Foundation
import PulseCore

@testable import PulseAudit

/// Records for the tests of formats and webhooks.
enum SampleRecords {
    static let at = Timestamp(milliseconds: 1_790_000_000_123)

    static func record(
        _ event: String = "source.add", sequence: Int64 = 7, outcome: AuditEvent.Outcome = .success, actor: Actor.Kind = .user,
        user: String = "admin",
        address: String = "10.0.0.7", details: [String: String] = ["name": "homelab", "status": "201"]
    ) -> AuditRecord {
        AuditRecord(
            sequence: sequence, id: "00000000-0000-4000-8000-\(String(format: "%012d", sequence))", operation: "op-\(sequence)", at: at, event: event,
            actor: actor, user: user, address: address, path: "/api/sources", outcome: outcome, details: details, previousHash: hash(sequence - 1),
            hash: hash(sequence), signature: "v2:ab12", keyID: "k1")
    }

    static func hash(_ sequence: Int64) -> Data { Data(repeating: UInt8(truncatingIfNeeded: sequence), count: 32) }

    /// Text that tries to break out of whatever it stands in.
    static let hostile = record(
        user: "a=b|c\\d\"]\n<script>\u{202E}é",
        details: ["na me=\"]|": "x\"] [evil@1 a=\"b\"]\r\nCEF:0|x|", "k": "=|\\ \u{0}\t"])
}

let context = FormatContext(version: "0.1.0", host: "pulse-1", previousDelivered: 5)
