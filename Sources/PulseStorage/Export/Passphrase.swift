package import PulseCore

/// What protects an export. Long enough to be worth its key derivation.
package struct Passphrase: Sendable {
    package static let minimumCharacters = 12
    package static let maximumBytes = 1024

    let text: Redacted<String>

    package init(_ text: Redacted<String>) throws(ExportError) {
        guard text.reveal().count >= Self.minimumCharacters else { throw .passphraseTooShort(minimum: Self.minimumCharacters) }
        guard text.reveal().utf8.count <= Self.maximumBytes else { throw .passphraseTooLong(maximum: Self.maximumBytes) }
        self.text = text
    }
}
