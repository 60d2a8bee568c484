package import PulseCore

/// Watches one series value by value and says how strange each is, from the series' own past alone.
///
/// A value is strange when it is rarer than almost everything before: higher or lower than ever, far outside what its hour usually is, or a little
/// outside for long. How rare is a probability (`TailEstimate`), so no unit, scale or distribution is assumed. Which rhythm to expect is decided by
/// what foretold the series best lately. Memory: at most `maximumBytes` whatever the history. Meant for one value every few minutes: a false alarm
/// per value of 1 in 3,000 is a rare thing at five minutes and a frequent one at ten seconds.
package struct AnomalyDetector: Sendable {
    /// 2.7 kB hours of the week, 14 tails of 32 numbers, 64 values of the present hour, and what holds them.
    package static let maximumBytes = 6_144

    private var baseline = SeasonalBaseline()
    private var experts = SeasonalBaseline.Kind.allCases.map { _ in Expert() }
    private var expectations: [SeasonalBaseline.Expectation?] = SeasonalBaseline.Kind.allCases.map { _ in nil }
    private var above = TailEstimate()
    private var below = TailEstimate()
    private var incidents: AnomalyIncidents
    private var last: Timestamp?

    /// After a silence of more hours than this, what lasted before it does not count as lasting.
    private static let silence = Duration.seconds(3 * 3600)

    /// `threshold` is the score that opens an incident; the others of this type do not depend on it.
    package init(threshold: Double = AnomalyScore.threshold) { incidents = AnomalyIncidents(threshold: threshold) }

    /// Scores a value with what was known before it, and learns it. A value that is not finite is no value: it is refused with a score of nothing.
    package mutating func observe(_ value: Double, at moment: Timestamp) -> AnomalyScore {
        guard value.isFinite else { return AnomalyScore(probability: 1, cause: .ordinary, expected: nil, incident: .none) }
        pass(moment)
        let chosen = chosenExpert
        let range = rarestOfRange(value)
        var rarest = range
        for (index, expectation) in expectations.enumerated() {
            guard let expectation else { continue }
            let found = experts[index].observe(value, expectation, isAsked: index == chosen)
            if found.probability < rarest.probability { rarest = found }
        }
        baseline.learn(value, at: moment)
        // Beyond everything seen is said first: it needs no expectation to be understood.
        let isBeyond = AnomalyScore.value(of: range.probability) >= AnomalyScore.threshold
        return AnomalyScore(
            probability: rarest.probability, cause: isBeyond ? range.cause : rarest.cause, expected: chosen.flatMap { expectations[$0] },
            incident: incidents.observe(AnomalyScore.value(of: rarest.probability), at: moment))
    }

    /// The expert whose expectation was nearest to the values lately, of those who have seen enough.
    private var chosenExpert: Int? {
        experts.indices.filter { expectations[$0] != nil && experts[$0].isExperienced }.min { experts[$0].error < experts[$1].error }
    }

    private mutating func rarestOfRange(_ value: Double) -> Finding {
        let high = above.probability(of: value)
        let low = below.probability(of: -value)
        above.note(value)
        below.note(-value)
        return high <= low ? Finding(high, high < 1 ? .higherThanEver : .ordinary) : Finding(low, .lowerThanEver)
    }

    private mutating func pass(_ moment: Timestamp) {
        if let last, moment.since(last) > Self.silence {
            for index in experts.indices { experts[index].forgetWhatLasted() }
        }
        last = max(last ?? moment, moment)
        guard baseline.enter(moment) else { return }
        expectations = SeasonalBaseline.Kind.allCases.map { baseline.expectation($0, at: moment) }
    }
}

/// How rare something is, and what it is.
struct Finding {
    let probability: Double
    let cause: AnomalyScore.Cause

    init(_ probability: Double, _ cause: AnomalyScore.Cause) {
        self.probability = probability
        self.cause = cause
    }
}
