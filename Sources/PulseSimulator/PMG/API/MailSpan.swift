/// The span of time a statistic is about, in the original's ways of saying it.
struct MailSpan {
    static let parameters: [String: [String]] = ["starttime": [], "endtime": [], "day": [], "month": [], "year": []]
    private static let day = 86_400

    let start: Int
    let end: Int

    /// Either seconds since 1970 or a day, month or year of the calendar; without any of them the last 24 hours.
    init(_ call: MailCall) throws(APIRefusal) {
        let dated = ["day", "month", "year"].contains { call.text($0) != nil }
        let timed = ["starttime", "endtime"].contains { call.text($0) != nil }
        guard !dated || !timed else {
            throw .parameter("starttime", "parameter 'starttime' and 'endtime' conflicts with 'day', 'month' and 'year'")
        }
        if dated {
            (start, end) = try MailSpan.calendar(call)
        } else {
            let now = Int(call.clock)
            start = try call.number("starttime", in: 0...4_102_444_800) ?? now - Self.day
            end = try call.number("endtime", in: 1...4_102_444_800) ?? start + Self.day
        }
    }

    /// Both ends go back to midnight; the end is not part of it. So without parameters this is yesterday.
    var wholeDays: (start: Int, end: Int) {
        let first = start / Self.day * Self.day
        let last = end / Self.day * Self.day
        return (first, last == first ? last + Self.day : last)
    }

    private static func calendar(_ call: MailCall) throws(APIRefusal) -> (Int, Int) {
        let today = CalendarText.date(Int(call.clock) / day)
        let year = try call.number("year", in: 1_900...3_000) ?? today.year
        let month = try call.number("month", in: 1...12)
        guard let number = try call.number("day", in: 1...31) else {
            guard let month else { return (CalendarText.days(year, 1, 1) * day, CalendarText.days(year + 1, 1, 1) * day) }
            let next = month == 12 ? CalendarText.days(year + 1, 1, 1) : CalendarText.days(year, month + 1, 1)
            return (CalendarText.days(year, month, 1) * day, next * day)
        }
        let first = CalendarText.days(year, month ?? today.month, number)
        return (first * day, (first + 1) * day)
    }
}

extension CalendarText {
    /// Days since 1970 of a date; the inverse of `date`.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `16 Dec 2025 23-18 +0000`, as ClamAV writes when a database was built.
    static func ofClamAV(_ t: Double) -> String {
        let date = date(Int(t) / 86_400)
        let second = Int(t) % 86_400
        return "\(two(date.day)) \(months[date.month - 1]) \(date.year) \(two(second / 3_600))-\(two(second / 60 % 60)) +0000"
    }

    /// `2026_09_21`
    static func ofBackup(_ t: Double) -> String {
        let date = date(Int(t) / 86_400)
        return "\(date.year)_\(two(date.month))_\(two(date.day))"
    }

    /// `2027-03-01`
    static func ofDay(_ t: Double) -> String {
        let date = date(Int(t) / 86_400)
        return "\(date.year)-\(two(date.month))-\(two(date.day))"
    }
}
