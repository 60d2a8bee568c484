package import Crypto
package import Foundation
package import PulseCore

/// Seals secrets with the key of this installation: AES-256-GCM, 12-byte nonce first, 16-byte tag last.
///
/// The context (`source homelab`) is authenticated with it, so a sealed secret cannot be moved to another row.
package struct Sealer: Sendable {
    private let key: SymmetricKey

    package init(key: SymmetricKey) {
        self.key = key
    }

    package func seal(_ secret: Redacted<String>, for context: String) throws -> Data {
        let box = try AES.GCM.seal(Data(secret.reveal().utf8), using: key, authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw StorageError.secretUnreadable(context: context) }
        return combined
    }

    package func open(_ sealed: Data, for context: String) throws -> Redacted<String> {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Data(context.utf8)),
            let text = String(data: plain, encoding: .utf8)
        else { throw StorageError.secretUnreadable(context: context) }
        return Redacted(text)
    }
}
