extension CalendarEvent {
    /// Longer texts are not schedules.
    private static let longest = 256

    private static let names: [String: String] = [
        "minutely": "*:*", "hourly": "*:0", "daily": "00:00", "weekly": "mon 00:00", "monthly": "*-1 00:00", "quarterly": "1,4,7,10-1 00:00",
        "yearly": "1-1 00:00", "annually": "1-1 00:00", "semiannually": "1,7-1 00:00", "semi-annually": "1,7-1 00:00",
    ]

    /// Nil when the text is not a calendar event that Pulse understands; `schedule_not_understood` is then said instead of guessing.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let lowered = text.lowercased()
        var words = (Self.names[lowered.filter { $0 != " " }] ?? lowered).split(separator: " ")[...]
        guard !words.isEmpty else { return nil }
        self.init()
        if words.last == "utc" {
            isUTC = true
            words.removeLast()
        }
        guard readWeekdays(&words), readDate(&words), readTime(&words) else { return nil }
        guard words.isEmpty else { return nil }
    }

    /// The older form of Proxmox VE: a time and days, `02:30` and `mon,tue`.
    package static func text(startTime: String, days: String?) -> String {
        guard let days, !days.isEmpty else { return startTime }
        return "\(days) \(startTime)"
    }

    private mutating func readWeekdays(_ words: inout ArraySlice<Substring>) -> Bool {
        // A comma may have a space behind it: `mon, wed 02:00`.
        var taken = ""
        while let word = words.first, word.utf8.first.map({ (0x61...0x7A).contains($0) }) == true {
            taken += word
            words.removeFirst()
        }
        guard !taken.isEmpty else { return true }
        guard let days = Self.weekdays(taken[...]) else { return false }
        weekdays = CalendarField(days)
        return true
    }

    private static func weekdays(_ text: Substring) -> Set<Int>? {
        var days: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.range(of: "..").map { [part[..<$0.lowerBound], part[$0.upperBound...]] } ?? [part]
            let numbers = ends.compactMap(weekday)
            guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last else { return nil }
            // `sat..mon` goes round the end of the week.
            days.formUnion(first <= last ? Array(first...last) : Array(first...6) + Array(0...last))
        }
        return days.isEmpty ? nil : days
    }

    private static func weekday(_ name: Substring) -> Int? {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        guard name.utf8.count >= 3 else { return nil }
        return names.firstIndex { $0 == name || $0.prefix(3) == name }
    }

    /// `2026-12-24`, `12-24`, `*-1..7`.
    private mutating func readDate(_ words: inout ArraySlice<Substring>) -> Bool {
        guard let word = words.first, word.contains("-") else { return true }
        words.removeFirst()
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let day = CalendarField(parts[parts.count - 1], within: 1...31),
            let month = CalendarField(parts[parts.count - 2], within: 1...12)
        else { return false }
        (days, months) = (day, month)
        guard parts.count == 3 else { return true }
        guard let year = CalendarField(parts[0], within: 1970...2200) else { return false }
        years = year
        return true
    }

    /// `02:30`, `*:0/15`, `02:30:15`; one number alone is minutes of every hour.
    private mutating func readTime(_ words: inout ArraySlice<Substring>) -> Bool {
        guard let word = words.popFirst() else { return true }
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let minute = CalendarField(parts[parts.count == 1 ? 0 : 1], within: 0...59) else { return false }
        minutes = minute
        hours = .any
        guard parts.count > 1 else { return true }
        guard let hour = CalendarField(parts[0], within: 0...23) else { return false }
        hours = hour
        guard parts.count == 3 else { return true }
        guard let second = CalendarField(parts[2], within: 0...59) else { return false }
        seconds = second
        return true
    }
}
