/// Proofs about a Merkle tree, for somebody who knows a root and not the leaves: RFC 6962, sections 2.1.1 and 2.1.2.
package enum MerkleProof {
    /// The root over some leaves: section 2.1.
    package static func root(_ leaves: ArraySlice<Hash256>) -> Hash256 {
        guard let first = leaves.first else { return MerkleHash.empty }
        guard leaves.count > 1 else { return first }
        let middle = leaves.startIndex + split(leaves.count)
        return MerkleHash.node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    /// What somebody with the leaf at `index` needs to compute the root.
    package static func inclusion(of index: Int, in leaves: ArraySlice<Hash256>) -> [Hash256] {
        guard leaves.count > 1 else { return [] }
        let size = split(leaves.count)
        let middle = leaves.startIndex + size
        return index < size
            ? inclusion(of: index, in: leaves[..<middle]) + [root(leaves[middle...])]
            : inclusion(of: index - size, in: leaves[middle...]) + [root(leaves[..<middle])]
    }

    /// What shows that the tree over all leaves began with the tree over the first `size` of them.
    package static func consistency(from size: Int, in leaves: ArraySlice<Hash256>) -> [Hash256] {
        size == 0 ? [] : part(of: size, in: leaves, isKnown: true)
    }

    private static func part(of size: Int, in leaves: ArraySlice<Hash256>, isKnown: Bool) -> [Hash256] {
        guard size < leaves.count else { return isKnown ? [] : [root(leaves)] }
        let half = split(leaves.count)
        let middle = leaves.startIndex + half
        return size <= half
            ? part(of: size, in: leaves[..<middle], isKnown: isKnown) + [root(leaves[middle...])]
            : part(of: size - half, in: leaves[middle...], isKnown: false) + [root(leaves[..<middle])]
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int { 1 << ((count - 1).bitWidth - (count - 1).leadingZeroBitCount - 1) }
}

/// Checking of proofs: RFC 9162, sections 2.1.3.2 and 2.1.4.2.
extension MerkleProof {
    package static func includes(_ leaf: Hash256, at index: Int64, in size: Int64, proof: [Hash256], root: Hash256) -> Bool {
        guard index >= 0, index < size else { return false }
        var (node, last, hash) = (index, size - 1, leaf)
        for step in proof {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = MerkleHash.node(step, hash)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, step)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    package static func extends(
        _ oldRoot: Hash256, size oldSize: Int64, to newRoot: Hash256, size newSize: Int64, proof: [Hash256]
    ) -> Bool {
        if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot }
        if oldSize == 0 { return proof.isEmpty }
        guard oldSize > 0, oldSize < newSize else { return false }
        // A whole subtree of the new tree is its own beginning of the proof.
        var steps = (oldSize & (oldSize - 1) == 0 ? [oldRoot] : []) + proof
        guard !steps.isEmpty else { return false }
        var (node, last) = (oldSize - 1, newSize - 1)
        while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
        let start = steps.removeFirst()
        var (old, new) = (start, start)
        for step in steps {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                (old, new) = (MerkleHash.node(step, old), MerkleHash.node(step, new))
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                new = MerkleHash.node(new, step)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
