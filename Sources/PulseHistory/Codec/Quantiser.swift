package import PulseCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Between numbers and the whole quanta that history keeps, with the error that `Precision` allows and no more.
///
/// Absolute precisions are steps. Relative ones are steps of the logarithm: q = ±(1 + round(ln(|v| / least) / step)), q = 0 for zero, where
/// step = 2·ln(1 + e) keeps the error at most e in both directions. Numbers nearer to zero than `least` become zero.
package struct Quantiser: Sendable {
    private enum Scale: Sendable {
        case linear(step: Double)
        case logarithmic(step: Double)
    }

    /// Whole numbers up to here are exact in a Double, 2^53.
    private static let largest = 9_007_199_254_740_992.0
    /// The least number of a relative scale that is not taken for zero, in the unit of the metric.
    static let least = 0.001

    private let scale: Scale

    private static let all = Precision.allCases.map { Quantiser($0) }
    static func standard(_ precision: Precision) -> Quantiser { all[Int(precision.rawValue)] }

    package init(_ precision: Precision) {
        scale =
            switch precision {
            case .whole: .linear(step: 1)
            case .thousandth: .linear(step: 0.001)
            case .hundredth: .linear(step: 0.01)
            case .half: .linear(step: 0.5)
            case .perMille: .logarithmic(step: 2 * log1p(0.001))
            case .halfPercent: .logarithmic(step: 2 * log1p(0.005))
            case .fine: .logarithmic(step: 2 * log1p(0.00002))
            }
    }

    /// - Parameter value: finite.
    package func quanta(_ value: Double) -> Int64 {
        switch scale {
        case .linear(let step):
            return Int64(max(-Self.largest, min(Self.largest, (value / step).rounded())))
        case .logarithmic(let step):
            let size = abs(value)
            guard size >= Self.least else { return 0 }
            let place = 1 + Int64((log(size / Self.least) / step).rounded())
            return value < 0 ? -place : place
        }
    }

    package func value(_ quanta: Int64) -> Double {
        switch scale {
        case .linear(let step): return Double(quanta) * step
        case .logarithmic(let step):
            guard quanta != 0 else { return 0 }
            let size = Self.least * exp(Double(quanta.magnitude - 1) * step)
            return quanta < 0 ? -size : size
        }
    }

    /// The number that is kept in place of this one.
    package func rounded(_ value: Double) -> Double { self.value(quanta(value)) }
}
