package import PulseCore

/// What happened to one thing at one time.
package struct TimedEvent<Subject: Hashable & Comparable & Sendable>: Hashable, Sendable {
    package let subject: Subject
    package let at: Timestamp

    package init(_ subject: Subject, at: Timestamp) {
        self.subject = subject
        self.at = at
    }
}

/// Two neighbours to which something happened together more often than chance explains.
package struct Coincidence<Subject: Hashable & Comparable & Sendable>: Hashable, Sendable {
    package let first: Subject
    package let second: Subject
    /// How many events of the first there were, and beside how many of them the second had one.
    package let events: Int
    package let together: Int
    /// The share of the first's events that would have one of the second beside them by chance alone: the base rate.
    package let byChance: Double
    /// The probability of so many coincidences or more, if only chance brought them together.
    package let probability: Double

    /// How many times more often than by chance.
    package var lift: Double { byChance > 0 ? Double(together) / Double(events) / byChance : .infinity }
}

/// Finds what happens together, among things that have something to do with each other.
///
/// Everything coincides with something in a large estate. So only pairs that the topology joins are looked at, each coincidence is held against the
/// base rate of its second, and the limit on the probability is divided by the number of pairs looked at (Bonferroni).
package struct CoincidenceFinder: Sendable {
    /// Events no further apart are together.
    package let window: Duration
    /// How improbable a coincidence must be, over all pairs that are looked at.
    package let limit: Double

    package init(window: Duration, limit: Double = 0.01) {
        self.window = window
        self.limit = limit
    }

    /// `areNeighbours` is the topology: a guest and its node, a node and its storage. Most improbable first.
    package func find<Subject>(
        in events: [TimedEvent<Subject>], from start: Timestamp, to end: Timestamp, areNeighbours: (Subject, Subject) -> Bool
    ) -> [Coincidence<Subject>] {
        let inside = events.filter { $0.at >= start && $0.at <= end }
        let times = Dictionary(grouping: inside, by: \.subject).mapValues { $0.map(\.at).sorted() }
        let subjects = times.keys.sorted()
        var found: [Coincidence<Subject>] = []
        var pairs = 0
        for (index, first) in subjects.enumerated() {
            for second in subjects[(index + 1)...] where areNeighbours(first, second) {
                pairs += 1
                found.append(coincidence(first, second, times[first] ?? [], times[second] ?? [], end.since(start)))
            }
        }
        return found.filter { $0.together > 1 && $0.probability <= limit / Double(pairs) }.sorted {
            ($0.probability, $0.first, $0.second) < ($1.probability, $1.first, $1.second)
        }
    }

    /// Events of the second that come evenly are within the window of a moment with probability 1 − e^(−2 w λ) (a Poisson process).
    private func coincidence<Subject>(
        _ first: Subject, _ second: Subject, _ own: [Timestamp], _ other: [Timestamp], _ span: Duration
    ) -> Coincidence<Subject> {
        let together = own.count { moment in other.contains { abs($0.milliseconds - moment.milliseconds) <= window.wholeMilliseconds } }
        let rate = Double(other.count) / max(span.asSeconds, 1)
        let chance = 1 - exponential(-2 * window.asSeconds * rate)
        return Coincidence(
            first: first, second: second, events: own.count, together: together, byChance: chance,
            probability: Statistics.binomialTail(atLeast: together, of: own.count, probability: chance))
    }
}
