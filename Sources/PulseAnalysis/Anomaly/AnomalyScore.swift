/// How strange one value is.
package struct AnomalyScore: Hashable, Sendable {
    /// From this value on something is an anomaly: rarer than one value in 3,162.
    package static let threshold = 0.5

    package enum Cause: String, Hashable, Sendable {
        case ordinary
        case higherThanEver = "higher than ever"
        case lowerThanEver = "lower than ever"
        case unusualForTheTime = "unusual for this time"
        case unusualForLong = "unusual for long"
    }

    /// What a value means for the alarm of its series. One incident gives one alarm, however many strange values it has.
    package enum Incident: Hashable, Sendable {
        case none
        /// The first strange value: the moment of the alarm.
        case opened
        case going
    }

    /// The estimated share of values as strange as this.
    package let probability: Double
    package let cause: Cause
    /// What was expected, where the series is old enough for an expectation.
    package let expected: SeasonalBaseline.Expectation?
    package let incident: Incident

    /// 0…1: a seventh of the digits before the probability's first figure. 0.5 is 1 in 3,162, 1 is 1 in 10 million and rarer.
    package var value: Double { Self.value(of: probability) }

    package var isAnomaly: Bool { value >= Self.threshold }

    /// 0 but for the value that opens an incident: what a list of alarms counts.
    package var alarm: Double { incident == .opened ? value : 0 }

    static func value(of probability: Double) -> Double {
        min(1, max(0, -decimalLogarithm(max(probability, 1e-300)) / 7))
    }
}
