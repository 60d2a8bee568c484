import Crypto
package import Foundation
package import PulseCore

/// The export of Pulse v5: `salt[32] ‖ nonce[12] ‖ AES-256-GCM`, the key from PBKDF2-HMAC-SHA-256 with 100,000 rounds, of later versions 600,000.
/// Nothing says which, so both are tried.
package struct V5Container: Sendable {
    package static let rounds = [100_000, 600_000]
    private static let (saltLength, nonceLength, tagLength) = (32, 12, 16)
    package static let smallest = 60

    private let derivation: KeyDerivation

    package init(derivation: KeyDerivation) {
        self.derivation = derivation
    }

    /// - Parameter passphrase: of any length, because v5 decided about it.
    package func open(_ container: Data, with passphrase: Redacted<String>) async throws -> Data {
        guard container.count >= Self.smallest else { throw ExportError.notAnExport }
        guard container.count <= ExportContainer.largestContent else { throw ExportError.tooLarge(limit: ExportContainer.largestContent) }
        let bytes = Data(container)
        let salt = bytes.prefix(Self.saltLength)
        let words = Data(passphrase.reveal().utf8)
        guard words.count <= Passphrase.maximumBytes else { throw ExportError.passphraseTooLong(maximum: Passphrase.maximumBytes) }
        guard let box = try? AES.GCM.SealedBox(combined: bytes.dropFirst(Self.saltLength)) else { throw ExportError.notAnExport }
        for rounds in Self.rounds {
            let key = try await derivation.pbkdf2(words, salt: salt, rounds: rounds)
            if let content = try? AES.GCM.open(box, using: key) { return content }
        }
        throw ExportError.wrongPassphraseOrDamaged
    }
}
