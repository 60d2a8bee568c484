import PulseCore

/// A limit that was reached for hours, and counts as reached until the figure is well below: else a finding would end and return with each hour in
/// which the figure sits at the limit.
///
/// That is read from history and not remembered: the same history gives the same answer, however often anybody looks.
struct LastingLimit: Sendable {
    /// It ends when an hour is below this part of the limit, or the figure of now, a single one that jumps more, below that.
    static let margin = 0.9
    static let marginNow = 0.75
    /// So many hours it lasts without having been reached for all the hours again.
    static let patience = 7 * 24

    static let words =
        "It ends when an hour's average is below \(Words.percent(margin)) of the limit, the figure now below \(Words.percent(marginNow)) of it, or "
        + "after \(patience / 24) days without such a stretch."

    private let limit: Double
    private let hours: Int

    /// - Parameter hours: so many in a row it has to be reached.
    init(_ limit: Double, _ hours: Int) { (self.limit, self.hours) = (limit, hours) }

    /// There was a stretch of hours at the limit, and neither an hour since nor now is well below. One hour of the stretch may be missing.
    func holds(_ past: [HourlySeries.Hour], _ now: Double) -> Bool {
        var (run, below, holds) = ([Timestamp](), Timestamp?.none, false)
        for hour in past {
            if hour.average < limit { (run, below) = ([], hour.start) } else { run.append(hour.start) }
            run.removeAll { hour.start.since($0) >= .hours(hours) }
            let isWhole = run.count >= hours - 1 && below.map { hour.start.since($0) >= .hours(hours) } ?? true
            holds = isWhole || (holds && hour.average >= limit * Self.margin)
        }
        return holds && now >= limit * Self.marginNow
    }
}
