import Foundation

/// RFC 4648, section 4, of a text's bytes.
enum Base64 {
    static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
