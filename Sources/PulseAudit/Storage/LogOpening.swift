import Foundation
import GRDB
import PulseCore
import PulseStorage

/// Opens a log, or begins one, and looks whether it ends where it was signed last.
///
/// A log that does not is left alone: going on would put a new signature over what somebody changed.
struct LogOpening {
    let database: PulseStorage.Database
    let sealer: Sealer

    private static let context = "audit log key"

    func signer() throws -> LogSigner {
        guard let kept = try database.read(LogTable.read) else { return try begin() }
        guard let secret = Data(base64Encoded: try sealer.open(kept.sealedKey, for: Self.context).reveal()),
            let signer = try? LogSigner(origin: kept.identity.origin, secret: secret)
        else { throw damaged("the key that signs its checkpoints cannot be read") }
        guard signer.identity == kept.identity else { throw damaged("its public key is not that of the key that signs its checkpoints") }
        return signer
    }

    private func begin() throws -> LogSigner {
        let signer = LogSigner(origin: UUID().uuidString.lowercased())
        let sealed = try sealer.seal(Redacted(signer.secret.base64EncodedString()), for: Self.context)
        let head = try Head(frontier: Frontier(), hash: .zero, checkpoint: 0, tombstone: 0, at: Timestamp(milliseconds: 0)).signed(by: signer)
        try database.write { transaction in
            guard try RecordTable.ends(transaction.database) == nil else { throw damaged("it has events and does not say whose") }
            try LogTable.put(signer.identity, sealedKey: sealed, transaction.database)
            try HeadTable.put(head, transaction.database)
        }
        return signer
    }

    /// - Throws: ``StorageError/corrupt(path:reason:)``
    func checkedHead(_ identity: LogIdentity) throws -> Head {
        try database.read { database in
            guard let head = try HeadTable.read(database), identity.signed(head) else {
                throw damaged("the signed end of the log is missing or not genuine; 'pulse audit verify' says more")
            }
            let tombstone = try TombstoneTable.newest(database)
            let checkpoint = try CheckpointTable.newest(1, database).first
            guard tombstone?.number ?? 0 == head.tombstone, checkpoint?.number ?? 0 == head.checkpoint else {
                throw damaged("its newest checkpoint or tombstone is missing; 'pulse audit verify' says more")
            }
            let last = try RecordTable.ends(database)?.last ?? tombstone?.last ?? 0
            guard last == head.size else {
                throw damaged("it was signed with \(head.size) events and ends with event \(last); 'pulse audit verify' says more")
            }
            if let record = try RecordTable.one(last, database), record.hash != head.hash.data || record.verdict(.empty) == .failed {
                throw damaged("its last event, \(last), was changed; 'pulse audit verify' says more")
            }
            return head
        }
    }

    private func damaged(_ reason: String) -> StorageError { .corrupt(path: database.path, reason: reason) }
}
