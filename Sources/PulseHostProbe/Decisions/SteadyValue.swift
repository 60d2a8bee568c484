/// Keeps what was told of a value while the truth stays near it: a fact that trembles between two steps would be sent to every browser each time.
enum SteadyValue {
    /// - Returns: `last` as long as `value` is not further from it than `tolerance`, else `next`.
    static func settle<Number: BinaryFloatingPoint>(_ value: Number, _ next: Number, after last: Number?, within tolerance: Number) -> Number {
        guard let last, abs(value - last) <= tolerance else { return next }
        return last
    }
}
