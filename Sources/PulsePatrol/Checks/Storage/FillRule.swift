import PulseAnalysis
import PulseCore

/// When something that can be full deserves a finding: by its level now, and by the date on which it will be full.
///
/// The date is that of `CapacityForecaster`; only when even the earliest end of its 80 % band lies near is it a watch, and the middle has to for a warning.
struct FillRule: Sendable {
    /// So many hours of history the forecast is made from.
    static let hours = 30 * 24

    let watch: Double
    let warning: Double
    let critical: Double
    let warningWithin: Duration
    let watchWithin: Duration

    static let storage = FillRule(
        watch: 0.85, warning: 0.90, critical: 0.95, warningWithin: .seconds(7 * 86_400), watchWithin: .seconds(30 * 86_400))

    var words: String {
        "\(levels.words) Below the levels, a warning when its growth fills it within \(Words.duration(warningWithin)), a watch within \(Words.duration(watchWithin)); the forecast needs "
            + "three days of history and says nothing of what is emptied regularly, jumped once or stopped growing."
    }

    /// - Parameter ground: what it lies on, and is full with.
    func judge(_ look: Look, noun: String, advice: String, on ground: @autoclosure () -> [ResourceID] = []) throws -> Answer {
        let (used, total) = (try look.current(.diskUsed), try look.current(.diskTotal))
        guard total > 0 else { throw NotEvaluable("Its size is not known.") }
        let filling = forecast(look)?.filling
        let level = try HeldLevels(look: look).level(levels, .diskUsed, of: .diskTotal)
        guard let severity = [level?.severity, soon(filling, look.now)].compactMap({ $0 }).max() else { return .clear }
        var raised = raised(severity, look, used, total, filling, noun, advice)
        raised.description += level?.words ?? ""
        raised.dependsOn = ground()
        return .raised(raised)
    }

    private var levels: LevelRule { LevelRule(watch: watch, warning: warning, critical: critical) }

    func soon(_ filling: CapacityForecast.Filling?, _ now: Timestamp) -> FindingSeverity? {
        guard let filling else { return nil }
        if filling.fullAt.since(now) <= warningWithin { return .warning }
        return filling.fullAt.since(now) <= watchWithin ? .watch : nil
    }

    private func forecast(_ look: Look) -> CapacityForecast? {
        guard let used = try? look.history(.diskUsed, hours: Self.hours, atLeast: 72),
            let total = try? look.history(.diskTotal, hours: Self.hours, atLeast: 1)
        else { return nil }
        return CapacityForecaster().forecast(used: used.timed, total: total.timed, at: look.now)
    }

    private func raised(
        _ severity: FindingSeverity, _ look: Look, _ used: Double, _ total: Double, _ filling: CapacityForecast.Filling?, _ noun: String,
        _ advice: String
    ) -> Raised {
        let share = Words.percent(used / total)
        let growth = filling.map { ", growing \(Words.bytes($0.trend.slopePerDay)) a day" } ?? ""
        let full = filling.map { " It will be full around \(Words.day($0.fullAt))." } ?? ""
        var marks = [Evidence.Mark("now", used, at: look.now), Evidence.Mark("capacity", total)]
        if let filling { marks.append(Evidence.Mark("full", total, at: filling.fullAt)) }
        return Raised(
            severity, "\(noun) \(severity == .critical ? "almost full" : "nearing capacity")",
            description: "\(look.name) is at \(share)\(growth).\(full)", recommendation: advice,
            evidence: "Used \(Words.bytes(used)) of \(Words.bytes(total)) (\(share))\(growth).",
            items: [
                .series(
                    look.id, .diskUsed, from: look.now - .seconds(7 * 86_400), to: look.now, marks: marks,
                    text: "\(Words.bytes(used)) of \(Words.bytes(total))"),
                .limit("warning", Words.percent(warning), value: warning),
            ])
    }
}

extension HourlySeries {
    /// The averages, each at the beginning of its hour.
    var timed: TimedSeries { TimedSeries(hours.map { TimedSeries.Point($0.average, at: $0.start) }) }
}
