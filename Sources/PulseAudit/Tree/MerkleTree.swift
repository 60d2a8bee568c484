/// A Merkle tree whose first leaves may have been removed, as far as proofs can be made of the rest: RFC 6962, section 2.1.
///
/// Of what was removed only the complete subtrees are known (``Frontier``). No more is needed for leaves behind it: a sibling that lies among the
/// removed leaves as a whole is a complete subtree, and none that holds it does.
package struct MerkleTree: Sendable {
    package let size: Int64
    private let removed: Frontier
    private let leaves: [Hash256]

    package init(removed: Frontier = Frontier(), leaves: [Hash256]) {
        (self.removed, self.leaves) = (removed, leaves)
        size = removed.size + Int64(leaves.count)
    }

    /// The root over the first `size` leaves.
    package func root(at size: Int64) -> Hash256? {
        guard size > 0, size <= self.size else { return size == 0 ? MerkleHash.empty : nil }
        return root(of: 0..<size)
    }

    /// What somebody with the leaf at `index` needs to compute the root over the first `size` leaves.
    ///
    /// - Returns: nil when the leaf is not there any more, or not yet.
    package func inclusion(of index: Int64, at size: Int64) -> [Hash256]? {
        guard index >= removed.size, index < size, size <= self.size else { return nil }
        return path(to: index, in: 0..<size)
    }

    /// What shows that the tree over the first `size` leaves began with the tree over the first `old` of them.
    ///
    /// - Returns: nil when what it takes was removed, or is not there yet.
    package func consistency(from old: Int64, to size: Int64) -> [Hash256]? {
        guard old >= 0, old <= size, size <= self.size else { return nil }
        return old == 0 ? [] : part(of: old, in: 0..<size, isKnown: true)
    }

    private func path(to index: Int64, in range: Range<Int64>) -> [Hash256]? {
        guard range.count > 1 else { return [] }
        let middle = Self.middle(range)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        let (near, far) = index < middle ? (left, right) : (right, left)
        guard let sibling = root(of: far) else { return nil }
        return path(to: index, in: near).map { $0 + [sibling] }
    }

    private func part(of old: Int64, in range: Range<Int64>, isKnown: Bool) -> [Hash256]? {
        guard old < range.upperBound else { return isKnown ? [] : root(of: range).map { [$0] } }
        let middle = Self.middle(range)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        let (below, beside) = old <= middle ? (part(of: old, in: left, isKnown: isKnown), right) : (part(of: old, in: right, isKnown: false), left)
        guard let below, let sibling = root(of: beside) else { return nil }
        return below + [sibling]
    }

    private func root(of range: Range<Int64>) -> Hash256? {
        if range.upperBound <= removed.size, let known = removed.root(of: range) { return known }
        if range.count == 1 { return range.lowerBound >= removed.size ? leaves[Int(range.lowerBound - removed.size)] : nil }
        let middle = Self.middle(range)
        guard let left = root(of: range.lowerBound..<middle), let right = root(of: middle..<range.upperBound) else { return nil }
        return MerkleHash.node(left, right)
    }

    /// Behind the largest power of two that is less than the whole.
    private static func middle(_ range: Range<Int64>) -> Int64 {
        let last = Int64(range.count - 1)
        return range.lowerBound + 1 << Int64(Int64.bitWidth - last.leadingZeroBitCount - 1)
    }
}

extension Frontier {
    /// Of one of the complete subtrees; nil for any other range.
    func root(of range: Range<Int64>) -> Hash256? {
        var start: Int64 = 0
        for (index, bit) in (0..<Int64.bitWidth).reversed().filter({ size >> $0 & 1 == 1 }).enumerated() {
            let end = start + 1 << bit
            if range == start..<end { return roots[index] }
            start = end
        }
        return nil
    }
}
