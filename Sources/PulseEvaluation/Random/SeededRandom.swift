private import Foundation

/// Random numbers that a seed repeats on every machine (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A stream of its own for one case, so that one case more does not change the others.
    package init(seed: UInt64, stream: Int) {
        var own = SeededRandom(seed: seed ^ (UInt64(bitPattern: Int64(stream)) &* 0xD1B5_4A32_D192_ED03))
        state = own.next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in 0..<1.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    package mutating func uniform(_ range: ClosedRange<Double>) -> Double { range.lowerBound + (range.upperBound - range.lowerBound) * unit() }

    /// Uniform in the logarithm, so that each decade is as likely as the next. The range is positive.
    package mutating func logUniform(_ range: ClosedRange<Double>) -> Double { exp(uniform(log(range.lowerBound)...log(range.upperBound))) }

    package mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

    /// True with a probability of `share`.
    package mutating func chance(_ share: Double) -> Bool { unit() < share }

    /// Normal with mean 0 and deviation 1 (Box and Muller 1958).
    package mutating func normal() -> Double { (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit()) }
}
