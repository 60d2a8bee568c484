import PulseCore

/// How a number that a disk counts up has grown: since when, by how much, and how much of it in a day.
///
/// The first value that is known is where it begins, however high: nobody knows when that came about. A number that fell was another disk's, or that of
/// sectors that were mended, and all begins anew. One step alone is an event and no growth.
struct CounterGrowth: Sendable {
    /// So long after its last step it still counts as growing, and so far back from that step its steps count.
    static let days = 7
    static let hours = 2 * days * 24
    /// From the first step to the last; what lies nearer together is one event.
    static let apart = 6
    /// Nothing can be said of a disk that is known for a shorter time.
    static let leastHours = 24

    private struct Step {
        let at: Timestamp
        let by: Double
    }

    let before: Double
    let now: Double
    let since: Timestamp
    let last: Timestamp
    /// In the day that ended with the last step.
    let inDay: Double

    var amount: Double { now - before }

    init?(_ past: HourlySeries, _ now: Double, at moment: Timestamp) {
        let steps = Self.steps(past.hours.map { ($0.start, $0.greatest) } + [(moment, now)])
        guard let last = steps.last, moment.since(last.at) <= .days(Self.days) else { return nil }
        let counted = steps.filter { last.at.since($0.at) <= .days(Self.days) }
        guard let first = counted.first, last.at.since(first.at) >= .hours(Self.apart) else { return nil }
        (self.now, since, self.last) = (now, first.at, last.at)
        before = now - counted.reduce(0) { $0 + $1.by }
        inDay = counted.filter { last.at.since($0.at) < .days(1) }.reduce(0) { $0 + $1.by }
    }

    private static func steps(_ values: [(at: Timestamp, value: Double)]) -> [Step] {
        var steps: [Step] = []
        for (last, next) in zip(values, values.dropFirst()) {
            if next.value < last.value { steps = [] } else if next.value > last.value { steps.append(Step(at: next.at, by: next.value - last.value)) }
        }
        return steps
    }

    static let words =
        "It has to have grown at least twice, \(apart) hours or more apart, and the last time within \(days) days; what counts is by how much in the "
        + "\(days) days up to that. What a disk had when it was first seen, a single jump, and a number that fell (another disk) are no growth, and "
        + "disks known for less than \(leastHours) hours are not judged."
}
