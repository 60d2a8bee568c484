package import Crypto
import FoundationEssentials
package import PulseCore
package import PulseTransport

/// Who an agent is to its server: written once when it enrols, for its user alone.
package struct AgentIdentity: Sendable {
    private struct File: Codable {
        var agentID: String
        var server: String
        var serverKey: String
        var fingerprint: String?
        var privateKey: String
    }

    static let fileName = "identity.json"

    package let agentID: String
    /// `https://pulse.lan:7655`, without a slash at its end.
    package let server: String
    /// Signs profiles and updates.
    package let serverKey: Curve25519.Signing.PublicKey
    /// Of the server's certificate, when it was pinned; nil when the system's trust is used.
    package let fingerprint: Fingerprint?
    package let key: Redacted<Curve25519.Signing.PrivateKey>

    package init(
        agentID: String, server: String, serverKey: Curve25519.Signing.PublicKey, fingerprint: Fingerprint?,
        key: Redacted<Curve25519.Signing.PrivateKey>
    ) {
        self.agentID = agentID
        self.server = server
        self.serverKey = serverKey
        self.fingerprint = fingerprint
        self.key = key
    }

    /// Nil when the machine has not enrolled.
    ///
    /// - Throws: ``StateFileError``, or ``IdentityDamaged`` when the file cannot be understood.
    package init?(in folder: StateFolder) throws {
        guard let bytes = try folder.read(Self.fileName) else { return nil }
        guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)),
            let secret = Hex.bytes(file.privateKey), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret),
            let other = Hex.bytes(file.serverKey), let serverKey = try? Curve25519.Signing.PublicKey(rawRepresentation: other)
        else { throw IdentityDamaged(path: "\(folder.path)/\(Self.fileName)") }
        let fingerprint = file.fingerprint.flatMap { Fingerprint($0) }
        guard (fingerprint == nil) == (file.fingerprint == nil) else { throw IdentityDamaged(path: "\(folder.path)/\(Self.fileName)") }
        self.init(agentID: file.agentID, server: file.server, serverKey: serverKey, fingerprint: fingerprint, key: Redacted(key))
    }

    /// Why the server's certificate is believed.
    package var trust: Trust { fingerprint.map { .pinned($0) } ?? .system }

    package func save(in folder: StateFolder) throws {
        let file = File(
            agentID: agentID, server: server, serverKey: Hex.text(serverKey.rawRepresentation), fingerprint: fingerprint?.description,
            privateKey: Hex.text(key.reveal().rawRepresentation))
        try folder.write(Array(try JSONEncoder().encode(file)), to: Self.fileName)
    }
}

package struct IdentityDamaged: Error, CustomStringConvertible {
    let path: String

    package var description: String { "\(path) cannot be understood. Move it away and enrol this machine again with a new code." }
}
