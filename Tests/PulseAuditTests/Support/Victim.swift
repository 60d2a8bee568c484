import Crypto
import Foundation
import PulseCore
import PulseTestPrograms

@testable import PulseAudit

/// A log with everything in it, closed: events 1 to 8 removed with a tombstone, four checkpoints (over 12, 28, 40 and 45 events), event 41
/// about the removal, and three events behind the last checkpoint. Others change copies of it.
struct Victim {
    let log: TestLog
    let identity: LogIdentity
    let outside: [CheckpointLine]
    let last: Int64 = 48

    static let standard = Result { try Victim() }

    init() throws {
        log = try TestLog()
        try log.append(1...12)
        try log.log.makeCheckpoint(.start, at: TestLog.start)
        try log.append(13...28)
        try log.log.makeCheckpoint(.hour, at: TestLog.start)
        try log.append(29...40)
        _ = try log.log.removeEvents(before: TestLog.start + .seconds(9 * 60), days: 30, at: TestLog.start + .seconds(40 * 60))
        try log.append(42...45)
        try log.log.makeCheckpoint(.shutdown, at: TestLog.start)
        try log.append(46...48)
        identity = log.log.identity
        outside = try log.log.checkpoints(after: 0).map { [identity] in CheckpointLine($0, of: identity) }
        try log.log.close()
    }

    /// What a verifier says who has the file, the public key and what is given besides.
    func report(after sql: String, keys: KeyRing = .empty, outside: [CheckpointLine] = []) throws -> VerificationReport {
        let copy = try log.copy()
        defer { try? FileManager.default.removeItem(atPath: copy) }
        if !sql.isEmpty { try SQLiteProgram.run(sql, on: copy) }
        return try LogVerification(path: copy, publicKey: identity.publicKey, keys: keys, outside: outside).run()
    }

    /// The records that are there.
    func records() throws -> [AuditRecord] {
        let file = try LogFile(path: log.path)
        var records: [AuditRecord] = []
        try file.records { row in
            records.append(row.record)
            return true
        }
        return records
    }
}

extension AuditRecord {
    /// As somebody else would have written it, who knows how hashes are made: signed with `key`, behind `previous`.
    func forged(previous: Data, user: String? = nil, key: SigningKey?, claiming keyID: String? = nil) -> AuditRecord {
        let draft = AuditRecord(
            sequence: sequence, id: id, operation: operation, at: at, event: event, actor: actor, user: user ?? self.user, address: address,
            path: path, outcome: outcome, details: details, previousHash: previous, hash: Data(), signature: "", keyID: keyID ?? key?.id ?? "")
        var bytes = RecordBytes()
        bytes.begin(draft)
        var signature = key.map { key in bytes.withSigned { key.signature(of: $0) } } ?? ""
        let hash = signature.withUTF8 { bytes.leaf(signature: UnsafeRawBufferPointer($0)) }
        return draft.sealed(signature: signature, hash: hash)
    }

    /// The statement that puts this record into its place.
    var sql: String {
        """
        UPDATE record SET user = '\(user)', key = '\(keyID)', previous = X'\(Hex.text(previousHash))', hash = X'\(Hex.text(hash))',
        signature = '\(signature)' WHERE sequence = \(sequence);
        """
    }
}
