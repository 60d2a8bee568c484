package import PulseAnalysis
package import PulseCore

/// One disk with its history as a monitor would have seen it, and what really becomes of it.
package struct DiskCase: Sendable {
    package let family: DiskFamily
    package let curve: DiskCurve
    package let capacity: Double
    package let now: Timestamp
    /// Deviation of the noise as a share of the capacity.
    package let noise: Double
    package let used: TimedSeries
    package let total: TimedSeries
    /// Days from now until it is really full; nil where that is not within `horizon`.
    package let fullDay: Double?

    /// How many days ahead the truth is looked up.
    package static let horizon = 400.0

    /// The same case for the same three numbers. History of 10 to 60 days, noise of 0.1 to 5 % of the capacity, up to two gaps of up to 3 days.
    package init(family: DiskFamily, number: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: number &* 31 &+ (DiskFamily.allCases.firstIndex(of: family) ?? 0))
        let days = random.uniform(10...60)
        self.family = family
        capacity = random.logUniform(1e10...1e14)
        noise = random.logUniform(0.001...0.05)
        now = Timestamp(seconds: 1_700_000_000 + Int64(random.whole(0...31_536_000)))
        curve = family.curve(days: days, &random)
        fullDay = curve.fullDay(within: Self.horizon)
        let hours = Self.hours(days, gaps: Self.gaps(days, &random))
        used = Self.history(hours, curve, capacity, noise, now, &random)
        let size = capacity
        total = TimedSeries(used.points.map { .init(size, at: $0.at) })
    }

    package static func all(perFamily: Int, seed: UInt64) -> [DiskCase] {
        DiskFamily.allCases.flatMap { family in (0..<perFamily).map { DiskCase(family: family, number: $0, seed: seed) } }
    }

    /// Days before now in which nothing was seen.
    private static func gaps(_ days: Double, _ random: inout SeededRandom) -> [ClosedRange<Double>] {
        (0..<random.whole(0...2)).map { _ in
            let begin = random.uniform(0...days)
            return begin...(begin + random.uniform(1...72) / 24)
        }
    }

    private static func hours(_ days: Double, gaps: [ClosedRange<Double>]) -> [Int] {
        (0...Int(days * 24)).reversed().filter { hour in hour == 0 || !gaps.contains { $0.contains(Double(hour) / 24) } }
    }

    private static func history(
        _ hours: [Int], _ curve: DiskCurve, _ capacity: Double, _ noise: Double, _ now: Timestamp, _ random: inout SeededRandom
    ) -> TimedSeries {
        TimedSeries(
            hours.map { hour in
                let share = curve.share(at: -Double(hour) / 24) + noise * random.normal()
                return .init(min(max(share, 0), 1) * capacity, at: now - .seconds(hour * 3600))
            })
    }
}
