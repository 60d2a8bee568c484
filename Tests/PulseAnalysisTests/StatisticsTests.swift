import PulseAnalysis
import PulseCore
import Testing

@Suite("Statistics", .timeLimit(.minutes(5)))
struct StatisticsTests {
    @Test("nothing has no median, one value is its own")
    func edges() {
        #expect(Statistics.median([]) == nil)
        #expect(Statistics.median([3]) == 3)
        #expect(Statistics.median([4, 1]) == 2.5)
        #expect(Statistics.medianAbsoluteDeviation([]) == nil)
        #expect(Statistics.spread([5]) == 0)
        #expect(Statistics.spread([5, 5, 5, 5]) == 0)
        #expect(Statistics.mean([]) == nil)
    }

    @Test("a quarter of wild values does not move median and spread far")
    func robust() throws {
        let calm = (0..<40).map { Double($0 % 5) }
        let wild = calm + [Double](repeating: 1e12, count: 9)
        #expect(try #require(Statistics.median(wild)) <= 4)
        #expect(Statistics.spread(wild) <= 4 * Statistics.deviationsPerMAD)
    }

    @Test("huge values neither overflow nor lose their order")
    func huge() {
        let large = Double.greatestFiniteMagnitude
        #expect(Statistics.median([large, large]) == large)
        #expect(Statistics.mean([large, large]) == large)
        #expect(Statistics.quantile([-large, large], 1) == large)
    }

    @Test("quantiles agree with counting", arguments: 1...12)
    func quantiles(count: Int) throws {
        var random = Draws(seed: UInt64(count))
        let values = (0..<count).map { _ in random.unit() }
        for share in [0.0, 0.1, 0.5, 0.9, 1] {
            let quantile = try #require(Statistics.quantile(values, share))
            let place = share * Double(count - 1)
            #expect(values.count { $0 < quantile - 1e-12 } <= Int(place.rounded(.up)))
            #expect(values.count { $0 > quantile + 1e-12 } <= count - 1 - Int(place))
        }
    }

    @Test("the slope of Theil and Sen is the median of all pairs", arguments: 2...9)
    func naiveSlope(count: Int) throws {
        var random = Draws(seed: UInt64(100 + count))
        let x = (0..<count).map { Double($0) }
        let y = x.map { 3 * $0 + random.unit() }
        var slopes: [Double] = []
        for a in 0..<count { for b in 0..<a { slopes.append((y[a] - y[b]) / (x[a] - x[b])) } }
        let line = try #require(TheilSenLine(x: x, y: y))
        #expect(abs(line.slope - (try #require(Statistics.median(slopes)))) < 1e-12)
        #expect(line.slopeInterval.contains(line.slope))
    }

    @Test("a line needs two places")
    func noLine() {
        #expect(TheilSenLine(x: [], y: []) == nil)
        #expect(TheilSenLine(x: [1], y: [1]) == nil)
        #expect(TheilSenLine(x: [1, 1], y: [1, 2]) == nil)
    }

    @Test("groups at different levels give their common slope and the last level")
    func groups() throws {
        let x = (0..<10).map { Double($0) }
        let line = try #require(TheilSenLine(groups: [(x, x.map { 2 * $0 }), (x.map { $0 + 10 }, x.map { 2 * ($0 + 10) - 15 })]))
        #expect(abs(line.slope - 2) < 1e-12)
        #expect(abs(line.intercept + 15) < 1e-12)
    }

    @Test("the slope's 80 % interval holds the truth in about 80 % of cases")
    func intervalCovers() throws {
        var random = Draws(seed: 5)
        let x = (0..<20).map { Double($0) }
        let held = (0..<400).count { _ in
            TheilSenLine(x: x, y: x.map { 0.5 * $0 + random.normal() })?.slopeInterval.contains(0.5) ?? false
        }
        #expect((290...350).contains(held), "\(held) of 400")
    }

    @Test("the binomial tail agrees with adding up by hand")
    func binomial() {
        #expect(Statistics.binomialTail(atLeast: 0, of: 5, probability: 0.3) == 1)
        #expect(Statistics.binomialTail(atLeast: 6, of: 5, probability: 0.3) == 0)
        #expect(abs(Statistics.binomialTail(atLeast: 2, of: 3, probability: 0.5) - 0.5) < 1e-12)
        #expect(abs(Statistics.binomialTail(atLeast: 3, of: 3, probability: 0.1) - 0.001) < 1e-12)
        #expect(Statistics.binomialTail(atLeast: 9_000, of: 10_000, probability: 0.5) < 1e-100)
    }
}
