package import PulseAnalysis
import PulseCore

/// Ours and the competitors on the same disks, per family.
package struct ForecastEvaluation: Sendable {
    package let seed: UInt64
    package private(set) var ours: [DiskFamily: ForecastScore] = [:]
    /// Our false and missed alarms, each as a sentence.
    package private(set) var wrong: [String] = []
    package private(set) var others: [Competitor: [DiskFamily: ForecastScore]] = [:]

    /// Every tenth disk is back-tested in its own past too, which takes as long as fifty forecasts.
    package init(seed: UInt64, perFamily: Int, forecaster: CapacityForecaster = CapacityForecaster()) {
        self.seed = seed
        var number = 0
        for disk in DiskCase.all(perFamily: perFamily, seed: seed) {
            judge(disk, forecaster.forecast(used: disk.used, total: disk.total, at: disk.now))
            if number % 10 == 0 {
                ours[disk.family, default: .init()].add(BackTest(used: disk.used, total: disk.total, at: disk.now, by: forecaster))
            }
            number += 1
            for competitor in Competitor.allCases {
                let said = competitor.fullDay(disk.used, capacity: disk.capacity, now: disk.now)
                others[competitor, default: [:]][disk.family, default: .init()].add(disk, said: said)
            }
        }
    }

    private mutating func judge(_ disk: DiskCase, _ answer: CapacityForecast) {
        let before = ours[disk.family, default: .init()]
        ours[disk.family, default: .init()].add(disk, answer)
        guard let after = ours[disk.family], after.falseAlarms + after.missed > before.falseAlarms + before.missed else { return }
        let truth = disk.fullDay.map { "full in \($0) days" } ?? "never full"
        wrong.append("\(disk.family.rawValue), noise \(disk.noise), \(truth), now \(disk.now): \(answer.sentence) \(disk.curve)")
    }

    package var total: ForecastScore { Self.sum(ours) }

    package func total(of competitor: Competitor) -> ForecastScore { Self.sum(others[competitor] ?? [:]) }

    private static func sum(_ scores: [DiskFamily: ForecastScore]) -> ForecastScore {
        DiskFamily.allCases.compactMap { scores[$0] }.reduce(into: ForecastScore()) { $0.add($1) }
    }
}
