import PulseCore

/// Noise that is the same for the same seed, series and moment, in whatever order it is asked for (the mixer of SplitMix64).
struct Noise: Hashable, Sendable {
    let seed: UInt64

    /// About normal, mean 0 and deviation 1: a sum of four uniform numbers.
    func value(_ series: UInt64, _ step: Int64) -> Double {
        let mixed = Self.mix(seed &+ Self.mix(series &+ Self.mix(UInt64(bitPattern: step))))
        let sum = (0..<4).reduce(0.0) { $0 + Double((mixed >> (UInt64($1) * 16)) & 0xFFFF) / 65_535 }
        return (sum - 2) * 3.0.squareRoot()
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// FNV-1a: Swift's own hashes differ from run to run.
    static func number(of text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
