package import Crypto
import PulseCore

/// How an agent proves that a request is its own: an Ed25519 signature (RFC 8032) over path, agent id and the SHA-256 of the body as it travels.
///
/// `Authorization: PulseAgent <agent id> <signature, hex>`. A request that is sent again changes nothing: reports are numbered.
package struct RequestSignature: Hashable, Sendable {
    package let agentID: String
    /// 64 bytes.
    package let signature: [UInt8]

    package init(agentID: String, signature: [UInt8]) {
        self.agentID = agentID
        self.signature = signature
    }

    /// Signs.
    package init(path: String, agentID: String, body: [UInt8], key: Curve25519.Signing.PrivateKey) throws {
        self.agentID = agentID
        signature = Array(try key.signature(for: Self.signedBytes(path: path, agentID: agentID, body: body)))
    }

    /// Nil unless it is such a header.
    package init?(header: String) {
        let words = header.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "PulseAgent", (1...64).contains(words[1].utf8.count) else { return nil }
        guard let signature = Hex.bytes(words[2]), signature.count == 64 else { return nil }
        agentID = String(words[1])
        self.signature = signature
    }

    package var header: String { "PulseAgent \(agentID) \(Hex.text(signature))" }

    package func isValid(path: String, body: [UInt8], key: Curve25519.Signing.PublicKey) -> Bool {
        key.isValidSignature(signature, for: Self.signedBytes(path: path, agentID: agentID, body: body))
    }

    private static func signedBytes(path: String, agentID: String, body: [UInt8]) -> [UInt8] {
        Array("pulse-agent-request-v1\n\(path)\n\(agentID)\n".utf8) + Array(SHA256.hash(data: body))
    }
}
