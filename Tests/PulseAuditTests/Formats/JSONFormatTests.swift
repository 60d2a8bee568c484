import Foundation
import PulseCore
import Testing

@testable import PulseAudit

@Suite("Records in JSON", .timeLimit(.minutes(5)))
struct JSONFormatTests {
    private func object(_ format: AuditFormat, _ record: AuditRecord, _ context: FormatContext = context) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(format.bytes(of: record, context))) as? [String: Any])
    }

    @Test("v5's payload to the letter, with sequence and hashes in it")
    func v5() {
        let zeros = String(repeating: "06", count: 32)
        let expected =
            #"{"data":{"actor":"user","details":"name=homelab; status=201","event":"source.add","fields":{"name":"homelab","status":"201"},"#
            + #""hash":"\#(String(repeating: "07", count: 32))","id":"00000000-0000-4000-8000-000000000007","ip":"10.0.0.7","keyId":"k1","#
            + #""operation":"op-7","outcome":"success","path":"/api/sources","previousHash":"\#(zeros)","sequence":7,"signature":"v2:ab12","#
            + #""success":true,"timestamp":"2026-09-21T14:13:20.123Z","user":"admin"},"event":"audit.source.add","previousDeliveredSequence":5,"#
            + #""timestamp":"2026-09-21T14:13:20.123Z"}"#
        #expect(String(decoding: AuditFormat.json.bytes(of: SampleRecords.record(), context), as: UTF8.self) == expected)
    }

    @Test("what is empty is left out as in v5, but for the address")
    func empty() throws {
        let record = AuditRecord(
            sequence: 1, id: "x", operation: "o", at: SampleRecords.at, event: "start", actor: .system, user: "", address: "", path: "",
            outcome: .failure, details: [:], previousHash: Data(count: 32), hash: Data(count: 32), signature: "", keyID: "")
        let data = try #require(try object(.json, record)["data"] as? [String: Any])
        #expect(Set(data.keys).isDisjoint(with: ["user", "path", "details", "signature", "keyId"]))
        #expect(data["ip"] as? String == "" && data["success"] as? Bool == false)
    }

    @Test("every form carries the sequence, the one before it here, and both hashes", arguments: AuditFormat.allCases)
    func gapDetectable(format: AuditFormat) {
        for bytes in [format.bytes(of: SampleRecords.record(), context), format.syslogBytes(of: SampleRecords.record(), context)] {
            let text = String(decoding: bytes, as: UTF8.self)
            for hash in ["06", "07"] { #expect(text.contains(String(repeating: hash, count: 32)), "\(format): \(text)") }
            #expect(text.lowercased().contains("previousdelivered") || text.contains("previous_delivered"))
        }
    }

    @Test("a test message says so in every form", arguments: AuditFormat.allCases)
    func marked(format: AuditFormat) {
        let test = FormatContext(version: "0.1.0", host: "pulse-1", previousDelivered: 0, isTest: true)
        let record = SampleRecords.record("webhook.check")
        #expect(String(decoding: format.bytes(of: record, test), as: UTF8.self).contains("test"))
        #expect(!String(decoding: format.bytes(of: record, context), as: UTF8.self).contains("test"))
    }

    @Test("hostile text stays a value", arguments: [AuditFormat.json, .ecs, .ocsf, .hec])
    func hostile(format: AuditFormat) throws {
        let all = try object(format, SampleRecords.hostile)
        #expect(!all.isEmpty)
        let bytes = format.bytes(of: SampleRecords.hostile, context)
        #expect(!bytes.contains(10) && !bytes.contains(0))
    }

    @Test("ECS: allowed values of its categories, types and outcomes")
    func ecs() throws {
        let categories: Set = ["authentication", "configuration", "iam", "process", "session", "web"]
        let types: Set = ["access", "change", "creation", "deletion", "end", "info", "start", "user", "denied"]
        for event in OCSFTests.events {
            for outcome in AuditEvent.Outcome.allCases {
                let all = try object(.ecs, SampleRecords.record(event, outcome: outcome))
                let fields = try #require(all["event"] as? [String: Any])
                #expect(Set(try #require(fields["category"] as? [String])).isSubset(of: categories), "\(event)")
                #expect(Set(try #require(fields["type"] as? [String])).isSubset(of: types), "\(event)")
                #expect(["success", "failure", "unknown"].contains(fields["outcome"] as? String ?? ""))
                #expect(fields["kind"] as? String == "event" && fields["sequence"] as? Int == 7)
                #expect((all["ecs"] as? [String: Any])?["version"] as? String == "8.11.0" && all["@timestamp"] is String)
            }
        }
    }

    @Test("HEC: time in seconds, the event object, and indexed fields that are not nested")
    func hec() throws {
        let all = try object(.hec, SampleRecords.record())
        #expect(all["time"] as? Double == 1_790_000_000.123 && all["host"] as? String == "pulse-1")
        #expect(all["source"] as? String == "pulse" && all["sourcetype"] as? String == "pulse:audit")
        #expect((all["event"] as? [String: Any])?["id"] as? String == "00000000-0000-4000-8000-000000000007")
        let fields = try #require(all["fields"] as? [String: Any])
        #expect(fields.values.allSatisfy { !($0 is [String: Any]) } && fields["previousDeliveredSequence"] as? Int == 5)
    }
}
