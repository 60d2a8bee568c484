/// The texts of a record, in the order in which its canonical bytes have them.
enum TextColumn: Int32, CaseIterable {
    case id, operation, event, actor, user, address, path, outcome, key
}

/// A record as its canonical bytes are made of it: one in memory, or a row of a file that is looked at where it lies.
protocol RecordColumns {
    var sequence: Int64 { get }
    /// Milliseconds since 1970.
    var milliseconds: Int64 { get }
    var previous: Hash256 { get }
    func withText<Result>(_ column: TextColumn, _ body: (UnsafeRawBufferPointer) -> Result) -> Result
    func withDetails<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}
