import PulseCore

/// What a `Retry-After` header asks for: seconds or a date (RFC 9110, sections 10.2.3 and 5.6.7).
enum RetryAfter {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Nil for what is neither.
    static func delay(_ text: String, at now: Timestamp) -> Duration? {
        if let seconds = Int64(text) { return (0...1_000_000_000).contains(seconds) ? .seconds(seconds) : nil }
        return date(text).map { max(.zero, $0.since(now)) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`. The two older forms of dates are sent by nobody any more.
    private static func date(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int64(words[1]), let month = months.firstIndex(where: { $0 == words[2] }),
            let year = Int64(words[3]), (1970...9999).contains(year), (1...31).contains(day)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, clock.allSatisfy({ (0...60).contains($0) }) else { return nil }
        return Timestamp(seconds: days(year, Int64(month + 1), day) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2])
    }

    /// Since 1970-01-01. Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`, for years after 0.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let yearOfEra = shiftedYear % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return shiftedYear / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
