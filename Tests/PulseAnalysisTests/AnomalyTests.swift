import PulseAnalysis
import PulseCore
import Testing

@Suite("Baselines and anomalies", .timeLimit(.minutes(5)))
struct AnomalyTests {
    /// A series of five-minute values over days, each scored.
    private func scores(days: Double, _ value: (Int) -> Double) -> [AnomalyScore] {
        var detector = AnomalyDetector()
        return (0..<Int(days * 288)).map { detector.observe(value($0), at: monday + .seconds($0 * 300)) }
    }

    /// High from 8 to 18 o'clock.
    private func office(_ index: Int) -> Double { (8..<18).contains(index / 12 % 24) ? 80 : 20 }

    @Test("a young series is never strange")
    func coldStart() {
        var random = Draws(seed: 1)
        #expect(scores(days: 0.2) { _ in random.unit() }.allSatisfy { $0.value == 0 })
    }

    @Test("a constant is ordinary, and leaving it is strange at once")
    func constant() {
        let all = scores(days: 4) { $0 == 1_000 ? 6 : 5 }
        #expect(all[..<1_000].allSatisfy { !$0.isAnomaly })
        #expect(all[1_000].isAnomaly && all[1_000].incident == .opened && all[1_000].cause == .higherThanEver)
    }

    @Test("lower than ever is strange too")
    func lower() {
        var random = Draws(seed: 2)
        let all = scores(days: 4) { $0 == 1_000 ? -50 : random.normal() }
        #expect(all[1_000].isAnomaly && all[1_000].cause == .lowerThanEver)
    }

    @Test("a quiet day among busy ones is unusual for its time, though its values are not rare")
    func contextual() {
        var random = Draws(seed: 3)
        let all = scores(days: 12) { ($0 / 288 == 10 ? 20 : office($0)) + random.normal() }
        let day = all[(10 * 288)..<(11 * 288)]
        #expect(day.contains { $0.isAnomaly && ($0.cause == .unusualForTheTime || $0.cause == .unusualForLong) })
        #expect(day.first { $0.isAnomaly }?.expected?.kind == .hourOfDay)
    }

    @Test("the working days and the weekend have their own expectations after three weeks")
    func weekly() {
        let all = scores(days: 35) { $0 / 288 % 7 < 5 ? office($0) : 20 }
        #expect(all.last?.expected?.kind == .hourOfWeek)
        #expect(all[(28 * 288)...].allSatisfy { !$0.isAnomaly })
    }

    @Test("an incident has one alarm, and the next one its own")
    func deduplicated() {
        var random = Draws(seed: 4)
        let all = scores(days: 10) { index in
            let isStrange = (1_500..<1_560).contains(index) || (2_400..<2_410).contains(index)
            return (isStrange ? 100 + Double(index) : 0) + random.normal()
        }
        #expect(
            all.indices.filter { all[$0].incident == .opened && $0 >= 1_500 }.filter { $0 < 1_600 || (2_400..<2_500).contains($0) } == [1_500, 2_400])
        #expect(all[1_510].incident == .going && all[1_510].alarm == 0)
    }

    @Test("noise opens few incidents", arguments: [1, 2, 3])
    func fewFalse(seed: Int) {
        var random = Draws(seed: UInt64(seed))
        let opened = scores(days: 30) { _ in random.normal() }.count { $0.incident == .opened }
        #expect(opened <= 12, "\(opened) in 30 days")
    }

    @Test("missing data are not strange, and what is not finite is refused")
    func missing() {
        var detector = AnomalyDetector()
        var random = Draws(seed: 6)
        for index in 0..<1_000 { _ = detector.observe(office(index) + random.unit(), at: monday + .seconds(index * 300)) }
        #expect(detector.observe(.nan, at: monday + .seconds(1_000 * 300)).value == 0)
        let later = monday + .seconds(86_400 * 9)
        #expect(!detector.observe(office(0), at: later).isAnomaly)
    }

    @Test("a clock that is set back does no harm")
    func backwards() {
        var detector = AnomalyDetector()
        for index in 0..<2_000 {
            let at = monday + .seconds((index > 1_000 ? index - 12 : index) * 300)
            #expect(!detector.observe(office(index), at: at).value.isNaN)
        }
    }

    @Test("huge and tiny values score like others", arguments: [1e-300, 1, 1e15])
    func scale(factor: Double) {
        var random = Draws(seed: 7)
        let all = scores(days: 5) { ($0 == 1_200 ? 60 : random.normal()) * factor }
        #expect(all[1_200].isAnomaly == (factor > 1e-30))
    }

    @Test("a baseline is coarse while young, fine when old, and gives a usual range")
    func baseline() throws {
        var baseline = SeasonalBaseline()
        #expect(baseline.expectation(at: monday) == nil)
        for index in 0..<(21 * 288) {
            baseline.learn(office(index), at: monday + .seconds(index * 300))
            if index == 12 * 7 { #expect(baseline.expectation(at: monday)?.kind == .anyTime) }
        }
        let noon = monday + .seconds(21 * 86_400 + 12 * 3600)
        #expect(baseline.expectation(at: noon)?.kind == .hourOfWeek)
        #expect(baseline.expectation(at: noon)?.middle == 80)
        #expect(baseline.expectation(.hourOfDay, at: noon)?.middle == 80)
        #expect(try #require(baseline.usualRange(at: noon)).contains(80))
    }

    @Test("a detector is bounded: its numbers stay below the bytes it states")
    func bounded() {
        // What it holds is counted from its parts; the collections' own headers are in the margin.
        let hours = 168 * 4 * 4 + 168
        let tails = (2 + 3 * 3) * (32 * 4 + 64)
        #expect(hours + tails + 64 * 4 + 512 <= AnomalyDetector.maximumBytes)
    }
}
