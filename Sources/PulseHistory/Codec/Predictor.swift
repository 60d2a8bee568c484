/// Guesses the next quantum from those before, so that only the difference has to be kept.
///
/// Each stands for a kind of series; the encoder takes the one that leaves the least. The raw value is stored.
enum Predictor: UInt8, CaseIterable {
    /// The one before: what wanders.
    case last = 0
    /// What was lately, smoothed: noise round a level. Averaging halves the surplus that the noise of the last value alone would add.
    case smoothed = 1
    /// One and the same number: noise that never drifts.
    case level = 2
    /// The line through the two before: counters, uptimes, clocks.
    case line = 3

    /// Arithmetic wraps round: a damaged chunk must not stop the process.
    struct State {
        private let predictor: Predictor
        private let level: Int64
        private var last: Int64
        private var beforeLast: Int64
        /// Sixteenths.
        private var smoothed: Int64

        /// - Parameter level: where the series stands; nearest to its middle is best.
        init(_ predictor: Predictor, level: Int64) {
            self.predictor = predictor
            self.level = level
            last = level
            beforeLast = level
            smoothed = level &<< 4
        }

        @inline(__always)
        var prediction: Int64 {
            switch predictor {
            case .last: last
            case .smoothed: (smoothed &+ 8) >> 4
            case .level: level
            case .line: last &+ (last &- beforeLast)
            }
        }

        @inline(__always)
        mutating func saw(_ quantum: Int64) {
            switch predictor {
            case .last: last = quantum
            case .smoothed: smoothed = smoothed &+ (((quantum &<< 4) &- smoothed) >> 2)
            case .level: break
            case .line: (beforeLast, last) = (last, quantum)
            }
        }
    }
}
