package import PulseAnalysis
import PulseCore

/// How often a way of forecasting was right about the alarm "full within 30 days".
package struct ForecastScore: Sendable {
    package static let alarmDays = 30.0
    /// A disk that really fills between these days may be called either way: such cases are counted apart, for everybody.
    package static let near = 24.0...36.0

    package private(set) var cases = 0
    /// Really full within 30 days.
    package private(set) var due = 0
    /// Wrong answers about disks that are `near` the 30 days; neither false nor missed.
    package private(set) var nearWrong = 0
    package private(set) var falseAlarms = 0
    package private(set) var missed = 0
    package private(set) var withoutHistory = 0
    /// Of disks that really fill within 90 days: |said − true| / true.
    package private(set) var errors: [Double] = []
    /// Answers with a band, and how many of them held the truth.
    package private(set) var bands = 0
    package private(set) var held = 0

    /// Forecasts of the back-tests, and how many of them held the use a week ahead.
    package private(set) var backTests = 0
    package private(set) var backTestsHeld = 0

    package init() {}

    package mutating func add(_ test: BackTest) {
        backTests += test.forecasts
        backTestsHeld += test.held
    }

    /// `said` in days from now.
    package mutating func add(_ disk: DiskCase, said: Double?) {
        let isDue = disk.fullDay.map { $0 <= Self.alarmDays } ?? false
        let alarm = said.map { $0 <= Self.alarmDays } ?? false
        cases += 1
        due += isDue ? 1 : 0
        if let truth = disk.fullDay, Self.near.contains(truth) {
            nearWrong += alarm != isDue ? 1 : 0
        } else {
            falseAlarms += alarm && !isDue ? 1 : 0
            missed += isDue && !alarm ? 1 : 0
        }
        if let truth = disk.fullDay, truth <= 90, let said { errors.append(abs(said - truth) / max(truth, 1)) }
    }

    package mutating func add(_ disk: DiskCase, _ forecast: CapacityForecast) {
        switch forecast {
        case .notEnoughHistory:
            withoutHistory += 1
            add(disk, said: nil)
        case .alreadyFull: add(disk, said: 0)
        case .notFilling: add(disk, said: nil)
        case .filling(let filling):
            add(disk, said: filling.fullAt.since(disk.now).asSeconds / 86_400)
            bands += 1
            held += disk.isHeld(by: filling) ? 1 : 0
        }
    }

    package mutating func add(_ other: ForecastScore) {
        cases += other.cases
        due += other.due
        nearWrong += other.nearWrong
        falseAlarms += other.falseAlarms
        missed += other.missed
        withoutHistory += other.withoutHistory
        errors += other.errors
        bands += other.bands
        held += other.held
        backTests += other.backTests
        backTestsHeld += other.backTestsHeld
    }

    package var medianError: Double? { Statistics.median(errors) }
    package var coverage: Double? { bands > 0 ? Double(held) / Double(bands) : nil }
    package var backTestCoverage: Double? { backTests > 0 ? Double(backTestsHeld) / Double(backTests) : nil }
    package var shareWithoutHistory: Double { cases > 0 ? Double(withoutHistory) / Double(cases) : 0 }
}

extension DiskCase {
    /// True when the band holds the day on which the disk is really full; "never within the horizon" counts as later than any date.
    func isHeld(by filling: CapacityForecast.Filling) -> Bool {
        let truth = fullDay ?? .infinity
        let earliest = filling.earliest.since(now).asSeconds / 86_400
        let latest = filling.latest.map { $0.since(now).asSeconds / 86_400 } ?? .infinity
        return earliest <= truth + 1.0 / 24 && (truth <= latest + 1.0 / 24 || (latest > Self.horizon && truth > Self.horizon))
    }
}
