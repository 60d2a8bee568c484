import Foundation
package import PulseCore
package import PulseStorage
import Synchronization

/// The audit log of one installation: records are appended, chained, signed, kept and read.
package final class AuditLog: Sendable {
    package let identity: LogIdentity
    package let keys: KeyRing
    let database: PulseStorage.Database
    let signer: LogSigner
    private let followers: [any AuditFollower]
    private let random: @Sendable () -> UInt64
    let position: Mutex<LogPosition>

    /// - Parameters:
    ///   - database: with at least the tables of ``AuditSchema``.
    ///   - random: for the ids of records.
    /// - Throws: `StorageError`; that the file is damaged also when its end is not what was signed last.
    package init(
        database: PulseStorage.Database, sealer: Sealer, keys: KeyRing, followers: [any AuditFollower] = [],
        random: @escaping @Sendable () -> UInt64
    ) throws {
        let opening = LogOpening(database: database, sealer: sealer)
        signer = try opening.signer()
        identity = signer.identity
        let head = try opening.checkedHead(identity)
        position = Mutex(try LogPosition(head, key: keys.current, database: database))
        (self.database, self.keys, self.followers, self.random) = (database, keys, followers, random)
    }

    /// Keeps all of them or none; when it returns they are on the disk.
    @discardableResult
    package func append(_ events: [AuditEvent]) throws -> [AuditRecord] {
        guard let at = events.map(\.at).max() else { return [] }
        return try commit(events, at: at) { _, _ in }
    }

    /// One transaction: what `change` does, the events, and the new end of the log.
    ///
    /// - Parameter change: says what becomes of the position, and writes what goes with it.
    @discardableResult
    func commit(
        _ events: [AuditEvent], at: Timestamp, _ change: (inout LogPosition, WriteTransaction) throws -> Void
    ) throws -> [AuditRecord] {
        let records = try position.withLock { position in
            var next = position
            let records = next.chain.append(events, random: random)
            try database.write { transaction in
                try change(&next, transaction)
                let head = try next.head(at: at).signed(by: signer)
                try keep(records, head, transaction)
                let behind = try head.size - AnswerTables.last(transaction.database)
                if behind >= AnswerTables.mostBehind { try AnswerTables.bringUp(transaction.database, having: records) }
            }
            position = next
            return records
        }
        if !records.isEmpty { for follower in followers { follower.committed(records) } }
        return records
    }

    private func keep(_ records: [AuditRecord], _ head: Head, _ transaction: WriteTransaction) throws {
        try RecordTable.insert(records, transaction.database)
        try HeadTable.put(head, transaction.database)
        if !records.isEmpty { for follower in followers { try follower.appended(records, in: transaction) } }
    }

    /// Does what commits left for later, so that none of them has to: whoever has the time calls it now and then.
    package func tidy() throws {
        guard try database.read(AnswerTables.isBehind) else { return }
        try database.write { try AnswerTables.bringUp($0.database) }
        try database.fold()
    }

    /// True when the file can be written now.
    package func isWritable() -> Bool { database.isHealthy() }

    /// Copies the log while it stays in use.
    package func backUp(to path: String) throws { try database.backUp(to: path) }

    package func close() throws { try database.close() }
}
