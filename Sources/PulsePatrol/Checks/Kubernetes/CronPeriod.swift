import PulseCore

/// The longest time between two runs of a schedule of cron (five fields, or `@daily` and the like).
///
/// Only that is of use here: a cron job's time zone is not told, and the distance does not depend on it.
struct CronPeriod {
    let longest: Duration

    private static let names = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    /// Nil when it cannot be read, or never comes.
    init?(_ schedule: String) {
        let text = schedule.lowercased()
        let fields = (Self.names[text] ?? text).split(separator: " ").map(String.init)
        guard fields.count == 5, let minutes = Self.field(fields[0], 0...59), let hours = Self.field(fields[1], 0...23) else { return nil }
        guard let days = Self.field(fields[2], 1...31), let months = Self.field(fields[3], 1...12, Self.months),
            let weekdays = Self.field(fields[4], 0...7, Self.weekdays)
        else { return nil }
        let isEither = fields[2] != "*" && fields[4] != "*"
        let times = hours.sorted().flatMap { hour in minutes.sorted().map { hour * 60 + $0 } }
        let moments = (0..<Self.horizon).filter { day in
            let date = CivilDate(daysSinceEpoch: Self.origin + Int64(day))
            // The first of 1970 was a Thursday.
            let weekday = Int((Self.origin + Int64(day) + 4) % 7)
            let isDay = days.contains(Int(date.day))
            let isWeekday = weekdays.contains(weekday) || (weekday == 0 && weekdays.contains(7))
            return months.contains(Int(date.month)) && (isEither ? isDay || isWeekday : isDay && isWeekday)
        }.flatMap { day in [times.first, times.last].compactMap { $0 }.map { day * 1440 + $0 } }
        let within = zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0
        guard let between = zip(moments, moments.dropFirst()).enumerated().filter({ $0.offset % 2 == 1 }).map({ $0.element.1 - $0.element.0 }).max()
        else { return nil }
        longest = .seconds(60 * max(within, between))
    }

    /// 2024-01-01, and two years on: a schedule that comes once a year comes twice.
    private static let origin: Int64 = 19_723
    private static let horizon = 800
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    private static func field(_ text: String, _ all: ClosedRange<Int>, _ names: [String] = []) -> Set<Int>? {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard pieces.count <= 2, let range = range(pieces[0], all, names, isStepped: pieces.count == 2) else { return nil }
            guard let step = pieces.count == 2 ? Int(pieces[1]) : 1, step > 0 else { return nil }
            values.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: step))
        }
        return values
    }

    private static func range(_ text: String, _ all: ClosedRange<Int>, _ names: [String], isStepped: Bool) -> ClosedRange<Int>? {
        if text == "*" || text == "?" { return all }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { end in
            Int(end) ?? names.firstIndex(of: String(end)).map { $0 + all.lowerBound }
        }
        guard let first = ends.first, let last = ends.last, first <= last, all.contains(first), all.contains(last), ends.count <= 2 else {
            return nil
        }
        return first...(ends.count == 1 && isStepped ? all.upperBound : last)
    }
}
