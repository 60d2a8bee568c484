/// The least-squares parabola y = c₀ + c₁ x + c₂ x² with the uncertainty that independent errors of a known deviation give it.
struct Parabola: Sendable {
    private let constant: Double
    /// The slope at x = 0.
    let slope: Double
    private let square: Double
    /// The inverse of XᵀX, rows after one another.
    private let inverse: [Double]
    private let deviation: Double
    /// Squared distances of the points from it.
    let squares: Double

    /// Nil where fewer than four points, or fewer than three places, are given.
    init?(x: [Double], y: [Double], deviation: Double) {
        guard x.count > 3 else { return nil }
        guard let inverse = Self.inverse((0...4).map { Self.sum(of: x, to: $0, times: nil) }) else { return nil }
        let right = (0...2).map { Self.sum(of: x, to: $0, times: y) }
        let solution = stride(from: 0, to: 9, by: 3).map { inverse[$0] * right[0] + inverse[$0 + 1] * right[1] + inverse[$0 + 2] * right[2] }
        (constant, slope, square) = (solution[0], solution[1], solution[2])
        self.inverse = inverse
        self.deviation = deviation
        squares = zip(x, y).reduce(0) { sum, point in
            let distance = point.1 - (solution[0] + (solution[1] + solution[2] * point.0) * point.0)
            return sum + distance * distance
        }
    }

    /// How many standard deviations the bend is away from a straight line; positive for growth that accelerates.
    var significance: Double { square / (deviation * max(0, inverse[8]).squareRoot()) }

    func value(at x: Double) -> Double { constant + (slope + square * x) * x }

    func deviation(at x: Double) -> Double { deviation * variance([1, x, x * x]).squareRoot() }

    /// Standard deviation of the slope at x = 0.
    var deviationOfSlope: Double { deviation * max(0, inverse[4]).squareRoot() }

    /// Where it reaches `level` at x ≥ 0, rising; nil where it does not.
    func place(of level: Double) -> Double? {
        guard square > 0, slope > 0, level > constant else { return level <= constant ? 0 : nil }
        // The stable form of the root: no difference of nearly equal numbers.
        return 2 * (level - constant) / (slope + (slope * slope + 4 * square * (level - constant)).squareRoot())
    }

    func slope(at x: Double) -> Double { slope + 2 * square * x }

    private func variance(_ v: [Double]) -> Double {
        var sum = 0.0
        for row in 0..<3 {
            for column in 0..<3 { sum += v[row] * inverse[row * 3 + column] * v[column] }
        }
        return max(0, sum)
    }

    private static func sum(of x: [Double], to exponent: Int, times factor: [Double]?) -> Double {
        var sum = 0.0
        for index in x.indices {
            var product = factor?[index] ?? 1
            for _ in 0..<exponent { product *= x[index] }
            sum += product
        }
        return sum
    }

    /// By cofactors, of the symmetric matrix of the power sums s₀…s₄.
    private static func inverse(_ s: [Double]) -> [Double]? {
        let a = s[2] * s[4] - s[3] * s[3]
        let b = s[2] * s[3] - s[1] * s[4]
        let c = s[1] * s[3] - s[2] * s[2]
        let determinant = s[0] * a + s[1] * b + s[2] * c
        guard abs(determinant) > 1e-9 * s[0] * s[2] * s[4], determinant.isFinite else { return nil }
        let d = s[0] * s[4] - s[2] * s[2]
        let e = s[1] * s[2] - s[0] * s[3]
        let f = s[0] * s[2] - s[1] * s[1]
        return [a, b, c, b, d, e, c, e, f].map { $0 / determinant }
    }
}
