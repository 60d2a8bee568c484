import PulseCore

/// A storage's use day by day: medians of whole days that end with the newest point, so that a rhythm within the day cannot look like a trend.
///
/// Use is a share of the present capacity, time is in days from the newest point (negative). Days seen for less than three quarters of the usual time are gaps.
struct DailyHistory: Sendable {
    private(set) var x: [Double]
    private(set) var y: [Double]
    /// What lies between the medians of hours and the day's median, with its hour counted back from the newest point: the rhythm of the day.
    let hours: [HourOfDay]
    let newest: Timestamp
    /// The medians of the newest twelve hours, newest first; `age` 0 is the newest.
    let recent: [(age: Int, share: Double)]

    struct HourOfDay: Sendable {
        let day: Int
        let hour: Int
        let difference: Double
    }

    /// A day counts when so much of the usual number of hours was seen: half a saw has another median than a whole one.
    static let coverage = 0.75

    /// Looks back so far: older habits say little about the next weeks, and the work grows with the square of the days.
    static let reach = 120

    init?(used: TimedSeries, capacity: Double, at now: Timestamp) {
        let known = used.upTo(now)
        guard let last = known.last, capacity > 0 else { return nil }
        newest = last.at
        let hourly = known.medians(every: .seconds(3600), endingAt: last.at).filter { $0.age < Self.reach * 24 }
        recent = hourly.filter { $0.age < 12 }.reversed().map { ($0.age, $0.median / capacity) }
        let days = Dictionary(grouping: hourly) { $0.age / 24 }.sorted { $0.key > $1.key }
        let usual = Statistics.median(days.map { Double($0.value.count) }) ?? 0
        x = []
        y = []
        var hours: [HourOfDay] = []
        for (age, bins) in days where Double(bins.count) >= Self.coverage * usual {
            guard let median = Statistics.median(bins.map(\.median)), let hour = Statistics.mean(bins.map { Double($0.age) }) else { continue }
            // The middle of what was seen of the day, so that growth beside a gap is no bend.
            x.append(-(hour + 0.5) / 24)
            y.append(median / capacity)
            hours += bins.map { HourOfDay(day: age, hour: $0.age % 24, difference: ($0.median - median) / capacity) }
        }
        self.hours = hours
    }

    var count: Int { x.count }

    /// The standard deviation of single days around a smooth course.
    ///
    /// The larger of two estimates: second differences of the days, which no slope disturbs and few steps do, and what the noise from hour to hour
    /// leaves in a median of a day. Never below 0.02 % of the capacity, which no forecast has to resolve.
    var deviation: Double { max(2e-4, deviationOfBends, deviationOfHours) }

    private var deviationOfHours: Double {
        let perDay = Double(hours.count) / Double(max(1, count))
        return hourDeviation * (Double.pi / 2 / max(1, perDay)).squareRoot()
    }

    /// The standard deviation of single hours, from the differences between neighbours.
    var hourDeviation: Double {
        let changes = zip(hours, hours.dropFirst()).map { abs($1.difference - $0.difference) / 2.0.squareRoot() }
        return Statistics.deviationsPerMAD * (Statistics.median(changes) ?? 0)
    }

    private var deviationOfBends: Double {
        let bends = (2..<max(2, count)).compactMap { index -> Double? in
            guard abs(x[index] - x[index - 2] - 2) < 1e-9 else { return nil }
            let bend: Double = y[index] - 2 * y[index - 1] + y[index - 2]
            return abs(bend) / 6.0.squareRoot()
        }
        return Statistics.deviationsPerMAD * (Statistics.median(bends) ?? 0)
    }

    /// The history without a rhythm of seven days.
    func removing(_ rhythm: WeeklyRhythm) -> DailyHistory {
        var plain = self
        for index in plain.y.indices { plain.y[index] -= rhythm.offset(at: x[index]) }
        return plain
    }
}
