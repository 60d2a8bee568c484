import PulseCore

/// Turns a course into an answer: a date with its band, or why there is none.
struct CapacityOutlook {
    let course: Course
    let history: DailyHistory
    let capacity: Double
    let rhythms: Rhythms
    let configuration: CapacityForecaster.Configuration

    private var fit: TrendFit { course.fit }

    var forecast: CapacityForecast {
        let horizon = configuration.horizon.asSeconds / 86_400
        guard let days = fullDays else { return .notFilling(.init(cause: cause, trend: trend(30))) }
        guard days.middle <= horizon else { return .notFilling(.init(cause: .tooSlow, trend: trend(30))) }
        return .filling(
            .init(
                fullAt: moment(days.middle), earliest: moment(days.earliest), latest: days.latest <= horizon ? moment(days.latest) : nil,
                trend: trend(days.middle)))
    }

    private typealias Days = (earliest: Double, middle: Double, latest: Double)

    /// Days from the newest point; nil where no growth is certain.
    private var fullDays: Days? {
        if let days = course.bend.flatMap({ bent($0.parabola) }) { return days }
        guard fit.significance >= configuration.certainty, fit.line.slopeInterval.lowerBound > 0, !course.mayBeEmptiedWeekly else { return nil }
        let level = TheilSenLine.deviationsOf80Percent * fit.levelDeviation
        let middle = max(0, straight(fit.line.slope, 0))
        return (
            min(middle, max(0, straight(fit.line.slopeInterval.upperBound, level))), middle,
            max(middle, straight(fit.line.slopeInterval.lowerBound, -level))
        )
    }

    /// Days until the line through the pivot, raised by `level`, and its rhythms on top, meet the capacity.
    private func straight(_ slope: Double, _ level: Double) -> Double {
        rhythms.firstDay(from: fit.pivot.x + (1 - rhythms.peak - fit.pivot.y - level) / slope) { fit.pivot.y + level + slope * ($0 - fit.pivot.x) }
    }

    /// The band is the parabola's own uncertainty at that day, divided by how steep it is there.
    private func bent(_ parabola: Parabola) -> Days? {
        guard let place = parabola.place(of: 1 - rhythms.peak) else { return nil }
        let middle = max(0, rhythms.firstDay(from: place) { parabola.value(at: $0) })
        let reach = TheilSenLine.deviationsOf80Percent * parabola.deviation(at: middle) / parabola.slope(at: middle)
        return (max(0, middle - reach), middle, middle + reach)
    }

    private var cause: CapacityForecast.Cause {
        if fit.significance <= -configuration.certainty { return .shrinking }
        if course.mayBeEmptiedWeekly, fit.significance >= configuration.certainty { return .emptiedRegularly }
        if let earlier = fit.earlierSlope, earlier > 0, fit.pooled.lowerBound > 0 {
            return .stoppedGrowing(daysAgo: Int(-history.x[fit.pooled.lowerBound]) + 1)
        }
        if let step = fit.steps.last(where: { $0.change > 0 }) { return .jumpedOnce(by: step.change) }
        return .steady
    }

    private func trend(_ ahead: Double) -> CapacityForecast.Trend {
        let days = [history.x[fit.pooled.lowerBound], history.x[fit.last.lowerBound], 0, max(1, ahead)]
        return .init(
            slopePerDay: course.slope * capacity,
            slopeInterval: (fit.line.slopeInterval.lowerBound * capacity)...(fit.line.slopeInterval.upperBound * capacity),
            from: moment(days[0]), to: history.newest, line: days.dropFirst().map(band),
            steps: fit.steps.map { .init(at: moment(history.x[$0.index] - 0.5), change: $0.change * capacity) })
    }

    private func band(_ x: Double) -> CapacityForecast.BandPoint {
        let level = TheilSenLine.deviationsOf80Percent * fit.levelDeviation
        let values = [fit.line.slopeInterval.lowerBound, fit.line.slope, fit.line.slopeInterval.upperBound].map { fit.pivot.y + $0 * (x - fit.pivot.x) }
        return .init(
            at: moment(x), low: ((values.min() ?? 0) - level) * capacity, middle: values[1] * capacity, high: ((values.max() ?? 0) + level) * capacity)
    }

    private func moment(_ x: Double) -> Timestamp { history.newest + .milliseconds(Int64((min(max(x, -1e6), 1e6) * 86_400_000).rounded())) }
}
