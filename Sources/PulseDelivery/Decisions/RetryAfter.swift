package import PulseCore

/// The header `Retry-After`, RFC 9110 section 10.2.3: seconds, or a date in the form of section 5.6.7.
package enum RetryAfter {
    /// - Returns: nil when it says nothing that can be understood.
    package static func parse(_ text: some StringProtocol, at now: Timestamp) -> Duration? {
        let text = text.drop(while: \.isWhitespace)
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, text.dropFirst(digits.count).allSatisfy(\.isWhitespace) {
            // A wait of more digits than that is cut by the schedule anyway.
            return .seconds(Int64(digits.prefix(9)) ?? 0)
        }
        return date(String(text)).map { max(.zero, $0.since(now)) }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; the two obsolete forms are not understood.
    private static func date(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[1].count == 2, words[3].count == 4, let month = months.firstIndex(of: String(words[2]))
        else {
            return nil
        }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
