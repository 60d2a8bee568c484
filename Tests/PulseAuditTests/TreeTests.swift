import Crypto
import Foundation
import PulseCore
import Testing

@testable import PulseAudit

/// Vectors of RFC 6962 as transparency-dev/merkle publishes them (testonly/constants.go).
@Suite("The tree of RFC 6962", .timeLimit(.minutes(5)))
struct TreeTests {
    static let inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    static let leaves = inputs.map { MerkleHash.leaf(Hex.bytes($0) ?? []) }

    @Test("leaf and node have the published values")
    func hashes() throws {
        #expect(MerkleHash.leaf("L123456".utf8).hex == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
        let node = SHA256.hash(data: [MerkleHash.nodePrefix] + Array("N123N456".utf8))
        #expect(Hash256(node).hex == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb")
        let (left, right) = (Self.leaves[0], Self.leaves[1])
        #expect(MerkleHash.node(left, right).hex == Self.roots[2])
    }

    @Test("a growing tree has the published roots at every size", arguments: 0...8)
    func root(size: Int) {
        var frontier = Frontier()
        for leaf in Self.leaves.prefix(size) { frontier.append(leaf) }
        #expect(frontier.root.hex == Self.roots[size])
        #expect(MerkleProof.root(Self.leaves.prefix(size)).hex == Self.roots[size])
        #expect(Frontier(size: Int64(size), data: frontier.data) == frontier)
    }

    @Test("a frontier of another size is refused")
    func wrongFrontier() {
        #expect(Frontier(size: 3, roots: [Self.leaves[0]]) == nil)
        #expect(Frontier(size: 1, data: Data([1, 2, 3])) == nil)
        #expect(Frontier(size: -1, roots: []) == nil)
    }

    @Test("every leaf is shown to be in the tree, and no other leaf or place is", arguments: 1...8)
    func inclusion(size: Int) {
        let leaves = Self.leaves.prefix(size)
        let root = MerkleProof.root(leaves)
        for index in 0..<size {
            let proof = MerkleProof.inclusion(of: index, in: leaves)
            #expect(MerkleProof.includes(leaves[index], at: Int64(index), in: Int64(size), proof: proof, root: root))
            #expect(!MerkleProof.includes(MerkleHash.leaf([9]), at: Int64(index), in: Int64(size), proof: proof, root: root))
            #expect(!MerkleProof.includes(leaves[index], at: Int64(size), in: Int64(size), proof: proof, root: root))
            if size > 1 {
                #expect(!MerkleProof.includes(leaves[index], at: Int64((index + 1) % size), in: Int64(size), proof: proof, root: root))
                #expect(!MerkleProof.includes(leaves[index], at: Int64(index), in: Int64(size), proof: [], root: root))
            }
        }
    }

    @Test("a tree is shown to go on from every smaller one, and from no other", arguments: 1...8)
    func consistency(size: Int) {
        let leaves = Self.leaves.prefix(size)
        let root = MerkleProof.root(leaves)
        for old in 1...size {
            let proof = MerkleProof.consistency(from: old, in: leaves)
            let before = MerkleProof.root(leaves.prefix(old))
            #expect(MerkleProof.extends(before, size: Int64(old), to: root, size: Int64(size), proof: proof))
            let other = MerkleProof.root([MerkleHash.leaf([9])] + leaves.prefix(old).dropFirst())
            #expect(!MerkleProof.extends(other, size: Int64(old), to: root, size: Int64(size), proof: proof))
        }
    }
}
