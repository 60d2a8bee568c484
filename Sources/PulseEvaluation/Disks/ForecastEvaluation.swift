package import PulseAnalysis
import PulseCore

/// Ours and the competitors on the same disks, per family.
package struct ForecastEvaluation: Sendable {
    package let seed: UInt64
    package private(set) var ours: [DiskFamily: ForecastScore] = [:]
    package private(set) var others: [Competitor: [DiskFamily: ForecastScore]] = [:]

    package init(seed: UInt64, perFamily: Int, forecaster: CapacityForecaster = CapacityForecaster()) {
        self.seed = seed
        for disk in DiskCase.all(perFamily: perFamily, seed: seed) {
            ours[disk.family, default: .init()].add(disk, forecaster.forecast(used: disk.used, total: disk.total, at: disk.now))
            for competitor in Competitor.allCases {
                let said = competitor.fullDay(disk.used, capacity: disk.capacity, now: disk.now)
                others[competitor, default: [:]][disk.family, default: .init()].add(disk, said: said)
            }
        }
    }

    package var total: ForecastScore { Self.sum(ours) }

    package func total(of competitor: Competitor) -> ForecastScore { Self.sum(others[competitor] ?? [:]) }

    private static func sum(_ scores: [DiskFamily: ForecastScore]) -> ForecastScore {
        DiskFamily.allCases.compactMap { scores[$0] }.reduce(into: ForecastScore()) { $0.add($1) }
    }
}
