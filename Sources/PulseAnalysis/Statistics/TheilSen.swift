/// A straight line through points that a quarter of them cannot bend: the median of the slopes of all pairs (Theil 1950, Sen 1968).
///
/// The interval of the slope is Sen's: the ranks around the median that Kendall's statistic cannot tell from it. `x` and `y` are the caller's units.
package struct TheilSenLine: Hashable, Sendable {
    package let slope: Double
    /// The value at x = 0.
    package let intercept: Double
    /// An 80 % interval of the slope for independent errors.
    package let slopeInterval: ClosedRange<Double>
    /// A robust standard deviation of the points around the line.
    package let spread: Double

    /// 1.2816 standard deviations on either side hold 80 %.
    package static let deviationsOf80Percent = 1.281_551_565_544_6

    /// Nil where no two points differ in x. Takes n²/2 steps.
    package init?(x: [Double], y: [Double]) {
        self.init(groups: [(x, y)])
    }

    /// One slope for several groups that may stand at different levels: only pairs within a group count. The intercept is the last group's.
    package init?(groups: [(x: [Double], y: [Double])]) {
        let slopes = groups.flatMap { Self.slopes($0.x, $0.y) }.sorted()
        guard !slopes.isEmpty, let last = groups.last, !last.x.isEmpty else { return nil }
        let slope = Statistics.quantile(sorted: slopes, 0.5)
        let reach = Self.deviationsOf80Percent * groups.reduce(0) { $0 + Self.variance(of: $1.x.count) }.squareRoot() / 2
        let middle = Double(slopes.count - 1) / 2
        slopeInterval = Self.at(middle - reach, slopes)...Self.at(middle + reach, slopes)
        let offsets = zip(last.x, last.y).map { $1 - slope * $0 }
        self.slope = slope
        intercept = Statistics.median(offsets) ?? 0
        spread = Statistics.spread(offsets)
    }

    package func value(at x: Double) -> Double { intercept + slope * x }

    private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
        var slopes: [Double] = []
        slopes.reserveCapacity(x.count * max(0, x.count - 1) / 2)
        for later in x.indices {
            for earlier in 0..<later where x[later] != x[earlier] { slopes.append((y[later] - y[earlier]) / (x[later] - x[earlier])) }
        }
        return slopes
    }

    /// The variance of Kendall's S for n points without ties: n (n − 1) (2n + 5) / 18.
    private static func variance(of count: Int) -> Double {
        let n = Double(count)
        return n * (n - 1) * (2 * n + 5) / 18
    }

    private static func at(_ place: Double, _ slopes: [Double]) -> Double {
        let index = min(max(place, 0), Double(slopes.count - 1))
        return Statistics.quantile(sorted: slopes, slopes.count > 1 ? index / Double(slopes.count - 1) : 0)
    }
}
