import Crypto

/// Random bytes of the cryptographic generator: what a service that needs secrets gets in the server, and something else in a test.
package enum SecureBytes {
    package static func make(_ count: Int) -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
    }

    /// As base64url: 256 bits are 43 characters, fit for a state, a nonce, a challenge and a PKCE verifier (RFC 7636 section 4.1).
    package static func text() -> String { Base64URL.encode(make(32)) }
}
