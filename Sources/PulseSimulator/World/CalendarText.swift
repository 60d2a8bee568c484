/// Calendar times in the words of Perl's `localtime`, in UTC.
enum CalendarText {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Tue Jul  1 12:00:05 2026`
    static func ofManager(_ t: Double) -> String {
        let day = date(Int(t) / 86_400)
        return "\(weekdays[Int(t) / 86_400 % 7]) \(months[day.month - 1]) \(day.day < 10 ? " " : "")\(day.day) \(clock(t)) \(day.year)"
    }

    /// `Wed, 01 Jul 2026 12:00:05 GMT`, the HTTP header `Date`.
    static func ofHTTP(_ t: Double) -> String {
        let day = date(Int(t) / 86_400)
        return "\(weekdays[Int(t) / 86_400 % 7]), \(two(day.day)) \(months[day.month - 1]) \(day.year) \(clock(t)) GMT"
    }

    /// `2026-07-01T12:00:05Z`, in the names of snapshots.
    static func ofBackup(_ t: Int) -> String {
        let day = date(t / 86_400)
        return "\(day.year)-\(two(day.month))-\(two(day.day))T\(clock(Double(t)))Z"
    }

    /// `2026_07_01-12_00_05`, in the names of archive files.
    static func ofArchive(_ t: Int) -> String {
        let day = date(t / 86_400)
        return "\(day.year)_\(two(day.month))_\(two(day.day))-\(clock(Double(t)).replacing(":", with: "_"))"
    }

    /// `2026-07-01 12:00:05`, in the logs of tasks.
    static func ofLog(_ t: Int) -> String {
        let day = date(t / 86_400)
        return "\(day.year)-\(two(day.month))-\(two(day.day)) \(clock(Double(t)))"
    }

    /// `2026-07-01`
    static func ofDay(_ t: Int) -> String { String(ofBackup(t).prefix(10)) }

    private static func clock(_ t: Double) -> String {
        let second = Int(t) % 86_400
        return "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Days since 1970 to a date of the Gregorian calendar, counted in eras of 400 years beginning in March.
    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let inEra = shifted - era * 146_097
        let year = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * year + year / 4 - year / 100)
        let month = (5 * inYear + 2) / 153
        let day = inYear - (153 * month + 2) / 5 + 1
        let calendarMonth = month < 10 ? month + 3 : month - 9
        return (year + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth, day)
    }
}
