import PulseAnalysis
import PulseCore

/// When one of several file systems will be full, by the history that is kept of it.
struct MountForecast: Sendable {
    static let needs: [Need] = [.parts(.diskUsed, hours: FillRule.hours)]
    static let words =
        "Below the levels, a warning when the growth of a mount that is half full fills it within \(Words.duration(FillRule.storage.warningWithin)), a watch within "
        + "\(Words.duration(FillRule.storage.watchWithin)); the forecast needs three days of its history and says nothing of what is emptied "
        + "regularly, jumped once or stopped growing."

    let filesystem: Filesystem
    let filling: CapacityForecast.Filling
    let severity: FindingSeverity

    /// Nil when it is not filling up, or when nobody knows how it has grown.
    init?(_ filesystem: Filesystem, _ look: Look) {
        guard let total = filesystem.total.map(Double.init), total > 0, let used = filesystem.used.map(Double.init) else { return nil }
        guard filesystem.isHalfFull else { return nil }
        guard let series = try? look.history(.diskUsed, part: filesystem.mountpoint, hours: FillRule.hours, atLeast: 72) else { return nil }
        guard Self.mayFill(series, total - used, look.now) else { return nil }
        let capacity = TimedSeries([TimedSeries.Point(total, at: look.now)])
        guard let filling = CapacityForecaster().forecast(used: series.timed, total: capacity, at: look.now).filling else { return nil }
        guard let severity = FillRule.storage.soon(filling, look.now) else { return nil }
        (self.filesystem, self.filling, self.severity) = (filesystem, filling, severity)
    }

    /// A cheap look first: most mounts stand still, and there are many of them. Twice the pace of all, or of the last three days, has to fill it.
    private static func mayFill(_ series: HourlySeries, _ free: Double, _ now: Timestamp) -> Bool {
        guard let last = series.hours.last else { return false }
        let paces = [series.hours.first, series.since(now - .seconds(3 * 86_400)).hours.first].compactMap(\.self).map { first in
            (last.average - first.average) / max(3600, last.start.since(first.start).asSeconds)
        }
        return (paces.max() ?? 0) * 2 * FillRule.storage.watchWithin.asSeconds >= free
    }

    var growth: String { Words.bytes(filling.trend.slopePerDay) }

    /// `growing 4.1 GiB a day, full around 2026-11-30 (the earliest 2026-11-29)`
    var sentence: String { "growing \(growth) a day, full around \(Words.day(filling.fullAt)) (at the earliest \(Words.day(filling.earliest)))" }

    func item(_ look: Look) -> Evidence {
        .series(
            look.id, .diskUsed, part: filesystem.mountpoint, from: filling.trend.from, to: look.now,
            marks: [
                Evidence.Mark("now", Double(filesystem.used ?? 0), at: look.now),
                Evidence.Mark("full", Double(filesystem.total ?? 0), at: filling.fullAt),
            ], text: "growing \(growth) a day")
    }
}
