/// Statistics of a set of values that a few wild ones cannot spoil. Values that are not finite do not belong in here.
package enum Statistics {
    /// Turns a median absolute deviation into the standard deviation of a normal distribution: 1 / Φ⁻¹(3/4).
    package static let deviationsPerMAD = 1.482_602_218_505_602

    /// The middle value; the mean of the two middle ones where their number is even. Nil for none.
    package static func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

    /// The value below which a share of the values lies, between neighbours by straight line (Hyndman and Fan, type 7). Nil for none.
    package static func quantile(_ values: [Double], _ share: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        return quantile(sorted: values.sorted(), share)
    }

    package static func quantile(sorted values: [Double], _ share: Double) -> Double {
        let place = min(max(share, 0), 1) * Double(values.count - 1)
        let below = Int(place)
        let above = min(below + 1, values.count - 1)
        let part = place - Double(below)
        return part == 0 ? values[below] : values[below] * (1 - part) + values[above] * part
    }

    /// Median absolute deviation from the median, as it is (not scaled). Nil for none.
    package static func medianAbsoluteDeviation(_ values: [Double]) -> Double? {
        guard let middle = median(values) else { return nil }
        return median(values.map { abs($0 - middle) })
    }

    /// A robust standard deviation: the scaled median absolute deviation. Zero for fewer than two values.
    package static func spread(_ values: [Double]) -> Double {
        values.count < 2 ? 0 : deviationsPerMAD * (medianAbsoluteDeviation(values) ?? 0)
    }

    /// The arithmetic mean. Nil for none.
    package static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0) { $0 + $1 / Double(values.count) }
    }
}
