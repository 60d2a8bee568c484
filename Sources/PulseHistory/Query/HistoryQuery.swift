package import PulseCore

/// What a chart asks for: some series, from when to when, how finely.
package struct HistoryQuery: Sendable {
    package var keys: [SeriesKey]
    /// Included.
    package var from: Timestamp
    /// Not included.
    package var to: Timestamp
    /// Seconds of one point; points begin at whole multiples of it.
    package var step: Int64

    /// The most points that one series is answered with.
    package static let mostPoints: Int64 = 5000

    /// - Returns: nil when the time is empty or would need more than ``mostPoints`` points.
    package init?(_ keys: [SeriesKey], from: Timestamp, to: Timestamp, step: Int64) {
        guard from < to, step > 0, (to.seconds - from.seconds) / step <= Self.mostPoints else { return nil }
        self.keys = keys
        self.from = from
        self.to = to
        self.step = step
    }

    /// The finest round step that needs no more than `points` points.
    package static func step(from: Timestamp, to: Timestamp, points: Int) -> Int64 {
        let least = max(1, (to.seconds - from.seconds + Int64(points) - 1) / Int64(max(1, points)))
        return roundSteps.first { $0 >= least } ?? (least + 86_399) / 86_400 * 86_400
    }

    private static let roundSteps: [Int64] = [
        1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400,
    ]
}

/// What one series came to in one stretch of `step` seconds, or the beginning of a stretch of which nothing is known.
package struct HistoryPoint: Sendable, Equatable {
    package let start: Timestamp
    package let values: Values?

    package struct Values: Sendable, Equatable {
        package let least: Double
        package let average: Double
        package let greatest: Double
        /// How many samples it stands for.
        package let count: Int64

        package init(least: Double, average: Double, greatest: Double, count: Int64) {
            self.least = least
            self.average = average
            self.greatest = greatest
            self.count = count
        }
    }

    package init(start: Timestamp, values: Values?) {
        self.start = start
        self.values = values
    }
}

/// The answer for one series: ascending points, only where something is known. A point without values marks where a gap begins.
package struct SeriesHistory: Sendable, Equatable {
    package let key: SeriesKey
    /// How far apart its samples usually are, seconds; nil when there are too few to say.
    package let cadence: Int64?
    /// Where the points come from.
    package let tiers: [Tier]
    package let points: [HistoryPoint]

    package init(key: SeriesKey, cadence: Int64?, tiers: [Tier], points: [HistoryPoint]) {
        self.key = key
        self.cadence = cadence
        self.tiers = tiers
        self.points = points
    }
}

/// A series that there is, and the time it is known for.
package struct SeriesExtent: Sendable, Equatable {
    package let key: SeriesKey
    package let first: Timestamp
    package let last: Timestamp

    package init(key: SeriesKey, first: Timestamp, last: Timestamp) {
        self.key = key
        self.first = first
        self.last = last
    }
}

/// Where history is read from: the file beside the server, or an engine elsewhere.
package protocol HistoryReader: Sendable {
    /// One answer per key, in the order of the keys; an unknown series has no points.
    func read(_ query: HistoryQuery) async throws -> [SeriesHistory]
    /// The series of a resource that are known, ordered.
    func series(of resource: ResourceID) async throws -> [SeriesExtent]
    /// The same without times: cheap, for whoever asks for many resources.
    func keys(of resource: ResourceID) async throws -> [SeriesKey]
}

/// Where samples go.
package protocol HistoryWriter: Sendable {
    /// Keeps the samples of one tick, all or none.
    func append(_ samples: [Sample], at now: Timestamp) throws
}
