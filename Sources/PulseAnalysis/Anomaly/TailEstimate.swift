/// How rare a value is among everything seen so far, from the largest 32 alone.
///
/// The excesses over a high threshold follow a generalised Pareto distribution (Pickands 1975), whose two numbers come from probability-weighted
/// moments in closed form (Hosking and Wallis 1987). So a value far beyond everything seen gets a probability too, heavy tails or light ones.
struct TailEstimate: Sendable {
    static let limit = 32
    /// With fewer values nothing is rare.
    private static let needed = 60

    /// The largest values, ascending.
    private var largest: [Float] = []
    private var count: UInt32 = 0

    /// The probability of a value at least as large: 1 for anything that is not among the largest tenth.
    func probability(of value: Double) -> Double {
        let used = min(Self.limit, Int(count) / 10)
        guard count >= Self.needed, largest.count >= used else { return 1 }
        let tail = largest.suffix(used)
        let threshold = Double(tail.first ?? 0)
        guard value > threshold else { return 1 }
        let excesses = tail.dropFirst().map { Double($0) - threshold }
        return Double(used) / Double(count) * Self.exceedance(value - threshold, excesses, scaleOf: threshold)
    }

    mutating func note(_ value: Double) {
        count += count < .max ? 1 : 0
        let value = Float(holding: value)
        if largest.count == Self.limit {
            guard value > largest[0] else { return }
            largest.removeFirst()
        }
        largest.insert(value, at: largest.firstIndex { $0 > value } ?? largest.endIndex)
    }

    /// The probability that an excess is larger than `excess`, given the excesses that were seen, ascending.
    private static func exceedance(_ excess: Double, _ seen: [Double], scaleOf threshold: Double) -> Double {
        let mean = Statistics.mean(seen) ?? 0
        // All of the largest are the same: anything a thousandth above them is new.
        guard mean > 0 else { return exponential(-min(700, excess / max(abs(threshold) * 1e-3, 1e-9))) }
        let n = Double(seen.count)
        let weighted = seen.enumerated().reduce(0.0) { $0 + $1.element * (1 - (Double($1.offset) + 0.65) / n) } / n
        let divisor = mean - 2 * weighted
        // Shapes below 0 would end at a largest possible value, which a machine has not promised; above 0.9 the mean is no guide any more.
        let shape = divisor > 1e-12 * mean ? min(max(2 - mean / divisor, 0), 0.9) : 0
        let scale = mean * (1 - shape)
        if shape < 1e-3 { return exponential(-min(700, excess / scale)) }
        return power(1 + shape * excess / scale, -1 / shape)
    }
}
