import PulseCore

/// Turns a course into an answer: a date with its band, or why there is none.
struct CapacityOutlook {
    let course: Course
    let history: DailyHistory
    let capacity: Double
    let rhythms: Rhythms
    let configuration: CapacityForecaster.Configuration

    /// What the course has to reach: the capacity, and what was freed within the last hours on top.
    private let full: Double

    init(course: Course, history: DailyHistory, capacity: Double, rhythms: Rhythms, configuration: CapacityForecaster.Configuration) {
        self.course = course
        self.history = history
        self.capacity = capacity
        self.rhythms = rhythms
        self.configuration = configuration
        full = 1 + RecentDrop.size(history) { course.value(at: $0) + rhythms.offset(at: $0) }
    }

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
        guard fit.significance >= neededSignificance, fit.line.slopeInterval.lowerBound > 0, !course.mayBeEmptiedWeekly,
            fit.mayHaveStopped == nil
        else { return nil }
        let level = TheilSenLine.deviationsOf80Percent * fit.levelDeviation
        let middle = max(0, straight(fit.line.slope, 0))
        return (
            min(middle, max(0, straight(fit.line.slopeInterval.upperBound, level))), middle,
            max(middle, straight(fit.line.slopeInterval.lowerBound, -level))
        )
    }

    /// Each jump is a level chosen to fit, so a slope beside jumps has to be the clearer.
    private var neededSignificance: Double { configuration.certainty * (1 + 0.5 * Double(fit.steps.count)) }

    /// Days until the line through the pivot, raised by `level`, and its rhythms on top, meet the capacity.
    private func straight(_ slope: Double, _ level: Double) -> Double {
        rhythms.firstDay(from: fit.pivot.x + (full - rhythms.peak - fit.pivot.y - level) / slope, full: full) {
            fit.pivot.y + level + slope * ($0 - fit.pivot.x)
        }
    }

    /// The band is the parabola's own uncertainty at that day, divided by how steep it is there.
    private func bent(_ parabola: Parabola) -> Days? {
        guard let place = parabola.place(of: full - rhythms.peak) else { return nil }
        let middle = max(0, rhythms.firstDay(from: place, full: full) { parabola.value(at: $0) })
        let reach = TheilSenLine.deviationsOf80Percent * parabola.deviation(at: middle) / parabola.slope(at: middle)
        return (max(0, middle - reach), middle, middle + reach)
    }

    private var cause: CapacityForecast.Cause {
        if fit.significance <= -configuration.certainty { return .shrinking }
        if course.mayBeEmptiedWeekly, fit.significance >= configuration.certainty { return .emptiedRegularly }
        if let days = fit.mayHaveStopped, fit.significance >= configuration.certainty { return .stoppedGrowing(daysAgo: days) }
        if fit.roseBefore { return .stoppedGrowing(daysAgo: Int(-history.x[fit.pooled.lowerBound]) + 1) }
        if let step = fit.steps.last(where: { $0.change > 0 }) { return .jumpedOnce(by: step.change) }
        return .steady
    }

    private func trend(_ ahead: Double) -> CapacityForecast.Trend {
        let begin = history.x[fit.last.lowerBound]
        let end = max(30, ahead)
        let days = stride(from: 0.0, through: 1, by: 0.125).map { $0 * end }
        return .init(
            slopePerDay: course.slope * capacity,
            slopeInterval: (fit.line.slopeInterval.lowerBound * capacity)...(fit.line.slopeInterval.upperBound * capacity),
            bends: course.bend != nil, from: moment(history.x[course.bend?.from ?? fit.pooled.lowerBound] - 0.5), to: history.newest,
            line: ([begin] + days).map(band),
            steps: course.bend == nil ? fit.steps.map { .init(at: moment(history.x[$0.index] - 0.5), change: $0.change * capacity) } : [])
    }

    /// What the median of a day will be, with the rhythm of the week.
    func day(endingAt moment: Timestamp) -> CapacityForecast.BandPoint {
        let x = moment.since(history.newest).asSeconds / 86_400 - 0.5
        return band(x, raisedBy: rhythms.weekly?.offset(at: x) ?? 0)
    }

    private func band(_ x: Double) -> CapacityForecast.BandPoint { band(x, raisedBy: 0) }

    /// Where days will lie: around the course, by its own uncertainty and by what single days differ.
    private func band(_ x: Double, raisedBy offset: Double) -> CapacityForecast.BandPoint {
        let middle = course.value(at: x) + 1 - full + offset
        let day = TheilSenLine.deviationsOf80Percent * max(history.deviation, fit.line.spread)
        let reach = course.reach(at: x)
        return .init(
            at: moment(x), low: (middle - (reach.below * reach.below + day * day).squareRoot()) * capacity, middle: middle * capacity,
            high: (middle + (reach.above * reach.above + day * day).squareRoot()) * capacity)
    }

    private func moment(_ x: Double) -> Timestamp { history.newest + .milliseconds(Int64((min(max(x, -1e6), 1e6) * 86_400_000).rounded())) }
}
