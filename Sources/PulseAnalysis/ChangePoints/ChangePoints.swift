package import PulseCore

/// A moment at which the course of a series changed.
package struct ChangePoint: Hashable, Sendable {
    /// The beginning of the first stretch of time that follows the new course.
    package let at: Timestamp
    /// By how much the level jumped there, in the unit of the series.
    package let jump: Double
    /// Slopes before and after, in the unit per day. Nil for a stretch too short to have one.
    package let slopeBefore: Double?
    package let slopeAfter: Double?
}

package enum ChangePoints {
    /// Not more stretches of time than this, the newest: the work grows with the square.
    package static let limit = 500

    /// Where the course of a series changed, oldest first, judged on the medians of stretches of `width` that end with `end`.
    ///
    /// The noise is estimated from second differences, which slopes do not disturb. See `PiecewiseLines` for the method.
    package static func find(in series: TimedSeries, every width: Duration, endingAt end: Timestamp) -> [ChangePoint] {
        let bins = series.medians(every: width, endingAt: end).suffix(limit)
        let days = width.asSeconds / 86_400
        let x = bins.map { -(Double($0.age) + 0.5) * days }
        let y = bins.map(\.median)
        let stretches = PiecewiseLines(x: x, y: y, deviation: deviation(y)).stretches
        return zip(stretches, stretches.dropFirst()).map { before, after in
            let start = x[after.lowerBound] - days / 2
            let lines = [before, after].map { line(x, y, $0) }
            return ChangePoint(
                at: end + .milliseconds(Int64((start * 86_400_000).rounded())), jump: level(lines[1], start) - level(lines[0], start),
                slopeBefore: lines[0].slope, slopeAfter: lines[1].slope)
        }
    }

    /// A robust deviation of the noise; a millionth of the range where there is none, so that something is left to compare with.
    private static func deviation(_ y: [Double]) -> Double {
        let bends = (2..<max(2, y.count)).map { (index: Int) -> Double in
            let bend: Double = y[index] - 2 * y[index - 1] + y[index - 2]
            return abs(bend) / 6.0.squareRoot()
        }
        let range = (y.max() ?? 0) - (y.min() ?? 0)
        let noise = Statistics.deviationsPerMAD * (Statistics.median(bends) ?? 0)
        return max(noise, range * 1e-6, Double.leastNormalMagnitude)
    }

    private static func line(_ x: [Double], _ y: [Double], _ range: Range<Int>) -> (slope: Double?, intercept: Double) {
        let (x, y) = (Array(x[range]), Array(y[range]))
        guard range.count >= PiecewiseLines.shortestWithSlope, let line = TheilSenLine(x: x, y: y) else { return (nil, Statistics.median(y) ?? 0) }
        return (line.slope, line.intercept)
    }

    private static func level(_ line: (slope: Double?, intercept: Double), _ x: Double) -> Double { line.intercept + (line.slope ?? 0) * x }
}
