package import PulseCore

/// What becomes of a storage if it goes on as it did.
package enum CapacityForecast: Hashable, Sendable {
    /// Less was seen than a forecast needs.
    case notEnoughHistory(have: Duration, need: Duration)
    /// The newest values are at the capacity.
    case alreadyFull
    /// No growth that would fill it within the horizon.
    case notFilling(NotFilling)
    /// It fills on a date.
    case filling(Filling)

    /// Why no date is given.
    package enum Cause: Hashable, Sendable {
        /// Up and down by less than what single days differ by.
        case steady
        case shrinking
        /// It grew until so many days ago.
        case stoppedGrowing(daysAgo: Int)
        /// A rise that did not go on; the share of the capacity by which it jumped.
        case jumpedOnce(by: Double)
        /// It is emptied as fast as it fills.
        case emptiedRegularly
        /// It grows, but not to the brim before the horizon.
        case tooSlow
    }

    package struct NotFilling: Hashable, Sendable {
        package let cause: Cause
        package let trend: Trend
    }

    package struct Filling: Hashable, Sendable {
        package let fullAt: Timestamp
        /// The 80 % band of `fullAt`. No latest: within the band it may as well not fill before the horizon.
        package let earliest: Timestamp
        package let latest: Timestamp?
        package let trend: Trend
    }

    /// The course that the forecast goes on from, and what a chart draws of it.
    package struct Trend: Hashable, Sendable {
        /// Bytes per day (the unit of the series), with its 80 % interval.
        package let slopePerDay: Double
        package let slopeInterval: ClosedRange<Double>
        /// The growth accelerates, and the date follows the bend; the slope is today's.
        package let bends: Bool
        /// The stretch of history whose slope this is.
        package let from: Timestamp
        package let to: Timestamp
        /// From the beginning of the last stretch to the date, but at least 30 days on: the fitted course with the 80 % band of single days.
        package let line: [BandPoint]
        /// What was left out of the slope because it happened once: levels changed by so many bytes.
        package let steps: [Step]
    }

    /// In the unit of the series.
    package struct BandPoint: Hashable, Sendable {
        package let at: Timestamp
        package let low: Double
        package let middle: Double
        package let high: Double
    }

    package struct Step: Hashable, Sendable {
        package let at: Timestamp
        package let change: Double
    }

    /// The trend of an answer that has one.
    package var trend: Trend? {
        switch self {
        case .notEnoughHistory, .alreadyFull: nil
        case .notFilling(let answer): answer.trend
        case .filling(let answer): answer.trend
        }
    }

    package var filling: Filling? {
        if case .filling(let filling) = self { filling } else { nil }
    }
}
