import PulseCore

/// A moment as asctime(3) writes it, in UTC: `Mon Nov 23 14:21:03 2026`. `zpool status` writes such, and is run in UTC.
enum CalendarText {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func parse(_ words: some Collection<Bytes>) -> Timestamp? {
        let words = Array(words.prefix(5))
        guard words.count == 5, let month = months.firstIndex(of: words[1].text) else { return nil }
        guard let day = words[2].small, let year = words[4].small else { return nil }
        let time = words[3].split(separator: UInt8(ascii: ":")).map(\.small)
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2] else { return nil }
        guard (1...31).contains(day), (1970...9999).contains(year), hour < 24, minute < 60, second <= 60 else { return nil }
        let days = CivilDate.days(Int64(year), Int64(month + 1), Int64(day))
        return Timestamp(seconds: days * 86_400 + Int64(hour * 3600 + minute * 60 + second))
    }
}
