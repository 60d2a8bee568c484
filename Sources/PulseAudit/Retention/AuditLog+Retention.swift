package import PulseCore
import PulseStorage
import Synchronization

extension AuditLog {
    /// Removes events of before `cutoff` from the beginning of the log, at most ``LogPrefix/most`` of them, and leaves a signed tombstone.
    ///
    /// - Returns: nil when there is nothing to remove.
    /// - Throws: `StorageError`; that the log is damaged when what would be removed is not what was signed.
    package func removeEvents(before cutoff: Timestamp, days: Int, at now: Timestamp) throws -> Tombstone? {
        try tidy()
        let (frontier, before) = position.withLock { ($0.chain.frontier, $0.tombstone) }
        guard let prefix = try LogPrefix(olderThan: cutoff, after: before, of: frontier, in: database) else { return nil }
        try makeCheckpoint(.retention, at: now)
        let tombstone = try Tombstone(
            number: (before?.number ?? 0) + 1, first: (before?.last ?? 0) + 1, frontier: prefix.frontier, hash: prefix.hash, at: now,
            reason: "events older than \(days) days"
        ).signed(by: signer)
        try commit([tombstone.event(days: days, at: now)], at: now) { position, transaction in
            try prefix.remove(transaction)
            try TombstoneTable.insert(tombstone, transaction.database)
            position.tombstone = tombstone
        }
        return tombstone
    }

    /// Gives room of what was removed back to the file system, a portion at a time: appending waits meanwhile.
    package func giveBack() throws { try database.shrink(by: Self.givenBack) }

    private static let givenBack: Int64 = 16 << 20
}

extension Tombstone {
    /// What the log itself says of the removal.
    fileprivate func event(days: Int, at now: Timestamp) -> AuditEvent {
        AuditEvent(
            id: "cleanup-\(number)", at: now, event: "audit_cleanup", actor: .system, address: nil, path: nil, outcome: .success,
            details: [
                "removed": "\(count)", "first": "\(first)", "last": "\(last)", "lastHash": hash.hex, "tombstone": "\(number)",
                "olderThanDays": "\(days)",
            ])
    }
}
