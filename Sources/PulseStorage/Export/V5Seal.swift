import Crypto
package import Foundation

/// The key of a data directory of Pulse v5, its `.encryption.key`: base64 of 32 bytes. What it sealed is AES-256-GCM, the 12-byte nonce first
/// and the 16-byte tag last, with no additional data.
package struct V5Seal: Sendable {
    private let key: SymmetricKey

    /// Nil when it is not base64 of 32 bytes.
    package init?(keyFile: Data) {
        let text = String(decoding: keyFile, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Nil when the key is another, or the content was changed or damaged: cryptography cannot tell them apart.
    package func open(_ sealed: Data) -> Data? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return try? AES.GCM.open(box, using: key)
    }
}
