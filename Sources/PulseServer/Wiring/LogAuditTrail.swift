import Logging
import PulseCore

/// The audit trail until the audit log proper exists: every event is a line of the log.
struct LogAuditTrail: AuditTrail {
    let logger: Logger

    func record(_ event: AuditEvent) async throws {
        var metadata: Logger.Metadata = [
            "id": "\(event.id)", "event": "\(event.event)", "actor": "\(event.actor.name.printable(limit: 128))",
            "outcome": "\(event.outcome.rawValue)",
        ]
        if let address = event.address { metadata["address"] = "\(address)" }
        if let path = event.path { metadata["path"] = "\(path.printable(limit: 256))" }
        for (name, value) in event.details { metadata["detail.\(name)"] = "\(value.printable(limit: 256))" }
        logger.notice("Audit", metadata: metadata)
    }
}
