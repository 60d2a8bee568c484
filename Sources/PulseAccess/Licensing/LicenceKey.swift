import Crypto
import Foundation
package import PulseCore

/// The text of a licence: three parts of base64url without padding, `header.claims.signature`, as a JSON web token has them. The signature is
/// Ed25519 (RFC 8032) over the ASCII of the first two with the dot between. What the header says is not relied on: there is one algorithm.
package struct LicenceKey: Sendable {
    /// Ours have about 300 characters.
    package static let longest = 8192

    package let claims: LicenceClaims
    /// White space round it removed.
    package let text: Redacted<String>

    /// Reads the key and checks its signature.
    package init(_ text: String, from keys: LicencePublicKeys) throws(LicenceKeyError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.utf8.count <= Self.longest else { throw .tooLong(limit: Self.longest) }
        let parts = trimmed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed(.shape) }
        guard let header = Base64URL.decode(parts[0]), Self.isObject(Data(header)) else { throw .malformed(.header) }
        guard let claims = Base64URL.decode(parts[1]) else { throw .malformed(.claims) }
        guard let signature = Base64URL.decode(parts[2]), signature.count == 64 else { throw .malformed(.signature) }
        // Before the claims are looked at: nobody learns anything about forged ones.
        guard keys.accept(Data(signature), over: Data("\(parts[0]).\(parts[1])".utf8)) else { throw .notGenuine }
        self.claims = try LicenceClaims(json: Data(claims))
        self.text = Redacted(trimmed)
    }

    private static func isObject(_ data: Data) -> Bool {
        (try? JSONDecoder().decode([String: Ignored].self, from: data)) != nil
    }

    private struct Ignored: Decodable {
        init(from decoder: any Decoder) {}
    }
}

/// Signs licences: for whoever issues them.
package struct LicenceIssuer: Sendable {
    private static let header = #"{"alg":"EdDSA","typ":"JWT"}"#
    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    package init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// From the text that ``privateKeyText`` gave. Nil for anything else.
    package init?(privateKeyText: Redacted<String>) {
        let text = privateKeyText.reveal().trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: text), bytes.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
            return nil
        }
        self.key = key
    }

    package var privateKeyText: Redacted<String> { Redacted(key.rawRepresentation.base64EncodedString()) }

    /// As `PULSE_LICENSE_PUBLIC_KEY` takes it.
    package var publicKeyText: String { key.publicKey.rawRepresentation.base64EncodedString() }

    package var publicKeys: LicencePublicKeys { LicencePublicKeys([key.publicKey]) }

    package func issue(_ claims: LicenceClaims) throws -> Redacted<String> {
        let signed = "\(Base64URL.encode(Self.header.utf8)).\(Base64URL.encode(try claims.json()))"
        return Redacted("\(signed).\(Base64URL.encode(try key.signature(for: Data(signed.utf8))))")
    }
}
