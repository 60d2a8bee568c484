package import Crypto
import FoundationEssentials
package import PulseAgentProtocol
import PulseCore

/// Where a fetched version waits for root to put it in its place: the program, what was offered, and what failed.
///
/// The folder belongs to the agent's user. Root believes nothing in it but what the server's key signed.
package struct UpdateFolder: Sendable {
    static let programName = "pulse-agent"
    static let offerName = "offer.json"
    static let failedName = "failed.json"

    package let folder: StateFolder

    package init(in state: StateFolder) {
        folder = state.folder("update")
    }

    package var failed: Set<String> {
        let bytes = try? folder.read(Self.failedName)
        return bytes.flatMap { try? JSONDecoder().decode(Set<String>.self, from: Data($0)) } ?? []
    }

    /// - Throws: ``UpdateRefused``, ``StateFileError``.
    package func place(_ program: [UInt8], _ offer: AgentUpdate, key: Curve25519.Signing.PublicKey) throws {
        try offer.check(program, key: key)
        try folder.make()
        try folder.write(program, to: Self.programName)
        // Last, because this is what root waits for.
        try folder.write(Array(try JSONEncoder().encode(offer)), to: Self.offerName)
    }

    /// What waits, checked; nil when nothing does.
    package func waiting(key: Curve25519.Signing.PublicKey) throws -> (program: [UInt8], offer: AgentUpdate)? {
        guard let bytes = try folder.read(Self.offerName) else { return nil }
        guard let offer = try? JSONDecoder().decode(AgentUpdate.self, from: Data(bytes)), let program = try folder.read(Self.programName) else {
            throw UpdateRefused("What waits in \(folder.path) is not a version and its program.")
        }
        try offer.check(program, key: key)
        return (program, offer)
    }

    /// Root's note that a version did not come up here. The agent has to be able to read it, or it would fetch the version again.
    package func note(failed version: String) throws {
        let all = failed.union([version]).sorted().suffix(16)
        let bytes = Array(try JSONEncoder().encode(Array(all)))
        try folder.held { try $0.write(bytes, to: Self.failedName, mode: 0o644) }
    }

    /// Takes away what waited.
    package func close() throws {
        try folder.held {
            try $0.remove(Self.offerName)
            try $0.remove(Self.programName)
        }
    }
}

package struct UpdateRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension AgentUpdate {
    /// That these bytes are what the server signed.
    func check(_ program: [UInt8], key: Curve25519.Signing.PublicKey) throws {
        guard let signature = Hex.bytes(signature), key.isValidSignature(signature, for: signedBytes) else {
            throw UpdateRefused("Version \(version.printable(limit: 40)) is not signed by the server that this agent enrolled with.")
        }
        guard program.count == size, Hex.text(SHA256.hash(data: program)) == sha256 else {
            throw UpdateRefused("The program of version \(version.printable(limit: 40)) is not the one that was signed.")
        }
    }
}
