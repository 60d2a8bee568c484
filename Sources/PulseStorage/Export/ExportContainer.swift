import Crypto
package import Foundation
import PulseCore

/// Seals a configuration with a passphrase and opens it again: a header line, then AES-256-GCM (NIST SP 800-38D) with the header as additional
/// data, the 16-byte tag last.
package struct ExportContainer: Sendable {
    /// Of the content, bytes: some ten thousand notes.
    package static let largestContent = 8 << 20
    private static let tagLength = 16

    private let derivation: KeyDerivation

    package init(derivation: KeyDerivation) {
        self.derivation = derivation
    }

    package func seal(_ content: Data, with passphrase: Passphrase) async throws -> Data {
        guard content.count <= Self.largestContent else { throw ExportError.tooLarge(limit: Self.largestContent) }
        let salt = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        let nonce = AES.GCM.Nonce()
        let header = ExportHeader(derivation: .ours, salt: salt, nonce: Data(nonce))
        let key = try await derivation.scrypt(passphrase, salt: salt, header.derivation)
        let line = Data(header.line.utf8)
        let box = try AES.GCM.seal(content, using: key, nonce: nonce, authenticating: line)
        return line + box.ciphertext + box.tag
    }

    package static func isOurs(_ container: Data) -> Bool { container.starts(with: Data(ExportHeader.magic.utf8)) }

    package func open(_ container: Data, with passphrase: Passphrase) async throws -> Data {
        guard container.count <= Self.largestContent + ExportHeader.longest + Self.tagLength else {
            throw ExportError.tooLarge(limit: Self.largestContent)
        }
        let container = Data(container)
        guard Self.isOurs(container), let end = container.prefix(ExportHeader.longest).firstIndex(of: 0x0A),
            let line = String(data: container[...end], encoding: .utf8)
        else { throw ExportError.notAnExport }
        let header = try ExportHeader(line)
        let sealed = container[(end + 1)...]
        guard sealed.count >= Self.tagLength else { throw ExportError.notAnExport }
        let key = try await derivation.scrypt(passphrase, salt: header.salt, header.derivation)
        guard let nonce = try? AES.GCM.Nonce(data: header.nonce),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed.dropLast(Self.tagLength), tag: sealed.suffix(Self.tagLength)),
            let content = try? AES.GCM.open(box, using: key, authenticating: Data(line.utf8))
        else { throw ExportError.wrongPassphraseOrDamaged }
        return content
    }
}
