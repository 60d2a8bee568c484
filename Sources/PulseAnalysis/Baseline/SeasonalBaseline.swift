package import PulseCore

/// What a series is expected to be at a time, learned from its own past by medians. Streaming, and bounded: see `HourOfWeekTable`.
package struct SeasonalBaseline: Sendable {
    /// What an expectation rests on, from the coarsest.
    package enum Kind: Int, Sendable, CaseIterable {
        /// The same at any time.
        case anyTime
        case hourOfDay
        case hourOfWeek
    }

    /// The unit is the series'.
    package struct Expectation: Hashable, Sendable {
        package let kind: Kind
        package let middle: Double
        /// The middles of this hour and its two neighbours lie in here: what a rhythm that runs a little early or late would give.
        package let envelope: ClosedRange<Double>

        package init(kind: Kind, middle: Double, envelope: ClosedRange<Double>) {
            self.kind = kind
            self.middle = middle
            self.envelope = envelope
        }

        /// How far a value lies outside; positive above, negative below, zero within.
        package func distance(of value: Double) -> Double {
            if value > envelope.upperBound { return value - envelope.upperBound }
            return value < envelope.lowerBound ? value - envelope.lowerBound : 0
        }
    }

    /// An expectation needs so many seen hours for any time, and so many seen days or weeks of the hour.
    private static let neededHours = 6
    private static let neededTimes = 2

    private var table = HourOfWeekTable()

    package init() {}

    /// Learns a value. What is not finite is no value.
    package mutating func learn(_ value: Double, at moment: Timestamp) {
        guard value.isFinite else { return }
        _ = enter(moment)
        table.note(value)
    }

    /// Lets time pass without a value. True when a new hour began, so that expectations differ from before.
    mutating func enter(_ moment: Timestamp) -> Bool { table.enter(moment) }

    /// The expectation of one kind, from finished hours only; nil while too little was seen.
    package func expectation(_ kind: Kind, at moment: Timestamp) -> Expectation? {
        let hour = HourOfWeekTable.hour(of: moment)
        switch kind {
        case .anyTime:
            let all = table.all
            guard all.count >= Self.neededHours, let middle = Statistics.median(all) else { return nil }
            return Expectation(kind: kind, middle: middle, envelope: middle...middle)
        case .hourOfDay: return expectation(kind, (-1...1).map { table.daily(hour + $0) })
        case .hourOfWeek: return expectation(kind, (-1...1).map { table.weekly(hour + $0) })
        }
    }

    /// The finest expectation there is.
    package func expectation(at moment: Timestamp) -> Expectation? {
        Kind.allCases.reversed().lazy.compactMap { expectation($0, at: moment) }.first
    }

    /// The expectation with the range that the past values of that hour usually had: median ± 3 robust deviations (of all hours, where the hour has
    /// fewer than four values).
    package func usualRange(at moment: Timestamp) -> ClosedRange<Double>? {
        guard let expected = expectation(at: moment) else { return nil }
        let own = expected.kind == .hourOfWeek ? table.weekly(HourOfWeekTable.hour(of: moment)) : table.daily(HourOfWeekTable.hour(of: moment))
        let reach = 3 * Statistics.spread(own.count < 4 ? table.all : own)
        return (expected.envelope.lowerBound - reach)...(expected.envelope.upperBound + reach)
    }

    private func expectation(_ kind: Kind, _ neighbours: [[Double]]) -> Expectation? {
        let middles = neighbours.compactMap { $0.count >= Self.neededTimes ? Statistics.median($0) : nil }
        guard middles.count == 3, let low = middles.min(), let high = middles.max() else { return nil }
        return Expectation(kind: kind, middle: middles[1], envelope: low...high)
    }
}
