/// Cuts a series into stretches on each of which one straight line holds, by optimal partitioning.
///
/// Minimises the squared distances from the lines plus a price per stretch (Jackson et al. 2005, "An algorithm for optimal partitioning of data on
/// an interval"). The price is Schwarz's for a level, a slope and a place: 3 σ² ln n. A stretch may begin at another level, so that steps, prunes
/// and bends are all found. A few points have a level and no slope, so that what happened yesterday is found too. Takes n² steps.
package struct PiecewiseLines: Sendable {
    /// Fewer points than this have a level only: two points fit any line, and a step in the middle of a day makes three look like a rise.
    package static let shortestWithSlope = 5

    /// The stretches in order, as ranges of indices that leave nothing out.
    package let stretches: [Range<Int>]
    /// Squared distances of all points from their lines.
    package let squares: Double

    /// `x` ascends; `deviation` is the standard deviation of the noise in the unit of `y`, above zero.
    package init(x: [Double], y: [Double], deviation: Double) {
        let sums = LineSums(x: x, y: y)
        let price = 3 * deviation * deviation * naturalLogarithm(Double(max(2, x.count)))
        let begins = Self.begins(x.count, price) { sums.squares($0) }
        var stretches: [Range<Int>] = []
        var end = x.count
        while end > 0 {
            stretches.append(begins[end]..<end)
            end = begins[end]
        }
        self.stretches = stretches.reversed()
        squares = stretches.reduce(0) { $0 + sums.squares($1) }
    }

    /// Squared distances of the points of some stretches from the best line of each.
    package static func squares(_ stretches: [Range<Int>], _ x: [Double], _ y: [Double]) -> Double {
        let sums = LineSums(x: x, y: y)
        return stretches.reduce(0) { $0 + sums.squares($1) }
    }

    /// For each end the beginning of the last stretch of the cheapest partition up to there.
    private static func begins(_ count: Int, _ price: Double, _ cost: (Range<Int>) -> Double) -> [Int] {
        var begins = [Int](repeating: 0, count: count + 1)
        var cheapest = [Double](repeating: .infinity, count: count + 1)
        cheapest[0] = -price
        for end in stride(from: 1, through: count, by: 1) {
            for begin in 0..<end {
                let sum = cheapest[begin] + price + cost(begin..<end)
                if sum < cheapest[end] {
                    cheapest[end] = sum
                    begins[end] = begin
                }
            }
        }
        return begins
    }
}

/// Running sums that give the squares around the best line of any range in constant time.
private struct LineSums {
    private var x = [0.0]
    private var y = [0.0]
    private var xx = [0.0]
    private var xy = [0.0]
    private var yy = [0.0]

    /// Around the middle values, so that large numbers do not swallow small differences.
    init(x xs: [Double], y ys: [Double]) {
        let middleX = Statistics.median(xs) ?? 0
        let middleY = Statistics.median(ys) ?? 0
        for (place, value) in zip(xs, ys) { add(place - middleX, value - middleY) }
    }

    private mutating func add(_ px: Double, _ py: Double) {
        x.append(x[x.count - 1] + px)
        y.append(y[y.count - 1] + py)
        xx.append(xx[xx.count - 1] + px * px)
        xy.append(xy[xy.count - 1] + px * py)
        yy.append(yy[yy.count - 1] + py * py)
    }

    func squares(_ range: Range<Int>) -> Double {
        let (from, to) = (range.lowerBound, range.upperBound)
        let n = Double(to - from)
        let (sumX, sumY) = (x[to] - x[from], y[to] - y[from])
        let sxx = xx[to] - xx[from] - sumX * sumX / n
        let sxy = xy[to] - xy[from] - sumX * sumY / n
        let syy = yy[to] - yy[from] - sumY * sumY / n
        return max(0, sxx > 0 && to - from >= PiecewiseLines.shortestWithSlope ? syy - sxy * sxy / sxx : syy)
    }
}
