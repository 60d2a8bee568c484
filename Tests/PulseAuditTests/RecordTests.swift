import Foundation
import PulseAudit
import PulseCore
import Testing

@Suite("Audit records", .timeLimit(.minutes(5)))
struct RecordTests {
    @Test("an intent and a success count as success, a failure and a denial do not", arguments: AuditEvent.Outcome.allCases)
    func success(outcome: AuditEvent.Outcome) {
        let record = AuditRecord(
            sequence: 1, id: "", operation: "", at: Timestamp(seconds: 0), event: "login", actor: .user, user: "", address: "", path: "",
            outcome: outcome, details: [:], previousHash: Data(), hash: Data(), signature: "", keyID: "")
        #expect(record.success == (outcome == .intent || outcome == .success))
    }
}
