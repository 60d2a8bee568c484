import Crypto
import Foundation
import PulseCore

/// The text of one-time codes: `ABCD-EFGH-JKLM`, 60 random bits in letters and digits that are not mistaken for each other.
enum CodeText {
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

    /// - Parameter bytes: 12 random ones.
    static func text(_ bytes: [UInt8]) -> String {
        let letters = bytes.prefix(12).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: letters.count, by: 4).map { String(decoding: letters[$0..<min($0 + 4, letters.count)], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// SHA-256 of its letters, hex: case, spaces and hyphens do not count.
    static func digest(_ text: String) -> String {
        let letters = text.uppercased().utf8.filter { $0 != 0x20 && $0 != 0x2D }
        return Hex.text(SHA256.hash(data: Data(letters.prefix(64))))
    }

    /// In a time that does not tell how much of them is equal.
    static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
