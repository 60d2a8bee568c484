import Crypto
import CryptoExtras
import Dispatch
import Foundation
package import PulseCore

/// Turns passwords into scrypt hashes (RFC 7914) and compares them.
///
/// One at a time on a thread of its own: each takes 32 MiB and a tenth of a second, which neither the memory budget nor the threads that serve
/// requests can bear in parallel. Text form: `scrypt$15$8$1$SALT$KEY`, base64 parts.
package struct PasswordHasher: Sendable {
    package static let minimumCharacters = 12
    /// More is no more secret, and hashing a megabyte is work for an attacker to give us.
    package static let maximumBytes = 1024

    private static let keyBytes = 32
    private let logarithmOfCost: Int
    private let queue = DispatchQueue(label: "pulse.password-hasher")

    /// - Parameter logarithmOfCost: base-2 logarithm of scrypt's N; 15 except in tests, which cannot wait.
    package init(logarithmOfCost: Int = 15) {
        self.logarithmOfCost = logarithmOfCost
    }

    /// - Throws: ``AccessError`` when the password is too short or too long.
    package func hash(_ password: Redacted<String>) async throws -> String {
        try check(password)
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let cost = logarithmOfCost
        let key = try await derive(password, salt: salt, cost: cost)
        return "scrypt$\(cost)$8$1$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    /// Takes as long for an unknown user (`hash` nil) as for a wrong password, so that names cannot be told apart by time.
    package func matches(_ password: Redacted<String>, hash: String?) async -> Bool {
        guard password.reveal().utf8.count <= Self.maximumBytes else { return false }
        let stored = hash.flatMap(StoredHash.init)
        let salt = stored?.salt ?? Data(repeating: 0, count: 16)
        guard let key = try? await derive(password, salt: salt, cost: stored?.cost ?? logarithmOfCost), let stored else { return false }
        return constantTimeEqual(key, stored.key)
    }

    /// Whether a hash that was made elsewhere can be kept here: at most 64 MiB a sign-in.
    package static func isUsable(hash: String) -> Bool {
        guard let stored = StoredHash(hash) else { return false }
        return stored.cost <= 16 && (8...64).contains(stored.salt.count) && stored.key.count == keyBytes
    }

    private func check(_ password: Redacted<String>) throws {
        guard password.reveal().count >= Self.minimumCharacters else { throw AccessError.passwordTooShort(minimum: Self.minimumCharacters) }
        guard password.reveal().utf8.count <= Self.maximumBytes else { throw AccessError.passwordTooLong(maximum: Self.maximumBytes) }
    }

    private func derive(_ password: Redacted<String>, salt: Data, cost: Int) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let key = try KDF.Scrypt.deriveKey(
                            from: Data(password.reveal().utf8), salt: salt, outputByteCount: Self.keyBytes, rounds: 1 << cost, blockSize: 8,
                            parallelism: 1)
                        return key.withUnsafeBytes { Data($0) }
                    })
            }
        }
    }

    private struct StoredHash {
        let cost: Int
        let salt: Data
        let key: Data

        init?(_ text: String) {
            let parts = text.split(separator: "$")
            guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), (1...20).contains(cost),
                let salt = Data(base64Encoded: String(parts[4])), let key = Data(base64Encoded: String(parts[5]))
            else { return nil }
            (self.cost, self.salt, self.key) = (cost, salt, key)
        }
    }
}

/// Compares in a time that depends on the lengths only.
func constantTimeEqual(_ left: Data, _ right: Data) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
