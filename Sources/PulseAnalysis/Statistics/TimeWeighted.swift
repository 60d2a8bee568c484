package import PulseCore

/// What a series was like over a stretch of time, every value weighted by how long it was true.
///
/// A value holds until the next point, but never longer than `holding`: behind it there is a gap, which has no weight.
package struct TimeWeightedSummary: Hashable, Sendable {
    package let minimum: Double
    package let maximum: Double
    package let mean: Double
    /// How much of the time had a value.
    package let covered: Duration
    private let steps: [Step]

    private struct Step: Hashable, Sendable {
        let value: Double
        /// Seconds at this value or a lower one.
        let until: Double
    }

    /// Nil where no point has any weight between the two moments.
    package init?(of series: TimedSeries, from start: Timestamp, to end: Timestamp, holding: Duration) {
        let weighted = Self.weights(series, start, end, holding).sorted { $0.value < $1.value }
        let total = weighted.reduce(0) { $0 + $1.seconds }
        guard total > 0, let first = weighted.first, let last = weighted.last else { return nil }
        minimum = first.value
        maximum = last.value
        mean = weighted.reduce(0) { $0 + $1.value * ($1.seconds / total) }
        covered = .milliseconds(Int64((total * 1000).rounded()))
        var until = 0.0
        steps = weighted.map { entry in
            until += entry.seconds
            return Step(value: entry.value, until: until)
        }
    }

    /// The lowest value that was not exceeded for a share of the covered time: 0.95 for the 95th percentile.
    package func percentile(_ share: Double) -> Double {
        let wanted = min(max(share, 0), 1) * (steps.last?.until ?? 0)
        return steps.first { $0.until >= wanted }?.value ?? maximum
    }

    private static func weights(
        _ series: TimedSeries, _ start: Timestamp, _ end: Timestamp, _ holding: Duration
    ) -> [(value: Double, seconds: Double)] {
        let points = series.points
        return points.indices.compactMap { index in
            let next = index + 1 < points.count ? points[index + 1].at : end
            let until = min(next, points[index].at + holding, end)
            let seconds = until.since(max(points[index].at, start)).asSeconds
            return seconds > 0 ? (points[index].value, seconds) : nil
        }
    }
}
