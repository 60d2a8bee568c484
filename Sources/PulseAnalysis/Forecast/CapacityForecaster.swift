package import PulseCore

/// Says when a storage is full if it goes on as it did, with an 80 % band, or why there is no such date.
///
/// Works on medians of whole days, takes a rhythm of seven days off, cuts the history where its course changed, and goes on from the last stretch
/// with the median of its slopes. Pure: the same series and moment give the same answer.
package struct CapacityForecaster: Sendable {
    package struct Configuration: Hashable, Sendable {
        /// Less history than this gives no forecast.
        package var needed = Duration.seconds(72 * 3600)
        /// What is not full by then is not called filling.
        package var horizon = Duration.seconds(3 * 365 * 86_400)
        /// How many standard deviations from zero a slope has to be before it is believed.
        package var certainty = 3.0

        package init() {}
    }

    private let configuration: Configuration

    package init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

    /// `used` and `total` in the same unit. The capacity is the newest total up to `now`, whatever it was before.
    package func forecast(used: TimedSeries, total: TimedSeries, at now: Timestamp) -> CapacityForecast {
        let known = used.upTo(now)
        guard let capacity = total.value(at: now), capacity > 0, !known.isEmpty else {
            return .notEnoughHistory(have: .zero, need: configuration.needed)
        }
        if Self.isFull(known, capacity) { return .alreadyFull }
        guard known.span >= configuration.needed, let history = DailyHistory(used: known, capacity: capacity, at: now), history.count >= 3 else {
            return .notEnoughHistory(have: known.span, need: configuration.needed)
        }
        return outlook(history, capacity)?.forecast ?? .notEnoughHistory(have: known.span, need: configuration.needed)
    }

    /// All of the newest six values: a single report of a noisy storage is no news.
    private static func isFull(_ used: TimedSeries, _ capacity: Double) -> Bool {
        used.points.suffix(6).allSatisfy { $0.value >= capacity }
    }

    /// The day that ends so many days after `now`, with its band, as a forecast from what is known `now` draws it. Nil without a forecast.
    func day(endingIn days: Double, used: TimedSeries, total: TimedSeries, at now: Timestamp) -> CapacityForecast.BandPoint? {
        guard let capacity = total.value(at: now), capacity > 0, let first = used.first, now.since(first.at) >= configuration.needed,
            let history = DailyHistory(used: used, capacity: capacity, at: now), history.count >= 3
        else { return nil }
        return outlook(history, capacity)?.day(endingAt: now + .milliseconds(Int64(days * 86_400_000)))
    }

    private func outlook(_ history: DailyHistory, _ capacity: Double) -> CapacityOutlook? {
        let (plain, rhythm) = Self.withoutRhythm(history)
        guard let course = Course(plain, rhythmIsKnown: rhythm != nil) else { return nil }
        let rhythms = Rhythms(daily: DailyRhythm(of: history, slope: course.slope), weekly: rhythm)
        return CapacityOutlook(course: course, history: plain, capacity: capacity, rhythms: rhythms, configuration: configuration)
    }

    /// Takes a rhythm of seven days off where that explains the history better, by Schwarz's criterion with a price of six more numbers, and leaves
    /// nothing more to explain: a step can pass for a rhythm that has to be undone by jumps every week.
    private static func withoutRhythm(_ history: DailyHistory) -> (DailyHistory, WeeklyRhythm?) {
        let before = explanation(of: history)
        var best = (history: history, rhythm: WeeklyRhythm?.none, cost: before.cost)
        for rhythm in [WeeklyRhythm(of: history), WeeklyRhythm(aroundLineOf: history)].compactMap({ $0 }) {
            let plain = history.removing(rhythm)
            let after = explanation(of: plain)
            let cost = after.cost + 6 * naturalLogarithm(Double(history.count))
            if after.stretches <= before.stretches, cost < best.cost { best = (plain, rhythm, cost) }
        }
        return (best.history, best.rhythm)
    }

    private static func explanation(of history: DailyHistory) -> (cost: Double, stretches: Int) {
        let lines = PiecewiseLines(x: history.x, y: history.y, deviation: history.deviation)
        let n = Double(history.count)
        let cost = n * naturalLogarithm(lines.squares / n + 1e-8) + 3 * Double(lines.stretches.count) * naturalLogarithm(n)
        return (cost, lines.stretches.count)
    }
}
