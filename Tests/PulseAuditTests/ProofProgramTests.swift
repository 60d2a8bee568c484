import Crypto
import Foundation
import PulseCore
import PulseTestPrograms
import Testing

@testable import PulseAudit

@Suite("Proofs for somebody who does not have the log", .timeLimit(.minutes(5)))
struct ProofProgramTests {
    // MARK: The tree

    /// Of the tree of ``TreeTests``, as certificate-transparency's own tests have them; its leaves count from 1.
    private static let inclusions: [(leaf: Int64, size: Int64, path: [String])] = [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            2, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]
    private static let consistencies: [(old: Int64, size: Int64, path: [String])] = [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]

    @Test("paths are the published ones")
    func published() {
        let tree = MerkleTree(leaves: TreeTests.leaves)
        for (leaf, size, path) in Self.inclusions { #expect(tree.inclusion(of: leaf - 1, at: size)?.map(\.hex) == path) }
        for (old, size, path) in Self.consistencies { #expect(tree.consistency(from: old, to: size)?.map(\.hex) == path) }
    }

    @Test("paths are the same however many of the first leaves were removed", arguments: 1...21)
    func removed(size: Int) {
        let leaves = (0..<size).map { MerkleHash.leaf([UInt8($0)]) }
        var frontier = Frontier()
        for removed in 0...size {
            let tree = MerkleTree(removed: frontier, leaves: Array(leaves[removed...]))
            for end in max(1, removed)...size {
                #expect(tree.root(at: Int64(end)) == MerkleProof.root(leaves.prefix(end)))
                for index in 0..<size {
                    let expected = index >= removed && index < end ? MerkleProof.inclusion(of: index, in: leaves.prefix(end)) : nil
                    #expect(tree.inclusion(of: Int64(index), at: Int64(end)) == expected)
                }
                for old in max(1, removed)...end {
                    #expect(tree.consistency(from: Int64(old), to: Int64(end)) == MerkleProof.consistency(from: old, in: leaves.prefix(end)))
                }
            }
            if removed < size { frontier.append(leaves[removed]) }
        }
    }

    // MARK: The log

    private func line(_ index: Int) throws -> CheckpointLine { try Victim.standard.get().outside[index] }

    @Test("every event that is there and covered has a proof that holds with the public key alone, behind a removal too")
    func everyEvent() throws {
        let victim = try Victim.standard.get()
        let prover = try LogProver(path: victim.log.path)
        for sequence in 9...45 as ClosedRange<Int64> {
            let made = try prover.inclusion(of: sequence, in: nil)
            let read = try #require(AuditProof(json: try made.json()))
            #expect(read == made && read.fault(publicKey: victim.identity.publicKey) == nil, "\(sequence)")
        }
        let early = try prover.inclusion(of: 9, in: try line(0))
        #expect(early.fault(publicKey: victim.identity.publicKey) == nil)
    }

    @Test("what cannot be proven is refused with its reason")
    func refused() throws {
        let prover = try LogProver(path: try Victim.standard.get().log.path)
        #expect(throws: ProofError.removed(8, last: 8)) { try prover.inclusion(of: 8, in: nil) }
        #expect(throws: ProofError.notCovered(46, size: 45)) { try prover.inclusion(of: 46, in: nil) }
        #expect(throws: ProofError.notCovered(20, size: 12)) { try prover.inclusion(of: 20, in: try line(0)) }
        #expect(throws: ProofError.order(from: 45, to: 12)) { try prover.consistency(from: try line(3), to: try line(0)) }
        let other = try TestLog()
        defer { other.remove() }
        try other.append(1...3)
        #expect(throws: ProofError.noCheckpoint) { try LogProver(path: other.path).inclusion(of: 1, in: nil) }
        #expect(throws: ProofError.otherLog) { try LogProver(path: other.path).inclusion(of: 1, in: try line(0)) }
    }

    @Test("any two checkpoints have a proof that the log went on, and two that are exchanged have none")
    func goesOn() throws {
        let victim = try Victim.standard.get()
        let prover = try LogProver(path: victim.log.path)
        for old in 0..<4 {
            for new in old..<4 {
                let proof = try prover.consistency(from: try line(old), to: try line(new))
                let read = try #require(AuditProof(json: try proof.json()))
                #expect(read.fault(publicKey: victim.identity.publicKey) == nil, "\(old) \(new)")
            }
        }
    }

    @Test("of a log that was changed there is no proof", .enabled(if: SQLiteProgram.isInstalled))
    func changed() throws {
        let victim = try Victim.standard.get()
        for sql in [
            "UPDATE record SET user = 'eve' WHERE sequence = 20", "DELETE FROM record WHERE sequence = 30",
            "UPDATE record SET hash = zeroblob(32) WHERE sequence = 41",
        ] {
            let copy = try victim.log.copy()
            defer { try? FileManager.default.removeItem(atPath: copy) }
            try SQLiteProgram.run(sql, on: copy)
            #expect(throws: ProofError.changed(copy), "\(sql)") { try LogProver(path: copy).inclusion(of: 20, in: nil) }
        }
    }

    // MARK: Tampered proofs

    private func fault(_ proof: AuditProof, replacing old: String, with new: String) throws -> AuditProof.Fault? {
        let text = String(decoding: try proof.json(), as: UTF8.self)
        let changed = text.replacingOccurrences(of: old, with: new)
        try #require(changed != text, "\(old) is not in the proof")
        return try #require(AuditProof(json: Data(changed.utf8)), "no proof any more").fault(publicKey: try Victim.standard.get().identity.publicKey)
    }

    @Test("a proof that was changed anywhere proves nothing, and says why")
    func tampered() throws {
        let victim = try Victim.standard.get()
        let prover = try LogProver(path: victim.log.path)
        let proof = try prover.inclusion(of: 20, in: nil)
        guard case .inclusion(let inclusion) = proof else { return }
        #expect(try fault(proof, replacing: "\"leafIndex\" : 19", with: "\"leafIndex\" : 20") == .place)
        #expect(try fault(proof, replacing: "\"sequence\" : 20", with: "\"sequence\" : 21") == .place)
        #expect(try fault(proof, replacing: inclusion.path[1], with: inclusion.path[2]) == .path)
        #expect(try fault(proof, replacing: inclusion.path[1], with: "00") == .path)
        #expect(try fault(proof, replacing: "\"size\" : 45", with: "\"size\" : 44") == .signature)
        #expect(try fault(proof, replacing: inclusion.checkpoint.root, with: inclusion.event.previousHash) == .signature)
        #expect(try fault(proof, replacing: inclusion.checkpoint.origin, with: "another") == .signature)
        let event = inclusion.event
        let values = [
            ("id", event.id), ("timestamp", event.timestamp), ("event", event.event), ("user", event.user), ("ip", event.ip), ("path", event.path),
            ("operation", event.operation), ("keyId", event.keyId), ("signature", event.signature), ("previousHash", event.previousHash),
        ]
        for (name, value) in values {
            let other = name == "timestamp" ? "2031-01-01T00:00:00.000Z" : String(value.dropLast()) + (value.hasSuffix("0") ? "1" : "0")
            #expect(try fault(proof, replacing: "\"\(name)\" : \"\(value)\"", with: "\"\(name)\" : \"\(other)\"") == .path, "\(name)")
        }
        #expect(try fault(proof, replacing: "thing-20", with: "thing-21") == .path)
        #expect(try fault(proof, replacing: "\"actor\" : \"user\"", with: "\"actor\" : \"token\"") == .path)
        #expect(try fault(proof, replacing: "\"actor\" : \"user\"", with: "\"actor\" : \"nobody\"") == .event)
        let stranger = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation
        #expect(proof.fault(publicKey: stranger) == .signature)
        let consistency = try prover.consistency(from: try line(1), to: nil)
        guard case .consistency(let made) = consistency else { return }
        #expect(try fault(consistency, replacing: made.path[0], with: made.path[1]) == .path)
        #expect(try fault(consistency, replacing: "\"size\" : 28", with: "\"size\" : 27") == .signature)
        #expect(consistency.fault(publicKey: stranger) == .signature)
    }

    /// The checkpoint's own copy of the public key is not signed, and spaces mean nothing; everything else has to be as it was.
    @Test("bytes of a proof that are others never prove another event")
    func fuzzed() throws {
        let victim = try Victim.standard.get()
        let made = try LogProver(path: victim.log.path).inclusion(of: 20, in: nil)
        guard case .inclusion(let original) = made else { return }
        let bytes = Array(try made.json())
        var (read, proven) = (0, 0)
        for (index, change) in zip(stride(from: 0, to: bytes.count, by: 3), [1, 2, 4, 8, 16, 32, 64].map(UInt8.init).cycled()) {
            var changed = bytes
            changed[index] ^= change
            guard let proof = AuditProof(json: Data(changed)) else { continue }
            read += 1
            guard proof.fault(publicKey: victim.identity.publicKey) == nil, case .inclusion(let inclusion) = proof else { continue }
            proven += 1
            #expect(inclusion.event.leaf == original.event.leaf && inclusion.checkpoint.root.lowercased() == original.checkpoint.root)
        }
        #expect(read > 100 && proven < read)
        for end in stride(from: 0, to: bytes.count, by: 97) { #expect(AuditProof(json: Data(bytes.prefix(end))) == nil) }
    }
}

extension Array {
    /// Again and again.
    fileprivate func cycled() -> some Sequence<Element> {
        var index = 0
        return AnyIterator {
            defer { index += 1 }
            return self[index % count]
        }
    }
}
