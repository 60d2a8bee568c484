import PulseCore

/// A limit that was reached, and counts as reached until the figure is clearly below: else what sits at its limit would end and return each hour.
///
/// That is read from history and not remembered, as ``LastingLimit`` does. The extremes of hours count, as somebody may have looked just then.
struct HeldLimit: Sendable {
    /// So long it lasts without being reached again.
    static let patience = 7 * 24

    private let limit: Double
    private let end: Double

    /// - Parameter margin: below the limit by so much it ends.
    init(_ limit: Double, margin: Double) { (self.limit, end) = (limit, limit - margin) }

    /// - Parameter past: asked for only where it decides.
    func holds(_ now: Double, _ past: () -> HourlySeries) -> Bool {
        guard now < limit, now >= end else { return now >= limit }
        let telling = past().hours.last { $0.least < end || $0.greatest >= limit }
        return telling.map { $0.least >= end } ?? false
    }
}

/// Levels of something that must not become full. Each holds until the share is clearly below it.
struct LevelRule: Sendable {
    static let margin = 0.02

    /// The highest level that holds.
    struct Level: Sendable {
        let severity: FindingSeverity
        let limit: Double
        let share: Double

        /// Why it is one below its limit; empty at it.
        var words: String {
            guard share < limit else { return "" }
            return " It reached \(Words.percent(limit)) within the last \(HeldLimit.patience / 24) days, and has not been below "
                + "\(Words.percent(limit - LevelRule.margin)) since."
        }
    }

    let watch: Double
    let warning: Double
    let critical: Double

    var limits: String { "Watch from \(Words.percent(watch)), warning from \(Words.percent(warning)), critical from \(Words.percent(critical))" }
    var words: String { "\(limits) used. \(Self.ending)" }

    static let ending =
        "Each level ends \(Words.short(margin * 100, places: 0)) percentage points below it, or \(HeldLimit.patience / 24) days after it was last "
        + "reached; without history at once."

    /// Of what never falls.
    func severity(_ share: Double) -> FindingSeverity? { share >= critical ? .critical : share >= warning ? .warning : share >= watch ? .watch : nil }

    /// - Parameter past: of what is used, with its total of now.
    func level(_ used: Double, of total: Double, _ past: () -> HourlySeries) -> Level? {
        let levels: [(FindingSeverity, Double)] = [(.critical, critical), (.warning, warning), (.watch, watch)]
        return levels.first { HeldLimit($0.1 * total, margin: Self.margin * total).holds(used, past) }
            .map { Level(severity: $0.0, limit: $0.1, share: used / total) }
    }
}

/// The levels that hold of what a check looks at.
struct HeldLevels {
    let look: Look

    /// Of a figure of the whole, and its total.
    func level(_ rule: LevelRule, _ used: Metric, of total: Metric) throws -> LevelRule.Level? {
        let whole = try look.current(total)
        guard whole > 0 else { throw NotEvaluable("Its size is not known.") }
        return rule.level(try look.current(used), of: whole) { past(used) }
    }

    /// Of a file system that may be one of several.
    func level(_ rule: LevelRule, _ filesystem: Filesystem, part: String) -> LevelRule.Level? {
        guard let used = filesystem.used, let total = filesystem.total, total > 0 else { return nil }
        return rule.level(Double(used), of: Double(total)) { past(.diskUsed, part: part) }
    }

    /// As far back as a limit holds; empty where nothing is kept.
    private func past(_ metric: Metric, part: String = "") -> HourlySeries {
        (try? look.history(metric, part: part, hours: HeldLimit.patience, atLeast: 0)) ?? HourlySeries([])
    }
}
