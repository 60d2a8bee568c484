/// How use goes on from here: straight, or along a parabola where it accelerates.
struct Course: Sendable {
    let fit: TrendFit
    /// The parabola and the first day that it holds for.
    let bend: (parabola: Parabola, from: Int)?
    /// The history shows drops that may belong to a rhythm which it is too short to know.
    let mayBeEmptiedWeekly: Bool

    /// Standard deviations from zero that make a bend certain. More than a slope needs: a step in noise looks like a bend too.
    private static let certainty = 4.0

    init?(_ history: DailyHistory, rhythmIsKnown: Bool) {
        guard let fit = TrendFit(history) else { return nil }
        self.fit = fit
        bend = Self.bend(history, fit)
        mayBeEmptiedWeekly = !rhythmIsKnown && Self.repeatsWeekly(history, fit)
    }

    /// Share of the capacity per day, today.
    var slope: Double { bend?.parabola.slope ?? fit.line.slope }

    /// Share of the capacity on a day, without rhythms.
    func value(at x: Double) -> Double { bend?.parabola.value(at: x) ?? (fit.pivot.y + fit.line.slope * (x - fit.pivot.x)) }

    /// How far the 80 % band of the course reaches on a day.
    func reach(at x: Double) -> (below: Double, above: Double) {
        if let parabola = bend?.parabola {
            let reach = TheilSenLine.deviationsOf80Percent * parabola.deviation(at: x)
            return (reach, reach)
        }
        let level = TheilSenLine.deviationsOf80Percent * fit.levelDeviation
        let turns = [fit.line.slopeInterval.lowerBound, fit.line.slopeInterval.upperBound].map { ($0 - fit.line.slope) * (x - fit.pivot.x) }
        return (level - (turns.min() ?? 0), level + (turns.max() ?? 0))
    }

    /// A parabola from the beginning of some stretch on, where it is cheaper than the straight stretches that it replaces (see `PiecewiseLines`; it has
    /// one number more than a line), and certainly bent upwards.
    private static func bend(_ history: DailyHistory, _ fit: TrendFit) -> (parabola: Parabola, from: Int)? {
        let unit = history.deviation * history.deviation * naturalLogarithm(Double(max(2, history.count)))
        var best: (parabola: Parabola, from: Int)?
        var saved = 0.0
        for begin in fit.stretches.map(\.lowerBound) where history.count - begin >= 7 {
            let days = begin..<history.count
            guard let parabola = Parabola(x: Array(history.x[days]), y: Array(history.y[days]), deviation: history.deviation) else { continue }
            // Without its first day too: that may still hold hours from before a jump.
            guard let later = Parabola(x: Array(history.x[days.dropFirst()]), y: Array(history.y[days.dropFirst()]), deviation: history.deviation),
                later.significance >= certainty, goesOn(history, parabola), isNoJump(Array(history.y[days]), parabola, history.deviation)
            else { continue }
            let replaced = fit.stretches.filter { $0.lowerBound >= begin }
            let lines = PiecewiseLines.squares(replaced, history.x, history.y) + 3 * unit * Double(replaced.count)
            let gain = lines - parabola.squares - 4 * unit
            let isCertain = parabola.significance >= certainty && parabola.slope >= certainty * parabola.deviationOfSlope
            if isCertain, gain > saved { (best, saved) = ((parabola, begin), gain) }
        }
        return best
    }

    /// The parabola explains the days better than two levels with a jump between them do.
    private static func isNoJump(_ y: [Double], _ parabola: Parabola, _ deviation: Double) -> Bool {
        guard let jump = StandstillTest.jump(in: y) else { return true }
        return jump.squares - parabola.squares > StandstillTest.doubt * deviation * deviation
    }

    /// The parabola explains the last five days better than their own level does.
    private static func goesOn(_ history: DailyHistory, _ parabola: Parabola) -> Bool {
        let (x, y) = (history.x.suffix(5), Array(history.y.suffix(5)))
        let level = Statistics.mean(y) ?? 0
        let standing = y.reduce(0) { $0 + ($1 - level) * ($1 - level) }
        let going = zip(x, y).reduce(0) { $0 + power($1.1 - parabola.value(at: $1.0), 2) }
        return standing - going > StandstillTest.doubt * history.deviation * history.deviation
    }

    /// True where less than three weeks are known, every drop may be one of a drop a week, and the days of the last week stand less than half as far
    /// above those of the week before as the slope between the drops says.
    private static func repeatsWeekly(_ history: DailyHistory, _ fit: TrendFit) -> Bool {
        let drops = fit.steps.filter { $0.change < 0 }
        guard let oldest = history.x.first, oldest > WeeklyRhythm.needed, !drops.isEmpty else { return false }
        guard drops.allSatisfy({ drop in [-7, 7].allSatisfy { mayDrop(history, history.x[drop.index] + $0, by: -drop.change) } }) else {
            return false
        }
        let byAge = Dictionary(uniqueKeysWithValues: zip(history.x.map { Int(-$0) }, history.y))
        let changes = (0..<7).compactMap { age in byAge[age].flatMap { later in byAge[age + 7].map { later - $0 } } }
        return changes.isEmpty || (Statistics.median(changes) ?? 0) < 0.5 * 7 * fit.line.slope
    }

    /// Use fell about then by a good part of `size`, or nobody saw whether it did.
    private static func mayDrop(_ history: DailyHistory, _ x: Double, by size: Double) -> Bool {
        guard let oldest = history.x.first, x > oldest + 1.5, x < -1.5 else { return true }
        return history.x.indices.dropFirst().contains { abs(history.x[$0] - x) <= 2 && history.y[$0 - 1] - history.y[$0] > 0.3 * size }
    }
}
