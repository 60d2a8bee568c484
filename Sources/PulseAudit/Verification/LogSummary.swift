/// What a log says about itself, looked up in its file without changing it.
package struct LogSummary: Sendable {
    package let identity: LogIdentity
    package let events: Int64
    /// The signed end; nil where it is missing.
    package let head: Head?
    package let checkpoint: Checkpoint?
    package let removed: Int64

    /// - Throws: `StorageError`
    package init(path: String) throws {
        let file = try LogFile(path: path)
        guard let identity = try file.identity() else { throw LogFile.notALog(path) }
        self.identity = identity
        (events, head) = (try file.count(), try file.head())
        (checkpoint, removed) = (try file.checkpoints().last?.checkpoint, try file.tombstones().last?.tombstone?.last ?? 0)
    }

    /// Every event of a file, oldest first.
    package static func eachRecord(ofFile path: String, _ body: (AuditRecord) -> Void) throws {
        try LogFile(path: path).records { row in
            body(row.record)
            return true
        }
    }
}
