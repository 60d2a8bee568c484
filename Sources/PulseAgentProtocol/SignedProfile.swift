package import Crypto
import PulseCore

/// The settings that the server wants an agent to have, signed, so that nobody between them or in the place of the server can change them.
///
/// `payload` is the JSON of an ``AgentProfile`` as it was signed: it is decoded only after the signature was found right.
package struct SignedProfile: Hashable, Sendable, Codable {
    package var payload: String
    /// Ed25519 (RFC 8032) over `pulse-agent-profile-v1`, a line feed and the bytes of `payload`; hex.
    package var signature: String

    package init(payload: String, key: Curve25519.Signing.PrivateKey) throws {
        self.payload = payload
        signature = Hex.text(try key.signature(for: Self.signedBytes(payload)))
    }

    package func isValid(key: Curve25519.Signing.PublicKey) -> Bool {
        Hex.bytes(signature).map { key.isValidSignature($0, for: Self.signedBytes(payload)) } ?? false
    }

    private static func signedBytes(_ payload: String) -> [UInt8] { Array("pulse-agent-profile-v1\n\(payload)".utf8) }
}

/// What a signed profile says. It is for one agent, and a lower serial than the one in force is refused: an old profile cannot be played back.
package struct AgentProfile: Hashable, Sendable, Codable {
    package var agentID: String
    /// Counts the changes of what this agent is to have, whatever profile they come from.
    package var serial: Int
    /// Nil when no profile is assigned, and the local settings hold.
    package var name: String?
    package var settings: AgentSettings

    package init(agentID: String, serial: Int, name: String?, settings: AgentSettings) {
        self.agentID = agentID
        self.serial = serial
        self.name = name
        self.settings = settings
    }
}
