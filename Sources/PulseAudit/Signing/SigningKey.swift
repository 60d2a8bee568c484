import Crypto
import Foundation
package import PulseCore

/// The secret that signs records: the value of `PULSE_AUDIT_SIGNING_KEY`.
package struct SigningKey: Sendable {
    /// Names the key without telling it: sixteen digits of a hash.
    package let id: String
    private let key: SymmetricKey

    /// Bytes of UTF-8. A shorter one could be guessed.
    package static let shortest = 32
    /// In front of the digits of a signature: HMAC-SHA256 over length-prefixed fields.
    private static let prefix = "v2:"

    /// - Returns: nil when it is too short.
    package init?(_ secret: Redacted<String>) {
        let bytes = Array(secret.reveal().utf8)
        guard bytes.count >= Self.shortest else { return nil }
        self.init(bytes: bytes)
    }

    package init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
        var named = CanonicalBytes(domain: "pulse.audit.key", version: "v1")
        bytes.withUnsafeBytes { named.append(field: $0) }
        id = Hex.text(Array(SHA256.hash(data: named.bytes)).prefix(8))
    }

    package func signature(of bytes: UnsafeRawBufferPointer) -> String {
        Self.prefix + Hex.text(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }

    /// - Parameter signature: as it is stored.
    func verifies(_ signature: UnsafeRawBufferPointer, of bytes: UnsafeRawBufferPointer) -> Bool {
        let digits = Hex.digits(of: HMAC<SHA256>.authenticationCode(for: bytes, using: key))
        guard signature.count == Self.prefix.utf8.count + digits.count, signature.starts(with: Self.prefix.utf8) else { return false }
        // Every digit is looked at, however early one differs.
        return zip(signature.dropFirst(Self.prefix.utf8.count), digits).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// The key that signs now, and those that signed before: without them the past could not be verified.
package struct KeyRing: Sendable {
    package let current: SigningKey?
    private let known: [String: SigningKey]

    package static let empty = KeyRing(current: nil)

    package init(current: SigningKey?, previous: [SigningKey] = []) {
        self.current = current
        known = Dictionary((previous + [current].compactMap { $0 }).map { ($0.id, $0) }) { $1 }
    }

    package subscript(id: String) -> SigningKey? { known[id] }

    package var isEmpty: Bool { known.isEmpty }
}
