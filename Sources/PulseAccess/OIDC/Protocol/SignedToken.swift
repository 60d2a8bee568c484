import Foundation
import PulseCore

/// A token in three parts (RFC 7515 section 7.1) whose head can be read. Nothing of its content is believed before a key has verified it.
struct SignedToken: Sendable {
    struct Header: Sendable, Equatable {
        let algorithm: TokenAlgorithm
        let keyID: String?
    }

    private struct Wire: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }

    static let mostBytes = 64 * 1024

    let text: String
    let header: Header

    init(_ text: String) throws(OIDCFailure) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.mostBytes, parts.count == 3, let head = Base64URL.decode(String(parts[0])),
            Base64URL.decode(String(parts[1])) != nil, Base64URL.decode(String(parts[2])) != nil,
            let wire = try? JSONDecoder().decode(Wire.self, from: Data(head))
        else { throw .token("The provider's ID token cannot be read.") }
        guard wire.crit == nil else { throw .token("The provider's ID token demands extensions that Pulse does not know.") }
        guard let algorithm = TokenAlgorithm(rawValue: wire.alg) else {
            let seen = wire.alg.printable(limit: 20)
            throw .token("The provider's ID token is signed with '\(seen)', which is not accepted. Let the provider sign with RS256, ES256 or EdDSA.")
        }
        self.text = text
        header = Header(algorithm: algorithm, keyID: wire.kid)
    }

    /// The claims, when one of the keys made the signature.
    func claims(verifiedBy keys: [ProviderKey]) async -> ClaimSet? {
        for key in keys {
            if let claims = await key.claims(of: text, by: header.algorithm) { return claims }
        }
        return nil
    }
}
