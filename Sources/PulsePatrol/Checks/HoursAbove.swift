import PulseCore

/// A figure that stays high: every one of some hours in a row has to be above. A burst is no finding.
struct HoursAbove: Sendable {
    struct Stay: Sendable {
        let severity: FindingSeverity
        /// The lowest and the mean of the hours' averages, in the unit that the limits have.
        let least: Double
        let mean: Double
        let now: Double
        let from: Timestamp
    }

    let metric: Metric
    /// What it is a share of; nil when it is compared as it is.
    var total: Metric?
    let hours: Int
    let watch: Double
    let warning: Double

    var needs: [Need] { [.current(metric), .history(metric, hours: hours + LastingLimit.patience)] + (total.map { [.current($0)] } ?? []) }

    var words: String {
        "A watch when it was at \(show(watch)) or more in every one of \(hours) hours in a row, a warning from \(show(warning)). "
            + "Shorter bursts are no finding. " + LastingLimit.words
    }

    func show(_ value: Double) -> String { total == nil ? Words.figure(value, metric.unit) : Words.percent(value) }

    /// Nil when it is not, or was not all the time.
    func stay(_ look: Look) throws -> Stay? {
        let whole = try total.map { try look.current($0) } ?? 1
        return whole > 0 ? try stay(look, of: whole) : nil
    }

    /// - Parameter whole: what the metric is a share of; positive.
    func stay(_ look: Look, of whole: Double) throws -> Stay? {
        let now = try look.current(metric)
        guard now >= watch * whole * LastingLimit.marginNow else { return nil }
        // The hour that has just begun may have no average yet.
        let series = try look.history(metric, hours: hours, atLeast: hours - 1)
        let past = try look.history(metric, hours: hours + LastingLimit.patience, atLeast: 0).hours
        guard LastingLimit(watch * whole, hours).holds(past, now), let first = series.hours.first else { return nil }
        let averages = series.averages.map { $0 / whole }
        return Stay(
            severity: LastingLimit(warning * whole, hours).holds(past, now) ? .warning : .watch, least: averages.min() ?? now / whole,
            mean: averages.reduce(0, +) / Double(averages.count), now: now / whole, from: first.start)
    }

    func evidence(_ stay: Stay, _ look: Look) -> [Evidence] {
        let scale = total.flatMap { look.resource.metrics[$0]?.value } ?? 1
        return [
            .series(
                look.id, metric, from: stay.from, to: look.now,
                marks: [
                    Evidence.Mark("now", stay.now * scale, at: look.now), Evidence.Mark("mean", stay.mean * scale),
                    Evidence.Mark("lowest hour", stay.least * scale),
                ], text: "\(show(stay.mean)) on average"),
            .limit("watch", show(watch), value: watch),
        ]
    }

    /// - Parameter what: as the description has it: `The processors of nas were busy`.
    func answer(_ look: Look, title: String, what: String, advice: String) throws -> Answer {
        guard let stay = try stay(look) else { return .clear }
        return .raised(
            Raised(
                stay.severity, title, description: "\(what) at \(show(stay.mean)) on average over the last \(hours) hours, without a pause.",
                recommendation: advice,
                evidence: "Every hour of the last \(hours) was at \(show(stay.least)) or more; now it is \(show(stay.now)).",
                items: evidence(stay, look)))
    }
}
