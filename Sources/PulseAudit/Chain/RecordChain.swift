import PulseCore

/// Turns events into records: numbers them, ties each to the one before, signs them and adds them to the tree.
///
/// A value: a copy goes on in a transaction, and takes the place of the original when that is kept.
struct RecordChain: Sendable {
    private(set) var frontier: Frontier
    /// Of the last record.
    private(set) var hash: Hash256
    private let key: SigningKey?

    init(frontier: Frontier = Frontier(), hash: Hash256 = .zero, key: SigningKey?) {
        (self.frontier, self.hash, self.key) = (frontier, hash, key)
    }

    mutating func append(_ events: [AuditEvent], random: () -> UInt64) -> [AuditRecord] {
        var bytes = RecordBytes()
        return events.map { append($0, random(), &bytes) }
    }

    private mutating func append(_ event: AuditEvent, _ random: UInt64, _ bytes: inout RecordBytes) -> AuditRecord {
        let draft = AuditRecord(limited: event, sequence: frontier.size + 1, previous: hash, keyID: key?.id ?? "", random: random)
        bytes.begin(draft)
        var signature = key.map { key in bytes.withSigned { key.signature(of: $0) } } ?? ""
        hash = signature.withUTF8 { bytes.leaf(signature: UnsafeRawBufferPointer($0)) }
        frontier.append(hash)
        return draft.sealed(signature: signature, hash: hash)
    }
}
