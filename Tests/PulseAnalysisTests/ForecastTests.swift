import PulseAnalysis
import PulseCore
import Testing

@Suite("Capacity forecasts", .timeLimit(.minutes(5)))
struct ForecastTests {
    private static let capacity = 1e12

    /// `share` of the capacity at an hour, from the oldest.
    private func forecast(hours: Int, capacity: Double = Self.capacity, _ share: (Int) -> Double) -> CapacityForecast {
        let used = TimedSeries(hours: hours) { share($0) * capacity }
        let total = TimedSeries(hours: hours) { _ in capacity }
        return CapacityForecaster().forecast(used: used, total: total, at: monday + .seconds((hours - 1) * 3600))
    }

    private func daysUntilFull(_ forecast: CapacityForecast, hours: Int) throws -> Double {
        try #require(forecast.filling).fullAt.since(monday + .seconds((hours - 1) * 3600)).asSeconds / 86_400
    }

    @Test("nothing, one point and less than 72 hours are not enough history", arguments: [0, 1, 24, 72])
    func notEnough(hours: Int) {
        guard case .notEnoughHistory(_, let need) = forecast(hours: hours, { _ in 0.5 }) else {
            Issue.record("answered \(hours) hours")
            return
        }
        #expect(need == .seconds(72 * 3600))
    }

    @Test("without a capacity there is no forecast")
    func noCapacity() {
        let used = TimedSeries(hours: 200) { Double($0) }
        guard case .notEnoughHistory = CapacityForecaster().forecast(used: used, total: TimedSeries(), at: monday + .seconds(200 * 3600)) else {
            Issue.record("answered without a capacity")
            return
        }
    }

    @Test("steady growth is full when it is", arguments: [1.0, 1e6, 1e12, 1e300])
    func linear(capacity: Double) throws {
        // 1 % a day from 50 % on; after 20 days 70 %, so 30 days are left.
        let answer = forecast(hours: 481, capacity: capacity) { 0.5 + 0.01 * Double($0) / 24 }
        #expect(abs(try daysUntilFull(answer, hours: 481) - 30) < 0.1)
        let filling = try #require(answer.filling)
        #expect(filling.earliest <= filling.fullAt)
        #expect(try #require(filling.latest) >= filling.fullAt)
        #expect(abs(filling.trend.slopePerDay / capacity - 0.01) < 1e-4)
    }

    @Test("equal values, growth down and a rhythm of the day do not fill", arguments: ["equal", "down", "saw"])
    func notFilling(course: String) {
        let answer = forecast(hours: 480) { hour in
            switch course {
            case "equal": 0.9
            case "down": 0.9 - 0.0005 * Double(hour)
            default: 0.7 + 0.01 * Double(hour % 24)
            }
        }
        guard case .notFilling(let why) = answer else {
            Issue.record("\(course): \(answer.sentence)")
            return
        }
        #expect(course != "down" || why.cause == .shrinking)
    }

    @Test("a step is no trend, whenever it happened", arguments: [3, 20, 40, 60, 100, 200, 300, 400, 470])
    func step(hour: Int) {
        let answer = forecast(hours: 480) { $0 < hour ? 0.4 : 0.8 }
        #expect(answer.filling == nil, "\(answer.sentence)")
    }

    @Test("growth goes on behind a prune, and the date is the one of the new level", arguments: [100, 300, 400, 440, 470])
    func prune(hour: Int) throws {
        let answer = forecast(hours: 481) { 0.5 + 0.02 * Double($0) / 24 - ($0 < hour ? 0 : 0.3) }
        // 0.6 at the end and 2 % a day.
        #expect(abs(try daysUntilFull(answer, hours: 481) - 20) < 1, "\(answer.sentence)")
    }

    @Test("growth that stopped is not filling", arguments: [4, 6, 10])
    func plateau(daysAgo: Int) {
        let answer = forecast(hours: 481) { 0.5 + 0.02 * Double(min($0, 480 - daysAgo * 24)) / 24 }
        guard case .notFilling(let why) = answer, case .stoppedGrowing(let days) = why.cause else {
            Issue.record("\(answer.sentence)")
            return
        }
        #expect(abs(days - daysAgo) <= 2)
    }

    @Test("growth that gets faster is full earlier than its slope of today says")
    func accelerating() throws {
        let answer = forecast(hours: 721) { 0.2 + 0.4 * Double($0 * $0) / (720 * 720) }
        // 0.2 + 0.4 (d / 30)² = 1 at d = 42.43, and day 30 is today; the tangent says 15 days.
        #expect(abs(try daysUntilFull(answer, hours: 721) - 12.43) < 0.3, "\(answer.sentence)")
        #expect(answer.trend?.bends == true)
    }

    @Test("a larger disk moves the date, a smaller one may be full at once")
    func resized() {
        let used = TimedSeries(hours: 481) { (0.5 + 0.01 * Double($0) / 24) * 100 }
        let now = monday + .seconds(480 * 3600)
        func answer(_ capacity: Double) -> CapacityForecast {
            let total = TimedSeries([.init(100, at: monday), .init(capacity, at: now - .seconds(3600))])
            return CapacityForecaster().forecast(used: used, total: total, at: now)
        }
        #expect(answer(60) == .alreadyFull)
        let days = answer(110).filling.map { $0.fullAt.since(now).asSeconds / 86_400 } ?? 0
        #expect(abs(days - 40) < 0.5)
    }

    @Test("a gap of three days changes nothing")
    func gap() throws {
        let now = monday + .seconds(480 * 3600)
        let hours = (0...480).filter { !(300...372).contains($0) }
        let used = TimedSeries(
            hours.map { (hour: Int) -> TimedSeries.Point in
                let share: Double = 0.5 + 0.01 * Double(hour) / 24
                return TimedSeries.Point(share, at: monday + .seconds(hour * 3600))
            })
        let answer = CapacityForecaster().forecast(used: used, total: TimedSeries([.init(1, at: monday)]), at: now)
        #expect(abs(try #require(answer.filling).fullAt.since(now).asSeconds / 86_400 - 30) < 0.5)
    }

    @Test("the same history gives the same answer, and later points are not looked at")
    func deterministic() {
        let used = TimedSeries(hours: 600) { 0.3 + 0.0007 * Double($0) + ($0 > 480 ? 0.2 : 0) }
        let total = TimedSeries([.init(1, at: monday)])
        let now = monday + .seconds(480 * 3600)
        let whole = CapacityForecaster().forecast(used: used, total: total, at: now)
        #expect(whole == CapacityForecaster().forecast(used: used.upTo(now), total: total, at: now))
    }

    @Test("a chart gets a line with a band that widens, and a person a sentence")
    func drawn() throws {
        var random = Draws(seed: 3)
        let answer = forecast(hours: 481) { 0.5 + 0.01 * Double($0) / 24 + 0.01 * random.normal() }
        let line = try #require(answer.trend).line
        #expect(zip(line, line.dropFirst()).allSatisfy { $0.at < $1.at })
        #expect(line.allSatisfy { $0.low <= $0.middle && $0.middle <= $0.high })
        let last = try #require(line.last)
        #expect(last.high - last.low > line[1].high - line[1].low)
        #expect(answer.sentence.hasPrefix("Full around 2026-02-2"))
        #expect(answer.sentence.hasSuffix("steady growth over the last 21 days.") || answer.sentence.contains("steady growth over the last 20 days"))
    }

    @Test("a back-test says how often the band held in the past")
    func backTest() throws {
        var random = Draws(seed: 9)
        let used = TimedSeries(hours: 1_200) { 0.3 + 0.0003 * Double($0) + 0.01 * random.normal() }
        let test = BackTest(used: used, total: TimedSeries([.init(1, at: monday)]), at: monday + .seconds(1_199 * 3600))
        #expect(test.forecasts > 30)
        #expect(try #require(test.coverage) > 0.6)
        #expect(try #require(test.medianError) < 0.01)
        #expect(BackTest(used: TimedSeries(), total: TimedSeries(), at: monday).coverage == nil)
    }
}
