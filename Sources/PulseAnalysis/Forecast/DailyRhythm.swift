/// What each hour of the day differs by from the day's median, as a share of the capacity.
struct DailyRhythm: Sendable {
    /// By hours before the newest point, modulo 24; empty where hours differ by no more than chance.
    private let offsets: [Double]

    /// A variance of 24 means of noise is above this multiple of what the noise explains once in a hundred: χ² with 23 degrees of freedom, 41.6 / 23.
    private static let chance = 1.81

    /// From the last two weeks. `slope` per day is taken off first: growth makes later hours fuller, and that is no rhythm.
    init(of history: DailyHistory, slope: Double) {
        let recent = history.hours.filter { $0.day < 14 }
        let byHour = Dictionary(grouping: recent, by: \.hour).mapValues { hours in
            hours.map { $0.difference - slope * (11.5 - Double($0.hour)) / 24 }
        }
        let medians = (0..<24).map { Statistics.median(byHour[$0] ?? []) ?? 0 }
        let middle = Statistics.mean(medians) ?? 0
        let variance = medians.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / 23
        offsets = byHour.count == 24 && variance > Self.chance * Self.variance(ofMedians: byHour.values) ? medians : []
    }

    func offset(at x: Double) -> Double {
        if offsets.isEmpty { return 0 }
        let turn = -x - (-x).rounded(.down)
        return offsets[min(23, Int(turn * 24))]
    }

    var peak: Double { max(0, offsets.max() ?? 0) }

    /// What noise alone gives the medians: π/2 σ² / n each.
    private static func variance(ofMedians hours: some Collection<[Double]>) -> Double {
        let each = hours.map { values -> Double in
            let spread = Statistics.spread(values)
            return values.count < 3 ? .infinity : spread * spread * .pi / 2 / Double(values.count)
        }
        return Statistics.mean(each) ?? .infinity
    }
}
