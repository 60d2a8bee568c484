package import Foundation

/// A Merkle tree that only grows, as far as it has to be known for growing: the roots of its complete subtrees, the largest first.
///
/// There are as many as the size has one-bits, so the tree over a million records is at most twenty hashes. What was before can be removed
/// and the tree still goes on: that is what a tombstone keeps.
package struct Frontier: Sendable, Equatable {
    /// How many leaves.
    package private(set) var size: Int64
    package private(set) var roots: [Hash256]

    package init() { (size, roots) = (0, []) }

    /// - Returns: nil when a tree of that size has another number of complete subtrees.
    package init?(size: Int64, roots: [Hash256]) {
        guard size >= 0, roots.count == size.nonzeroBitCount else { return nil }
        (self.size, self.roots) = (size, roots)
    }

    package mutating func append(_ leaf: Hash256) {
        var node = leaf
        var rest = size
        while rest & 1 == 1 {
            node = MerkleHash.node(roots.removeLast(), node)
            rest >>= 1
        }
        roots.append(node)
        size += 1
    }

    /// The hash of the whole tree.
    package var root: Hash256 {
        guard let last = roots.last else { return MerkleHash.empty }
        return roots.dropLast().reversed().reduce(last) { MerkleHash.node($1, $0) }
    }

    /// The roots one after the other, as they are stored.
    package var data: Data { roots.reduce(into: Data()) { $0.append($1.data) } }

    package init?(size: Int64, data: Data) {
        guard data.count.isMultiple(of: Hash256.byteCount) else { return nil }
        let parts = stride(from: 0, to: data.count, by: Hash256.byteCount).compactMap { offset in
            Hash256(data.dropFirst(offset).prefix(Hash256.byteCount))
        }
        self.init(size: size, roots: parts)
    }
}
