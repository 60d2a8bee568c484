import PulseAnalysis
import PulseCore

/// Repeatable numbers for tests (the generator of MMIX, Knuth 1999).
struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

    mutating func unit() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-53
    }

    /// About normal: twelve uniform numbers less their mean.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}

/// 2026-01-05, a Monday.
let monday = Timestamp(seconds: 1_767_571_200)

extension TimedSeries {
    /// A value for each hour from `start` on.
    init(hours: Int, from start: Timestamp = monday, _ value: (Int) -> Double) {
        self.init((0..<hours).map { Point(value($0), at: start + .seconds($0 * 3600)) })
    }
}
