import GRDB
import PulseCore
import PulseDelivery
import PulseStorage

/// Messages made anew from the records of the log, for what an outbox does not hold any more or never had room for.
struct LoggedEvents {
    let endpoint: WebhookEndpoint
    let product: WebhookProduct

    /// Records that are looked at to find the one before a range.
    private static let lookBack = 10_000

    /// - Parameters:
    ///   - held: numbers that the outbox has.
    ///   - most: of messages.
    func drafts(in range: ClosedRange<Int64>, except held: Set<Int64>, most: Int, _ transaction: WriteTransaction) throws -> [OutboxDraft] {
        var previous = try last(before: range.lowerBound, transaction)
        var drafts: [OutboxDraft] = []
        let rows = try Row.fetchCursor(
            transaction.database, sql: "SELECT \(RecordTable.columns) FROM record WHERE sequence BETWEEN ? AND ? ORDER BY sequence",
            arguments: [range.lowerBound, range.upperBound])
        while drafts.count < most, let row = try rows.next() {
            let record = RecordTable.record(row)
            guard WebhookEvents.isMeant(record, for: endpoint) else { continue }
            if !held.contains(record.sequence) { drafts.append(product.draft(of: record, for: endpoint.settings, previousDelivered: previous)) }
            previous = record.sequence
        }
        return drafts
    }

    /// The last event before this one that is meant for the endpoint; 0 when none is near.
    private func last(before sequence: Int64, _ transaction: WriteTransaction) throws -> Int64 {
        let rows = try Row.fetchCursor(
            transaction.database, sql: "SELECT \(RecordTable.columns) FROM record WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
            arguments: [sequence, Self.lookBack])
        while let row = try rows.next() {
            let record = RecordTable.record(row)
            if WebhookEvents.isMeant(record, for: endpoint) { return record.sequence }
        }
        return 0
    }
}
