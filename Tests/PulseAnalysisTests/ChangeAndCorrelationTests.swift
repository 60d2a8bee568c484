import PulseAnalysis
import PulseCore
import Testing

@Suite("Change points and correlation", .timeLimit(.minutes(5)))
struct ChangeAndCorrelationTests {
    private let end = monday + .seconds(479 * 3600)

    @Test("a step is found where it happened, with its size")
    func step() throws {
        var random = Draws(seed: 1)
        let series = TimedSeries(hours: 480) { ($0 < 240 ? 10 : 30) + 0.1 * random.normal() }
        let found = ChangePoints.find(in: series, every: .seconds(6 * 3600), endingAt: end)
        let change = try #require(found.first)
        #expect(found.count == 1)
        #expect(abs(change.at.since(monday).asSeconds / 3600 - 240) <= 6)
        #expect(abs(change.jump - 20) < 1)
    }

    @Test("a change of slope is found, and noise has no change points")
    func bend() throws {
        var random = Draws(seed: 2)
        let bent = TimedSeries(hours: 480) { Double(max(0, $0 - 240)) + random.normal() }
        #expect(ChangePoints.find(in: bent, every: .seconds(6 * 3600), endingAt: end).contains { ($0.slopeAfter ?? 0) > 20 })
        let noise = TimedSeries(hours: 480) { _ in random.normal() }
        #expect(ChangePoints.find(in: noise, every: .seconds(6 * 3600), endingAt: end).isEmpty)
        #expect(ChangePoints.find(in: TimedSeries(), every: .seconds(3600), endingAt: end).isEmpty)
    }

    @Test("the cheapest partition is the one that trying all finds", arguments: 1...6)
    func optimal(seed: Int) {
        var random = Draws(seed: UInt64(seed))
        let x = (0..<11).map { Double($0) }
        let y = x.map { ($0 < 5 ? 0 : 4) + random.normal() }
        let price = 3 * 2.397_895_272_798_370_5
        var cheapest = Double.infinity
        for cuts in 0..<(1 << 10) {
            let ends = (1..<11).filter { cuts & (1 << ($0 - 1)) != 0 } + [11]
            let stretches = zip([0] + ends, ends).map { $0..<$1 }
            cheapest = min(cheapest, PiecewiseLines.squares(stretches, x, y) + price * Double(stretches.count))
        }
        let lines = PiecewiseLines(x: x, y: y, deviation: 1)
        #expect(abs(lines.squares + price * Double(lines.stretches.count) - cheapest) < 1e-9)
    }

    @Test("what happens together is found among neighbours only")
    func topology() {
        let times = (0..<8).map { monday + .seconds($0 * 40_000) }
        let events = times.flatMap { [TimedEvent("node", at: $0), TimedEvent("guest", at: $0 + .seconds(20)), TimedEvent("stranger", at: $0)] }
        let finder = CoincidenceFinder(window: .seconds(60))
        let found = finder.find(in: events, from: monday, to: monday + .seconds(600_000)) { Set([$0, $1]) == ["node", "guest"] }
        #expect(found.count == 1)
        #expect(found.first?.together == 8 && (found.first?.lift ?? 0) > 100)
    }

    @Test("what happens all the time coincides with everything and says nothing")
    func baseRate() {
        let busy = (0..<6_000).map { TimedEvent("busy", at: monday + .seconds($0 * 100)) }
        let rare = (0..<8).map { TimedEvent("rare", at: monday + .seconds($0 * 40_000)) }
        let found = CoincidenceFinder(window: .seconds(60)).find(in: busy + rare, from: monday, to: monday + .seconds(600_000)) { _, _ in true }
        #expect(found.isEmpty)
    }

    @Test("series that follow one cause correlate, a rhythm that both have is chance")
    func series() throws {
        var random = Draws(seed: 4)
        let cause = (0..<200).map { _ in random.normal() }
        let first = TimedSeries(hours: 200) { cause[$0] + 0.1 * random.normal() }
        let second = TimedSeries(hours: 200) { 1e9 * cause[$0] }
        let alike = try #require(SeriesCorrelation(first, second, every: .seconds(3600), endingAt: end))
        #expect(alike.coefficient > 0.9 && alike.byChance < 0.02)
        let saw = try #require(
            SeriesCorrelation(
                TimedSeries(hours: 200) { Double($0 % 8) }, TimedSeries(hours: 200) { Double($0 % 8) * 3 }, every: .seconds(3600), endingAt: end))
        #expect(saw.byChance > 0.1)
        #expect(SeriesCorrelation(first, TimedSeries(), every: .seconds(3600), endingAt: end) == nil)
    }
}
