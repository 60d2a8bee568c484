/// What each of seven days differs by from the course of the weeks, as a share of the capacity.
struct WeeklyRhythm: Sendable {
    /// By days before the newest point, modulo 7.
    private let offsets: [Double]
    /// Three weeks: in two, a step a week ago is as good an explanation as a rhythm.
    static let needed = -20.5

    /// Nil where less than three weeks are known, or a day of the week was never seen inside a whole week.
    ///
    /// The ratio-to-moving-average method with medians: the mean of seven days around a day has no weekly rhythm, and the median over the weeks
    /// of what is left forgets single steps.
    init?(of history: DailyHistory) {
        guard let oldest = history.x.first, oldest <= Self.needed else { return nil }
        let byAge = Dictionary(uniqueKeysWithValues: zip(history.x.map { Int(-$0) }, history.y))
        var differences = [[Double]](repeating: [], count: 7)
        for (age, value) in byAge {
            let week = (age - 3...age + 3).compactMap { byAge[$0] }
            if week.count == 7 { differences[age % 7].append(value - (Statistics.mean(week) ?? value)) }
        }
        let medians = differences.compactMap { Statistics.median($0) }
        guard medians.count == 7 else { return nil }
        self.init(medians)
    }

    /// The rhythm around one straight line through the whole history, which gaps do not disturb: line and rhythm are fitted in turn.
    init?(aroundLineOf history: DailyHistory) {
        guard let oldest = history.x.first, oldest <= Self.needed else { return nil }
        var rhythm = WeeklyRhythm([0, 0, 0, 0, 0, 0, 0])
        for _ in 0..<20 {
            let plain = history.removing(rhythm)
            guard let line = TheilSenLine(x: plain.x, y: plain.y) else { return nil }
            var differences = [[Double]](repeating: [], count: 7)
            for (x, y) in zip(history.x, history.y) { differences[Int(-x) % 7].append(y - line.value(at: x)) }
            let medians = differences.compactMap { Statistics.median($0) }
            guard medians.count == 7 else { return nil }
            rhythm = WeeklyRhythm(medians)
        }
        self = rhythm
    }

    private init(_ medians: [Double]) {
        let middle = Statistics.mean(medians) ?? 0
        offsets = medians.map { $0 - middle }
    }

    func offset(at x: Double) -> Double {
        let day = Int((-x).rounded(.down)) % 7
        return offsets[day < 0 ? day + 7 : day]
    }

    /// How far the fullest day of the week stands above the course.
    var peak: Double { offsets.max() ?? 0 }
}
