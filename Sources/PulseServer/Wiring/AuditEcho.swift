import Logging
import PulseAudit
import PulseCore
import PulseStorage

/// Says every event of the audit log in the application's log as well, whoever recorded it: the log itself (`audit.key`, `audit_cleanup`) too.
struct AuditEcho: AuditFollower {
    /// Characters of a value; a checkpoint has fewer, so the application's log is a witness of it.
    private static let longestValue = 1024

    let logger: Logger

    func appended(_ records: [AuditRecord], in transaction: WriteTransaction) {}

    /// Only what was kept, so that no line speaks of an event that is not there.
    func committed(_ records: [AuditRecord]) {
        for record in records {
            let fields = [
                "sequence": "\(record.sequence)", "id": record.operation, "event": record.event, "actor": record.user,
                "outcome": record.outcome.rawValue, "address": record.address, "path": record.path,
            ]
            say("Audit", fields, record.details)
        }
    }

    /// What could not be kept is in the application's log at least.
    func notKept(_ event: AuditEvent) {
        let fields = [
            "id": event.id, "event": event.event, "actor": event.actor.name, "outcome": event.outcome.rawValue, "address": event.address ?? "",
            "path": event.path ?? "",
        ]
        say("Audit, not kept in the audit log", fields, event.details)
    }

    private func say(_ sentence: Logger.Message, _ fields: [String: String], _ details: [String: String]) {
        let named = fields.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) } + details.map { ("detail.\($0.key)", $0.value) }
        let metadata = named.map { name, value in (name, Logger.MetadataValue.string(value.printable(limit: Self.longestValue))) }
        logger.notice(sentence, metadata: Logger.Metadata(metadata) { $1 })
    }
}

/// The trail of a server: the audit log, and the application's log for what could not be kept there.
struct EchoedTrail: AuditTrail {
    let echo: AuditEcho
    let kept: any AuditTrail

    func record(_ event: AuditEvent) async throws {
        do { try await kept.record(event) } catch {
            echo.notKept(event)
            throw error
        }
    }
}
