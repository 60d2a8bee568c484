package import PulseStorage

extension AuditLog {
    /// The file of the log, for the tables of ``WebhookSchema`` that stand in it beside the log.
    package var file: Database { database }
}
