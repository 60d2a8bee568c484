package import Crypto
import Foundation

/// The public keys that licences are accepted from. Which one is looked for by trying: there are few.
package struct LicencePublicKeys: Sendable {
    private let keys: [Curve25519.Signing.PublicKey]

    package init(_ keys: [Curve25519.Signing.PublicKey]) {
        self.keys = keys
    }

    /// The key of the project. Its private half is in no repository, and nobody can sign with it who does not hold it: whoever issues licences
    /// for builds of their own puts their key here (`pulse license keygen`), or names it in `PULSE_LICENSE_PUBLIC_KEY`.
    package static let builtIn = LicencePublicKeys(["Ut8ViI9YnaKeRkO+XKBXxW0Mj1pkMcZLG01Fg2LLQYg="].compactMap(key(fromText:)))

    /// The same and the operator's own.
    package func adding(_ more: [Curve25519.Signing.PublicKey]) -> LicencePublicKeys { LicencePublicKeys(keys + more) }

    package var isEmpty: Bool { keys.isEmpty }

    /// Reads a key as settings have it: 32 bytes in base64, of the standard or the URL alphabet, with padding or without. Nil for anything else.
    package static func key(fromText text: String) -> Curve25519.Signing.PublicKey? {
        let unpadded = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        guard text.utf8.count <= 64, let bytes = Base64URL.decode(unpadded), bytes.count == 32 else { return nil }
        return try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    }

    func accept(_ signature: Data, over signed: Data) -> Bool {
        keys.contains { $0.isValidSignature(signature, for: signed) }
    }
}
