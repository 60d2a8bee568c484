import PulseAnalysis
import PulseCore
import Testing

@Suite("Series", .timeLimit(.minutes(5)))
struct SeriesTests {
    @Test("values that are not finite are refused at the door and counted")
    func refused() {
        var series = TimedSeries([.init(.nan, at: monday), .init(1, at: monday), .init(.infinity, at: monday + .seconds(1))])
        #expect(series.values == [1])
        #expect(series.refused == 2)
        let isTaken = series.append(-.infinity, at: monday + .seconds(2))
        #expect(!isTaken)
        #expect(series.refused == 3)
    }

    @Test("points are ordered, and of several at one moment the last counts")
    func ordered() {
        let series = TimedSeries([.init(2, at: monday + .seconds(5)), .init(1, at: monday), .init(3, at: monday + .seconds(5))])
        #expect(series.values == [1, 3])
        #expect(series.span == .seconds(5))
    }

    @Test("an earlier moment cannot be appended")
    func appendBackwards() {
        var series = TimedSeries()
        let taken = [series.append(1, at: monday), series.append(2, at: monday)]
        #expect(taken == [true, false])
        #expect(series.values == [1])
    }

    @Test("what was known at a moment does not hold what came later")
    func upTo() {
        let series = TimedSeries(hours: 10) { Double($0) }
        #expect(series.upTo(monday + .seconds(3 * 3600)).values == [0, 1, 2, 3])
        #expect(series.upTo(monday - .seconds(1)).isEmpty)
        #expect(series.value(at: monday + .seconds(5400)) == 1)
        #expect(series.value(at: monday - .seconds(1)) == nil)
    }

    @Test("bins end with the moment asked for, and a gap has none")
    func bins() {
        let series = TimedSeries([0, 1, 2, 10, 11].map { .init(Double($0), at: monday + .seconds($0 * 3600)) })
        let bins = series.medians(every: .seconds(3 * 3600), endingAt: monday + .seconds(11 * 3600))
        #expect(bins.map(\.age) == [3, 0])
        #expect(bins.map(\.median) == [1, 10.5])
        #expect(TimedSeries().medians(every: .seconds(1), endingAt: monday).isEmpty)
    }

    @Test("a percentile weighs values by how long they were true, and a gap has no weight")
    func timeWeighted() throws {
        // 100 for an hour, then 0 for nine hours, of which only two are vouched for by `holding`.
        let series = TimedSeries([.init(100, at: monday), .init(0, at: monday + .seconds(3600))])
        let end = monday + .seconds(10 * 3600)
        let long = try #require(TimeWeightedSummary(of: series, from: monday, to: end, holding: .seconds(86_400)))
        #expect(long.mean == 10)
        #expect(long.percentile(0.9) == 0)
        #expect(long.percentile(0.95) == 100)
        let short = try #require(TimeWeightedSummary(of: series, from: monday, to: end, holding: .seconds(2 * 3600)))
        #expect(short.covered == .seconds(3 * 3600))
        #expect(short.percentile(0.5) == 0)
        #expect(short.maximum == 100 && short.minimum == 0)
        #expect(TimeWeightedSummary(of: series, from: end, to: end, holding: .seconds(1)) == nil)
    }

    @Test("time-weighted percentiles agree with repeating each value for every second", arguments: 1...5)
    func naivePercentile(seed: Int) throws {
        var random = Draws(seed: UInt64(seed))
        var series = TimedSeries()
        var seconds: [Double] = []
        var at = monday
        for _ in 0..<30 {
            let (value, length) = (random.unit(), 1 + Int(random.unit() * 20))
            series.append(value, at: at)
            seconds += [Double](repeating: value, count: length)
            at = at + .seconds(length)
        }
        let summary = try #require(TimeWeightedSummary(of: series, from: monday, to: at, holding: .seconds(60)))
        let sorted = seconds.sorted()
        for share in [0.05, 0.5, 0.95, 0.99] {
            #expect(summary.percentile(share) == sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)])
        }
    }
}
