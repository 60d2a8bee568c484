package import PulseAnalysis
package import PulseCore

/// What other tools do to say when a disk is full. The answer is in days from now; nil says never.
package enum Competitor: String, CaseIterable, Sendable {
    /// An ordinary least-squares line through all history.
    case leastSquares = "least squares"
    /// The slope of the last six hours, from the last value on.
    case lastSixHours = "last 6 h"

    package func fullDay(_ used: TimedSeries, capacity: Double, now: Timestamp) -> Double? {
        switch self {
        case .leastSquares: Self.crossing(used.points, capacity, now)
        case .lastSixHours: Self.crossing(used.points.filter { $0.at >= now - .seconds(6 * 3600) }, capacity, now)
        }
    }

    private static func crossing(_ points: [TimedSeries.Point], _ capacity: Double, _ now: Timestamp) -> Double? {
        guard points.count > 1 else { return nil }
        let n = Double(points.count)
        let x = points.map { $0.at.since(now).asSeconds / 86_400 }
        let y = points.map(\.value)
        let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        let square = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / square
        guard slope > 0 else { return nil }
        return max(0, meanX + (capacity - meanY) / slope)
    }
}
