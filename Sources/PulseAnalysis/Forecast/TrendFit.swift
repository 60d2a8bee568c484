/// The straight course that holds now: the last stretch of the history, and the stretches before it that rose as fast from another level.
struct TrendFit: Sendable {
    let line: TheilSenLine
    /// Everything that the history was cut into.
    let stretches: [Range<Int>]
    /// Indices of the days that the slope comes from.
    let pooled: Range<Int>
    /// The last stretch alone.
    let last: Range<Int>
    /// Level changes between the pooled stretches: index of the first day behind each, and by how much.
    let steps: [(index: Int, change: Double)]
    /// Use certainly rose in the stretch before the pooled ones.
    let roseBefore: Bool
    /// The middle of the last stretch: the point that the slope turns around.
    let pivot: (x: Double, y: Double)
    /// How many standard deviations the slope is away from zero.
    let significance: Double
    /// Standard deviation of the level at the pivot.
    let levelDeviation: Double
    /// Since so many days it may as well have stood still; nil where its going on is clear.
    let mayHaveStopped: Int?

    /// Nil where no two days are known.
    init?(_ history: DailyHistory) {
        let deviation = history.deviation
        let stretches = PiecewiseLines(x: history.x, y: history.y, deviation: deviation).stretches.map { Stretch($0, of: history, deviation) }
        let pooled = Self.alike(stretches, deviation)
        guard let line = Self.line(pooled), let first = pooled.first, let last = pooled.last else { return nil }
        self.line = line
        self.stretches = stretches.map(\.range)
        self.last = last.range
        self.pooled = first.range.lowerBound..<last.range.upperBound
        steps = zip(pooled, pooled.dropFirst()).map { ($1.range.lowerBound, $1.level(line.slope) - $0.level(line.slope)) }
        let before = stretches.last { $0.range.upperBound <= first.range.lowerBound && $0.line != nil }
        roseBefore = (before?.line?.slopeInterval.lowerBound ?? 0) > 0
        let middle = Statistics.median(last.x) ?? 0
        pivot = (middle, line.value(at: middle))
        significance = line.slope / Self.slopeDeviation(pooled, deviation)
        mayHaveStopped = StandstillTest(pooled.map { ($0.x, $0.y) }, deviation: deviation).days
        levelDeviation = max(deviation, line.spread) * (Double.pi / 2 / Double(last.x.count)).squareRoot()
    }

    private struct Stretch {
        let range: Range<Int>
        let x: [Double]
        let y: [Double]
        /// Nil for a few days, which have a level only.
        let line: TheilSenLine?
        let square: Double

        init(_ range: Range<Int>, of history: DailyHistory, _ deviation: Double) {
            self.range = range
            x = Array(history.x[range])
            y = Array(history.y[range])
            line = range.count < PiecewiseLines.shortestWithSlope ? nil : TheilSenLine(x: x, y: y)
            let middle = Statistics.mean(x) ?? 0
            square = line == nil ? 0 : x.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        }

        /// Where it stands at x = 0 on a given slope.
        func level(_ slope: Double) -> Double { Statistics.median(zip(x, y).map { $1 - slope * $0 }) ?? 0 }
    }

    /// The last stretches whose slopes do not differ by more than two standard deviations from that of the ones behind them. A few
    /// days have no slope and fit any.
    private static func alike(_ stretches: [Stretch], _ deviation: Double) -> [Stretch] {
        var pooled: [Stretch] = []
        for stretch in stretches.reversed() {
            if let own = stretch.line?.slope, let later = line(pooled)?.slope, pooled.contains(where: { $0.line != nil }) {
                let error = power(slopeDeviation([stretch], deviation), 2) + power(slopeDeviation(pooled, deviation), 2)
                guard abs(own - later) <= 2 * error.squareRoot() else { break }
            }
            pooled.insert(stretch, at: 0)
        }
        return Array(pooled.drop { $0.line == nil })
    }

    private static func line(_ stretches: [Stretch]) -> TheilSenLine? {
        TheilSenLine(groups: stretches.enumerated().compactMap { $1.line != nil || $0 == stretches.count - 1 ? ($1.x, $1.y) : nil })
    }

    /// Of a common slope of groups with levels of their own: σ / √Σ(x − x̄)².
    private static func slopeDeviation(_ stretches: [Stretch], _ deviation: Double) -> Double {
        deviation / max(stretches.reduce(0) { $0 + $1.square }, 1e-9).squareRoot()
    }
}
