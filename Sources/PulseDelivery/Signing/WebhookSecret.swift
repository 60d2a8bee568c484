import Crypto
import Foundation
package import PulseCore

/// A secret of the Standard Webhooks specification: `whsec_` and 24 to 64 bytes in base64.
package struct WebhookSecret: Sendable, Equatable {
    package static let prefix = "whsec_"
    package static let lengths = 24...64
    /// As it is shown to a person and kept.
    package let text: Redacted<String>
    private let bytes: Redacted<Data>

    /// Nil when the text is none; the prefix may be left out, as the specification's libraries allow.
    package init?(_ text: String) {
        let encoded = text.hasPrefix(Self.prefix) ? String(text.dropFirst(Self.prefix.count)) : text
        guard encoded.utf8.count <= 128, let bytes = Data(base64Encoded: encoded), Self.lengths.contains(bytes.count) else { return nil }
        self.bytes = Redacted(bytes)
        self.text = Redacted(Self.prefix + encoded)
    }

    /// A new one of 32 random bytes.
    package static func make() -> WebhookSecret {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return WebhookSecret(bytes: bytes)
    }

    private init(bytes: Data) {
        self.bytes = Redacted(bytes)
        text = Redacted(Self.prefix + bytes.base64EncodedString())
    }

    /// `v1,` and the HMAC-SHA256 over id, time and body in base64 (specification, "Signature scheme").
    package func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: bytes.reveal()))
        code.update(data: Data("\(id).\(seconds).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }
}
