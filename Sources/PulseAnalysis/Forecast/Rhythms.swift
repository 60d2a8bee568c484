/// The rhythms that stand on top of a course, as shares of the capacity.
struct Rhythms: Sendable {
    let daily: DailyRhythm
    let weekly: WeeklyRhythm?

    var peak: Double { daily.peak + max(0, weekly?.peak ?? 0) }

    func offset(at x: Double) -> Double { daily.offset(at: x) + (weekly?.offset(at: x) ?? 0) }

    /// The first hour at or after `start` at which a rising course and its rhythms reach `full`. Before `start` they cannot: there the course is further
    /// below than the rhythms' peak. Within a week every hour of every day has its turn, so the search is short.
    func firstDay(from start: Double, full: Double, _ course: (Double) -> Double) -> Double {
        if peak == 0 { return start }
        let first = max(0, start)
        return (0...(7 * 24)).lazy.map { first + Double($0) / 24 }.first { course($0) + offset(at: $0) >= full }
            ?? first
    }
}
