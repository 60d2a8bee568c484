/// Codes for the day the phone is gone: ten of them, each good once. 80 bits, so that a fast hash of them may be stored.
package enum RecoveryCode {
    package static let count = 10
    static let letters = 16

    /// `K7QF-2M9X-8H0T-V4WD`: letters that are hard to confuse, in fours.
    ///
    /// - Parameter bytes: 16 random ones.
    static func text(from bytes: [UInt8]) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let chosen = bytes.prefix(letters).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: chosen.count, by: 4).map { String(chosen[$0..<min($0 + 4, chosen.count)]) }.joined(separator: "-")
    }

    /// What is stored. Typing in lower case, without dashes, or the letter O for a zero is no mistake.
    static func digest(of typed: String) -> String { SecretText.digest(normalised(typed)) }

    /// A code of an app has six digits; nothing of that form is looked for among the recovery codes.
    static func looksLikeOne(_ typed: String) -> Bool { normalised(typed).count == letters }

    private static func normalised(_ typed: String) -> String {
        String(
            typed.uppercased().filter { $0.isLetter || $0.isNumber }.prefix(letters + 1).map { letter in
                switch letter {
                case "O": "0"
                case "I", "L": "1"
                default: letter
                }
            })
    }
}
