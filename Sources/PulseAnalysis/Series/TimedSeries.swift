package import PulseCore

/// What one quantity was over time: points in ascending time, one per moment, every value finite.
///
/// A gap is the absence of points and never a zero. The unit is the caller's.
package struct TimedSeries: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        package let at: Timestamp
        package let value: Double

        package init(_ value: Double, at: Timestamp) {
            self.at = at
            self.value = value
        }
    }

    package private(set) var points: [Point]
    /// How many values were refused at the door because they are not finite.
    package private(set) var refused: Int

    /// Takes points in any order. Of several at one moment the last given counts.
    package init(_ points: some Sequence<Point>) {
        var finite: [Point] = []
        var count = 0
        for point in points {
            count += 1
            if point.value.isFinite { finite.append(point) }
        }
        refused = count - finite.count
        self.points = Self.ordered(finite)
    }

    package init() {
        points = []
        refused = 0
    }

    package var isEmpty: Bool { points.isEmpty }
    package var first: Point? { points.first }
    package var last: Point? { points.last }
    package var values: [Double] { points.map(\.value) }

    /// From the first point to the last; zero with fewer than two.
    package var span: Duration {
        guard let first, let last else { return .zero }
        return last.at.since(first.at)
    }

    /// Adds a point at the end. False, and nothing changes, where the value is not finite or the moment is not later than the last one.
    @discardableResult
    package mutating func append(_ value: Double, at: Timestamp) -> Bool {
        guard value.isFinite, points.last.map({ $0.at < at }) ?? true else {
            refused += 1
            return false
        }
        points.append(Point(value, at: at))
        return true
    }

    /// The points up to and including a moment: what was known then.
    package func upTo(_ moment: Timestamp) -> TimedSeries {
        var known = self
        known.points.removeSubrange(index(after: moment)...)
        return known
    }

    /// The last value at or before a moment.
    package func value(at moment: Timestamp) -> Double? {
        let index = index(after: moment)
        return index > 0 ? points[index - 1].value : nil
    }

    /// The index of the first point later than a moment, by bisection.
    private func index(after moment: Timestamp) -> Int {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            if points[middle].at <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func ordered(_ points: [Point]) -> [Point] {
        if zip(points, points.dropFirst()).allSatisfy({ $0.at < $1.at }) { return points }
        var latest: [Timestamp: Point] = [:]
        for point in points { latest[point.at] = point }
        return latest.values.sorted { $0.at < $1.at }
    }
}
