import Crypto
import CryptoExtras
import Dispatch
import Foundation
import PulseCore

/// Derives keys from passphrases, one at a time on a thread of its own: each takes tens of megabytes and half a second, which neither the memory
/// nor the threads that serve requests can bear in parallel.
package struct KeyDerivation: Sendable {
    private let queue = DispatchQueue(label: "pulse.key-derivation")

    package init() {}

    func scrypt(_ passphrase: Passphrase, salt: Data, _ parameters: ExportHeader.Derivation) async throws -> SymmetricKey {
        try await aside {
            try KDF.Scrypt.deriveKey(
                from: Data(passphrase.text.reveal().utf8), salt: salt, outputByteCount: 32, rounds: parameters.rounds,
                blockSize: parameters.blockSize, parallelism: parameters.parallelism)
        }
    }

    /// PBKDF2 with HMAC-SHA-256 (RFC 8018), for exports of Pulse v5 only; its early ones have fewer rounds than the library lets pass unasked.
    func pbkdf2(_ passphrase: Data, salt: Data, rounds: Int) async throws -> SymmetricKey {
        try await aside {
            try KDF.Insecure.PBKDF2.deriveKey(
                from: passphrase, salt: salt, using: .sha256, outputByteCount: 32, unsafeUncheckedRounds: rounds)
        }
    }

    private func aside(_ body: @escaping @Sendable () throws -> SymmetricKey) async throws -> SymmetricKey {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
