import PulseCore
import PulseEvaluation
import PulseHistory

/// What a page asks when somebody looks at a chart: one to four metrics of a guest over a span, as finely as it has pixels.
struct ChartQuestion {
    /// Of the first is the guest's first series; all are of one guest.
    let series: [Int]
    let from: Int64
    let to: Int64
    let step: Int64

    static let spans: [(name: String, seconds: Int64)] = [
        ("1 h", 3600), ("24 h", 86_400), ("7 d", 7 * 86_400), ("30 d", 30 * 86_400), ("90 d", 90 * 86_400),
    ]

    /// - Parameters:
    ///   - stored: what there is; half of the questions end at its end, the others anywhere.
    ///   - series: how many there are, of which each guest has `perGuest`.
    init(span: Int64, stored: Range<Int64>, series count: Int, perGuest: Int, _ random: inout SeededRandom) {
        let guest = random.whole(0...count / perGuest - 1)
        series = (0..<perGuest).shuffled(using: &random).prefix(random.whole(1...4)).map { guest * perGuest + $0 }
        let earlier = random.chance(0.5) ? 0 : Int64(random.unit() * Double(max(0, stored.upperBound - stored.lowerBound - span)))
        to = stored.upperBound - earlier
        from = to - span
        step = HistoryQuery.step(from: Timestamp(seconds: from), to: Timestamp(seconds: to), points: random.whole(400...1000))
    }

    func query(_ keys: [SeriesKey]) -> HistoryQuery? {
        HistoryQuery(series.map { keys[$0] }, from: Timestamp(seconds: from), to: Timestamp(seconds: to), step: step)
    }
}
