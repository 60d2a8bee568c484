import PulseCore

/// A figure that stays high: every one of some hours in a row has to be above. A burst is no finding.
///
/// What was so stays so until the figure is well below, or a finding would end and return with each hour in which it sits at the limit. That is read
/// from history and not remembered: the same history gives the same answer, however often anybody looks.
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

    /// It ends when an hour is below this part of its limit, or the figure of now, a single one that jumps more, below that.
    static let margin = 0.9
    static let marginNow = 0.75
    /// So long it stays without having been above for all the hours again.
    static let patience = 7 * 24

    var needs: [Need] { [.current(metric), .history(metric, hours: hours + Self.patience)] + (total.map { [.current($0)] } ?? []) }

    var words: String {
        "A watch when it was at \(show(watch)) or more in every one of \(hours) hours in a row, a warning from \(show(warning)). "
            + "Shorter bursts are no finding. " + Self.endWords
    }

    static let endWords =
        "It ends when an hour's average is below \(Words.percent(margin)) of the limit, the figure now below \(Words.percent(marginNow)) of it, or "
        + "after \(patience / 24) days without such a stretch."

    func show(_ value: Double) -> String { total == nil ? Words.figure(value, metric.unit) : Words.percent(value) }

    /// Nil when it is not, or was not all the time.
    func stay(_ look: Look) throws -> Stay? {
        let whole = try total.map { try look.current($0) } ?? 1
        return whole > 0 ? try stay(look, of: whole) : nil
    }

    /// - Parameter whole: what the metric is a share of; positive.
    func stay(_ look: Look, of whole: Double) throws -> Stay? {
        let now = try look.current(metric)
        guard now >= watch * whole * Self.marginNow else { return nil }
        // The hour that has just begun may have no average yet.
        let series = try look.history(metric, hours: hours, atLeast: hours - 1)
        let past = try look.history(metric, hours: hours + Self.patience, atLeast: 0).hours
        guard holds(watch * whole, past, now), let first = series.hours.first else { return nil }
        let averages = series.averages.map { $0 / whole }
        return Stay(
            severity: holds(warning * whole, past, now) ? .warning : .watch, least: averages.min() ?? now / whole,
            mean: averages.reduce(0, +) / Double(averages.count), now: now / whole, from: first.start)
    }

    /// There was a stretch of hours at the limit, and neither an hour since nor now is well below. One hour of the stretch may be missing.
    private func holds(_ limit: Double, _ past: [HourlySeries.Hour], _ now: Double) -> Bool {
        var (run, below, holds) = ([Timestamp](), Timestamp?.none, false)
        for hour in past {
            if hour.average < limit { (run, below) = ([], hour.start) } else { run.append(hour.start) }
            run.removeAll { hour.start.since($0) >= .hours(hours) }
            let isWhole = run.count >= hours - 1 && below.map { hour.start.since($0) >= .hours(hours) } ?? true
            holds = isWhole || (holds && hour.average >= limit * Self.margin)
        }
        return holds && now >= limit * Self.marginNow
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
