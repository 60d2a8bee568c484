import Crypto
import Foundation
package import PulseCore

/// Makes and recognises random secrets: 256 bits as text. Only their SHA-256 is stored; with that much randomness a slow hash adds nothing.
package enum SecretText {
    /// 43 characters of base64url.
    package static func random() -> Redacted<String> {
        Redacted(SecureBytes.text())
    }

    /// The one-time code of the first run: 20 characters that are easy to read and type, `K7QF-2M9X-…`, 100 bits.
    package static func setupCode() -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let letters = SecureBytes.make(20).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: 20, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// Lower-case hex of the SHA-256.
    package static func digest(_ text: String) -> String {
        Hex.text(SHA256.hash(data: Data(text.utf8)))
    }

    package static func equal(_ left: String, _ right: String) -> Bool {
        constantTimeEqual(Data(digest(left).utf8), Data(digest(right).utf8))
    }
}
