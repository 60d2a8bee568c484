package import PulseStorage

/// Something that must not miss a record: it is told inside the transaction that appends, so that both are kept or neither.
///
/// It writes rows and returns; whatever takes time happens afterwards.
package protocol AuditFollower: Sendable {
    func appended(_ records: [AuditRecord], in transaction: WriteTransaction) throws
    /// After the transaction was kept: there may be work to do, or something to be said.
    func committed(_ records: [AuditRecord])
}
