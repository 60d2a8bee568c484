import Crypto

/// The two hashes of a Merkle tree: RFC 6962, section 2.1. Leaves and nodes begin with different bytes, so that neither can pose as the other.
package enum MerkleHash {
    static let leafPrefix: UInt8 = 0
    static let nodePrefix: UInt8 = 1

    /// The root of a tree without leaves: the hash of nothing.
    package static let empty = Hash256(SHA256.hash(data: [UInt8]()))

    package static func leaf(_ entry: some Sequence<UInt8>) -> Hash256 {
        Hash256(SHA256.hash(data: [leafPrefix] + entry))
    }

    package static func node(_ left: Hash256, _ right: Hash256) -> Hash256 {
        var hash = SHA256()
        withUnsafeBytes(of: nodePrefix) { hash.update(bufferPointer: $0) }
        left.withBytes { hash.update(bufferPointer: $0) }
        right.withBytes { hash.update(bufferPointer: $0) }
        return Hash256(hash.finalize())
    }
}
