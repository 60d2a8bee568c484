import PulseCore

/// A share of a node or guest that stays high for hours, in their words; `HoursAbove` decides.
struct SustainedRule: Sendable {
    let metric: Metric
    let hours: Int
    let watch: Double
    let warning: Double

    /// It was never lower than `least` in all the hours.
    struct Stay: Sendable {
        let severity: FindingSeverity
        let least: Double
        let now: Double
        let items: [Evidence]
    }

    var needs: [Need] { rule.needs }

    private var rule: HoursAbove { HoursAbove(metric: metric, hours: hours, watch: watch, warning: warning) }

    var words: String {
        "Watch when the average of every one of \(hours) hours in a row was at least \(Words.percent(watch)), warning from "
            + "\(Words.percent(warning)). One of the hours may be missing in history. " + LastingLimit.words
    }

    /// - Parameter whole: what the metric is a share of; 1 where it is a share itself.
    func judge(_ look: Look, of whole: Double = 1) throws -> Stay? {
        guard whole > 0 else { throw NotEvaluable("Its size is not known.") }
        guard let stay = try rule.stay(look, of: whole) else { return nil }
        let least = min(stay.least, stay.now)
        return Stay(severity: stay.severity, least: least, now: stay.now, items: items(look, least, stay.now, whole))
    }

    private func items(_ look: Look, _ least: Double, _ now: Double, _ whole: Double) -> [Evidence] {
        [
            .series(
                look.id, metric, from: look.now - .seconds(hours * 3600), to: look.now,
                marks: [Evidence.Mark("lowest hour", least * whole), Evidence.Mark("now", now * whole, at: look.now)],
                text: "at least \(Words.percent(least)) in each of the last \(hours) hours"),
            .limit("watch", Words.percent(watch), value: watch * whole),
        ]
    }
}

extension SustainedRule.Stay {
    func raised(_ title: String, _ description: String, _ recommendation: String) -> Answer {
        .raised(
            Raised(
                severity, title, description: description, recommendation: recommendation,
                evidence: "Lowest hour \(Words.percent(least)), now \(Words.percent(now)).", items: items))
    }
}
