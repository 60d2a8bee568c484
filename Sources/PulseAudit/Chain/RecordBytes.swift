import Crypto

/// The bytes of one record after another, in the same memory.
///
/// The signature is over every column but itself, the number and the hash of the record before included. The hash is that of a leaf of
/// RFC 6962 over the same bytes and the signature, so nothing of a record can be changed, moved or left out without its hash.
struct RecordBytes {
    private static let (domain, version) = ("pulse.audit.record", "v2")
    private var canonical = CanonicalBytes()

    mutating func begin(_ record: some RecordColumns) {
        canonical.clear()
        canonical.append(byte: MerkleHash.leafPrefix)
        canonical.begin(domain: Self.domain, version: Self.version)
        canonical.append(record.sequence)
        canonical.append(record.previous)
        canonical.append(record.milliseconds)
        for column in TextColumn.allCases { record.withText(column) { canonical.append(field: $0) } }
        record.withDetails { canonical.append(field: $0) }
    }

    /// What a signature is over.
    func withSigned<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        canonical.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0.dropFirst())) }
    }

    /// Ends the record.
    mutating func leaf(signature: UnsafeRawBufferPointer) -> Hash256 {
        canonical.append(field: signature)
        return canonical.bytes.withUnsafeBytes { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: bytes)
            return Hash256(hash.finalize())
        }
    }
}
