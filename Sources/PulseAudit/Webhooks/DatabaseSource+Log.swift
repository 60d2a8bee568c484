package import PulseDelivery

extension DatabaseSource {
    /// The file of a log, for the tables of ``WebhookSchema`` that stand in it.
    ///
    /// - Parameter log: throws while the log cannot be opened.
    package init(fileOf log: @escaping @Sendable () throws -> AuditLog) {
        self.init(open: { try log().database })
    }
}
