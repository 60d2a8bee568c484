import Crypto
import Foundation
package import PulseCore

/// Codes of an authenticator app: TOTP of RFC 6238 with HMAC-SHA-1, 30 seconds and 6 digits, which every app understands.
package enum OneTimePassword {
    /// Seconds that one code lasts.
    package static let period: Int64 = 30
    package static let digits = 6
    /// How many periods a clock may be ahead or behind.
    package static let window: Int64 = 1
    /// Bytes of a secret: the output of SHA-1, as RFC 4226 section 4 recommends.
    package static let secretBytes = 20

    /// The number of the period that a moment belongs to, counted from 1970.
    package static func step(at now: Timestamp) -> Int64 { now.seconds / period }

    /// The code of one period (RFC 4226 section 5.3).
    package static func code(secret: [UInt8], step: Int64, digits: Int = digits) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(hash[hash.count - 1] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(Int(number) % Int(pow(10.0, Double(digits))))
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The period whose code this is, if it may be used now: one of this moment or its neighbours, and later than the last one that was taken, so
    /// that a code which somebody read over a shoulder works no second time (RFC 6238 section 5.2).
    package static func acceptedStep(of code: String, secret: [UInt8], after last: Int64?, at now: Timestamp) -> Int64? {
        let typed = code.filter { !$0.isWhitespace }
        let current = step(at: now)
        var accepted: Int64?
        // Every candidate is computed and compared, so that time does not tell which one it was.
        for candidate in (current - window)...(current + window) {
            let isRight = SecretText.equal(typed, self.code(secret: secret, step: candidate))
            if isRight, last.map({ candidate > $0 }) ?? true { accepted = candidate }
        }
        return accepted
    }

    /// What an app reads from a QR code: the key URI that Google Authenticator introduced and all others took over.
    package static func uri(secret: [UInt8], user: String, issuer: String = "Pulse") -> String {
        "otpauth://totp/\(percent(issuer)):\(percent(user))?secret=\(Base32.encode(secret))&issuer=\(percent(issuer))&algorithm=SHA1"
            + "&digits=\(digits)&period=\(period)"
    }

    private static func percent(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(CharacterSet(charactersIn: "\u{21}"..."\u{7E}"))) ?? ""
    }
}
