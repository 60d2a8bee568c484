// The functions of the C library that Swift's own library lacks, in one place so that nothing else here imports more than Swift.
#if canImport(Glibc)
    private import Glibc
#else
    private import Foundation
#endif

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// The logarithm to the base 10.
func decimalLogarithm(_ x: Double) -> Double { log10(x) }

/// `base` to the power of `exponent`.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The natural logarithm of the gamma function of a positive number.
func logarithmOfGamma(_ x: Double) -> Double { lgamma(x) }

extension Float {
    /// The nearest finite number.
    init(holding value: Double) { self.init(min(max(value, -Double(Float.greatestFiniteMagnitude)), Double(Float.greatestFiniteMagnitude))) }
}
