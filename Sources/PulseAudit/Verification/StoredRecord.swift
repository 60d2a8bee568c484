/// A record as a file has it, with what is said about it there.
protocol StoredRecord: RecordColumns {
    var hash: Hash256? { get }
    var isWellFormed: Bool { get }
    func withSignature<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension StoredRecord {
    func text(_ column: TextColumn) -> String { withText(column) { String(decoding: $0, as: UTF8.self) } }
}

/// The same record at the place that its id names.
struct RecordAtHome<Record: StoredRecord>: StoredRecord {
    let record: Record
    let sequence: Int64

    /// - Returns: nil when the id names no other place.
    init?(_ record: Record) {
        guard let sequence = RecordIdentifier.sequence(of: record.text(.id)), sequence != record.sequence else { return nil }
        (self.record, self.sequence) = (record, sequence)
    }

    var milliseconds: Int64 { record.milliseconds }
    var previous: Hash256 { record.previous }
    var hash: Hash256? { record.hash }
    var isWellFormed: Bool { record.isWellFormed }

    func withText<Result>(_ column: TextColumn, _ body: (UnsafeRawBufferPointer) -> Result) -> Result { record.withText(column, body) }
    func withDetails<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { record.withDetails(body) }
    func withSignature<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { record.withSignature(body) }
}
