package import PulseCore

/// How good a storage's forecasts would have been in its own past: each day it is forecast again from what was known then.
///
/// A date could rarely be checked, because most disks never fill. So the band is asked for the use a week ahead, and that is compared with the use
/// that came.
package struct BackTest: Hashable, Sendable {
    /// How far ahead each forecast looks.
    package static let ahead = Duration.seconds(7 * 86_400)
    /// Not more forecasts than this, the newest: the work of each grows with the square of the days.
    package static let limit = 60

    /// Forecasts that could be compared with what came.
    package let forecasts: Int
    /// How many of them held it within their 80 % band.
    package let held: Int
    /// The median of |said − came| as a share of the capacity.
    package let medianError: Double?

    /// Nil without a forecast to compare.
    package var coverage: Double? { forecasts > 0 ? Double(held) / Double(forecasts) : nil }

    package init(used: TimedSeries, total: TimedSeries, at now: Timestamp, by forecaster: CapacityForecaster = CapacityForecaster()) {
        var errors: [Double] = []
        var held = 0
        for back in 7..<(7 + Self.limit) {
            let then = now - .seconds(back * 86_400)
            let target = then + Self.ahead
            guard let first = used.first, then > first.at else { break }
            guard let capacity = total.value(at: then), let band = forecaster.day(endingIn: 7, used: used, total: total, at: then),
                let came = Self.median(used, around: target)
            else { continue }
            errors.append(abs(came - band.middle) / capacity)
            held += (band.low...band.high).contains(came) ? 1 : 0
        }
        forecasts = errors.count
        self.held = held
        medianError = Statistics.median(errors)
    }

    /// The median of the day that ends with a moment: forecasts speak of days.
    private static func median(_ used: TimedSeries, around moment: Timestamp) -> Double? {
        used.medians(every: .seconds(86_400), endingAt: moment).last { $0.age == 0 }?.median
    }
}
