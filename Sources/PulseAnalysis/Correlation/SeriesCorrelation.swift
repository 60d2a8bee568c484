package import PulseCore

/// How alike two series move, and how often chance would make them look as alike.
package struct SeriesCorrelation: Hashable, Sendable {
    /// Spearman's rank correlation of the changes from stretch to stretch, −1…1.
    package let coefficient: Double
    /// Changes that both series have.
    package let count: Int
    /// The base rate: the share of shifts of one series against the other that give a coefficient as far from zero. Rhythms that both follow count
    /// as chance here, because they survive most shifts.
    package let byChance: Double

    /// With fewer common changes nothing can be said.
    package static let needed = 12

    /// On medians of stretches of `width` that end with `end`. Nil where too little is common, or one of them never changes.
    package init?(_ first: TimedSeries, _ second: TimedSeries, every width: Duration, endingAt end: Timestamp) {
        let (left, right) = Self.commonChanges(first.medians(every: width, endingAt: end), second.medians(every: width, endingAt: end))
        guard left.count >= Self.needed else { return nil }
        let ranks = (Self.ranks(left), Self.ranks(right))
        guard let coefficient = Self.pearson(ranks.0[...], ranks.1[...]) else { return nil }
        self.coefficient = coefficient
        count = left.count
        let shifted = Self.shifts(ranks.0, ranks.1).filter { abs($0) >= abs(coefficient) - 1e-9 }
        byChance = Double(shifted.count + 1) / Double(left.count)
    }

    /// The coefficients with one series shifted against the other, either way, as long as half of them still overlap.
    private static func shifts(_ left: [Double], _ right: [Double]) -> [Double] {
        (1...(left.count / 2)).flatMap { shift in
            [pearson(left.dropFirst(shift), right.dropLast(shift)), pearson(left.dropLast(shift), right.dropFirst(shift))].compactMap { $0 }
        }
    }

    private static func commonChanges(_ first: [Bin], _ second: [Bin]) -> ([Double], [Double]) {
        let other = Dictionary(uniqueKeysWithValues: second.map { ($0.age, $0.median) })
        var left: [Double] = []
        var right: [Double] = []
        for (before, after) in zip(first, first.dropFirst()) where before.age == after.age + 1 {
            guard let start = other[before.age], let end = other[after.age] else { continue }
            left.append(after.median - before.median)
            right.append(end - start)
        }
        return (left, right)
    }

    /// Ranks from 1; equal values share the mean of theirs.
    private static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var place = 0
        while place < order.count {
            var end = place
            while end + 1 < order.count, values[order[end + 1]] == values[order[place]] { end += 1 }
            for same in place...end { ranks[order[same]] = Double(place + end) / 2 + 1 }
            place = end + 1
        }
        return ranks
    }

    /// Pearson's coefficient. Nil where one of them is constant.
    private static func pearson(_ left: ArraySlice<Double>, _ right: ArraySlice<Double>) -> Double? {
        let means = (left.reduce(0, +) / Double(left.count), right.reduce(0, +) / Double(right.count))
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            let (x, y) = (a - means.0, b - means.1)
            xy += x * y
            xx += x * x
            yy += y * y
        }
        return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
    }
}
