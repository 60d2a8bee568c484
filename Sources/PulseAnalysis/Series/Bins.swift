package import PulseCore

/// The median of a stretch of time, and how much of the stretch was seen.
package struct Bin: Hashable, Sendable {
    /// How many whole widths before the end the bin ends; 0 is the newest.
    package let age: Int
    package let median: Double
    package let count: Int
}

extension TimedSeries {
    /// Medians of stretches of `width` that end with `end` (inclusive) and go back, oldest first. A stretch without points has no bin.
    package func medians(every width: Duration, endingAt end: Timestamp) -> [Bin] {
        let width = max(1, width.wholeMilliseconds)
        var bins: [Bin] = []
        var values: [Double] = []
        var age: Int64 = -1
        for point in points where point.at <= end {
            let own = (end.milliseconds - point.at.milliseconds) / width
            if own != age, let median = Statistics.median(values) {
                bins.append(Bin(age: Int(age), median: median, count: values.count))
                values.removeAll(keepingCapacity: true)
            }
            age = own
            values.append(point.value)
        }
        if let median = Statistics.median(values) { bins.append(Bin(age: Int(age), median: median, count: values.count)) }
        return bins
    }
}
