package import PulseCore

/// Makes one incident of strange values that follow one another, so that it has one alarm however many values it lasts.
package struct AnomalyIncidents: Sendable {
    /// An incident is over when nothing was strange for so long.
    package static let quiet = Duration.seconds(12 * 3600)

    /// The score from which a value is strange.
    package let threshold: Double
    private var lastStrange: Timestamp?

    package init(threshold: Double = AnomalyScore.threshold) { self.threshold = threshold }

    /// Told every score in turn.
    package mutating func observe(_ score: Double, at moment: Timestamp) -> AnomalyScore.Incident {
        let isOpen = lastStrange.map { moment.since($0) <= Self.quiet } ?? false
        guard score >= threshold else { return isOpen ? .going : .none }
        lastStrange = max(lastStrange ?? moment, moment)
        return isOpen ? .going : .opened
    }
}
