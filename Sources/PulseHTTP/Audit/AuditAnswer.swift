import Foundation
import PulseAudit
import PulseCore

/// The log as JSON: the names of v5, and ours beside them.
enum AuditAnswer {
    static func page(_ page: AuditPage) -> [UInt8] {
        var json = JSONWriter(capacity: 256 + page.records.count * 700)
        json.object { json in
            json.name("events"); json.array(page.records) { record($1, &$0) }
            json.name("total"); json.integer(page.total)
            json.name("totalIsAtLeast"); json.bool(page.isTotalAtLeast)
            json.name("persistentLogging"); json.bool(true)
            json.name("older"); json.integer(page.older)
            json.name("newer"); json.integer(page.newer)
        }
        return json.bytes
    }

    private static func record(_ record: AuditRecord, _ json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(record.id)
            json.name("timestamp"); json.time(record.at)
            json.name("event"); json.string(record.event)
            json.name("user"); json.string(record.user)
            json.name("ip"); json.string(record.address)
            json.name("path"); json.string(record.path)
            json.name("success"); json.bool(record.success)
            json.name("details"); json.string(DetailsForm.text(record.details))
            json.name("fields")
            json.object { json in
                for (name, value) in DetailsForm.sorted(record.details) {
                    json.name(data: name); json.string(value)
                }
            }
            json.name("signature"); json.string(record.signature)
            json.name("sequence"); json.integer(record.sequence)
            json.name("previousHash"); json.string(Hex.text(record.previousHash))
            json.name("hash"); json.string(Hex.text(record.hash))
            json.name("outcome"); json.string(record.outcome.rawValue)
            json.name("operation"); json.string(record.operation)
            json.name("actor"); json.string(record.actor.rawValue)
            json.name("keyId"); json.string(record.keyID)
        }
    }

    static func verdict(_ verdict: SignatureVerdict) -> [UInt8] {
        let message =
            switch verdict {
            case .verified: "Event signature verified"
            case .failed: "Event signature verification failed"
            case .unsigned: "The event was written without a signing key"
            case .noKey: "The key that signed the event is not known; name it in PULSE_AUDIT_PREVIOUS_SIGNING_KEYS"
            }
        var json = JSONWriter()
        json.object { json in
            json.name("available"); json.bool(true)
            json.name("verified"); json.bool(verdict == .verified)
            json.name("message"); json.string(message)
            json.name("status"); json.string(verdict.rawValue)
        }
        return json.bytes
    }

    static func summary(_ counts: AuditCounts, _ filter: AuditFilter, _ check: SignatureCount?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("total_events"); json.integer(counts.total)
            json.name("success_count"); json.integer(counts.successes)
            json.name("failure_count"); json.integer(counts.total - counts.successes)
            json.name("events_by_type"); table(counts.byEvent, &json)
            json.name("events_by_user"); table(counts.byUser, &json)
            json.name("start_time"); json.time(filter.from)
            json.name("end_time"); json.time(filter.to)
            json.name("checked"); json.bool(check != nil)
            json.name("invalid_signature_count"); json.integer(check?.invalid ?? 0)
            json.name("unsigned_count"); json.integer(check?.unsigned ?? 0)
        }
        return json.bytes
    }

    private static func table(_ counts: [String: Int64], _ json: inout JSONWriter) {
        json.object { json in
            for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                json.name(data: name); json.integer(count)
            }
        }
    }

    static func status(_ audit: AuditAccess, _ log: AuditLog?, _ state: AuditState?) -> [UInt8] {
        let problem = audit.trail.problem
        var json = JSONWriter()
        json.object { json in
            json.name("persistent"); json.bool(true)
            json.name("writable"); json.bool(problem == nil && log != nil)
            json.name("problem"); json.string(problem)
            json.name("signing"); json.bool(audit.keyID != nil)
            json.name("keyId"); json.string(audit.keyID)
            json.name("events"); json.integer(state?.events ?? 0)
            json.name("firstSequence"); json.integer(state?.first)
            json.name("headSequence"); json.integer(state?.last)
            json.name("headHash"); json.string(state?.headHash?.hex)
            json.name("checkpoint")
            if let checkpoint = state?.checkpoint, let log { newest(checkpoint, log.identity, &json) } else { json.null() }
            json.name("retentionDays"); json.integer(audit.retentionDays)
            json.name("origin"); json.string(log?.identity.origin)
            json.name("publicKey"); json.string(log?.identity.publicKey.base64EncodedString())
        }
        return json.bytes
    }

    private static func newest(_ checkpoint: Checkpoint, _ identity: LogIdentity, _ json: inout JSONWriter) {
        json.object { json in
            json.name("sequence"); json.integer(checkpoint.size)
            json.name("root"); json.string(checkpoint.root.hex)
            json.name("at"); json.time(checkpoint.at)
            json.name("publicKey"); json.string(identity.publicKey.base64EncodedString())
        }
    }

    static func checkpoints(_ checkpoints: [Checkpoint], _ identity: LogIdentity) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("checkpoints")
            json.array(checkpoints) { json, checkpoint in
                json.object { json in
                    json.name("origin"); json.string(identity.origin)
                    json.name("number"); json.integer(checkpoint.number)
                    json.name("sequence"); json.integer(checkpoint.size)
                    json.name("treeSize"); json.integer(checkpoint.size)
                    json.name("root"); json.string(checkpoint.root.hex)
                    json.name("at"); json.time(checkpoint.at)
                    json.name("reason"); json.string(checkpoint.reason.rawValue)
                    json.name("previous"); json.string(checkpoint.previous.hex)
                    json.name("signature"); json.string(checkpoint.signature.base64EncodedString())
                    json.name("publicKey"); json.string(identity.publicKey.base64EncodedString())
                }
            }
        }
        return json.bytes
    }

    static func verification(_ progress: VerificationDesk.Progress) -> [UInt8] {
        let report = progress.report
        var json = JSONWriter()
        json.object { json in
            json.name("state"); json.string(progress.phase.rawValue)
            json.name("checked"); json.integer(progress.checked)
            json.name("total"); json.integer(progress.total)
            json.name("startedAt"); json.time(progress.startedAt)
            json.name("finishedAt"); json.time(progress.finishedAt)
            // Stopped half-way it may have found damage; it cannot have found the log intact.
            json.name("verdict"); json.string(report.flatMap { $0.verdict == .cancelled ? nil : $0.verdict.rawValue })
            json.name("problemCount"); json.integer(report?.problemCount ?? 0)
            json.name("problems")
            json.array(report?.problems ?? []) { json, problem in
                json.object { json in
                    json.name("sequence"); json.integer(problem.sequence)
                    json.name("kind"); json.string(problem.kind.rawValue)
                    json.name("sentence"); json.string(problem.sentence)
                }
            }
            json.name("unsigned"); json.integer(report?.unsigned ?? 0)
            json.name("warnings"); json.array((report?.warnings ?? []) + [progress.failure].compactMap { $0 }) { $0.string($1) }
        }
        return json.bytes
    }
}
