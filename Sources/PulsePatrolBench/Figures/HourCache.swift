import PulseCore
import PulsePatrol
import Synchronization

/// Hours of figures that no scenario has touched: they are the same in all, so they are reckoned once.
final class HourCache: Sendable {
    private struct Span: Hashable {
        let key: SeriesKey
        let from: Timestamp
        let to: Timestamp
    }

    private struct Tables {
        var days: [Span: [HourlySeries.Hour]] = [:]
        var whole: [Span: HourlySeries] = [:]
    }

    /// The windows of the first looks of scenarios are asked for again and again; those of later ones would fill memory.
    private static let limit = 4000

    private let tables = Mutex(Tables())

    /// The hours of one day, which many windows share.
    func day(_ key: SeriesKey, from: Timestamp, to: Timestamp, _ reckon: () -> [HourlySeries.Hour]) -> [HourlySeries.Hour] {
        let span = Span(key: key, from: from, to: to)
        if let known = tables.withLock({ $0.days[span] }) { return known }
        let hours = reckon()
        tables.withLock { $0.days[span] = hours }
        return hours
    }

    func window(_ key: SeriesKey, from: Timestamp, to: Timestamp, _ reckon: () -> HourlySeries?) -> HourlySeries? {
        let span = Span(key: key, from: from, to: to)
        if let known = tables.withLock({ $0.whole[span] }) { return known }
        let series = reckon()
        tables.withLock { if $0.whole.count < Self.limit { $0.whole[span] = series } }
        return series
    }
}

extension Figures {
    private static let day: Int64 = 86_400_000

    /// The same as ``hours(_:from:to:)``, from the cache where nothing was changed.
    func hours(_ key: SeriesKey, from: Timestamp, to: Timestamp, _ cache: HourCache) -> HourlySeries? {
        guard let signal = signals[key], signal.turns.isEmpty, gaps.isEmpty else { return hours(key, from: from, to: to) }
        let from = max(from, historyFrom)
        guard from < to else { return nil }
        return cache.window(key, from: from, to: to) { assembled(key, from, to, cache) }
    }

    private func assembled(_ key: SeriesKey, _ from: Timestamp, _ to: Timestamp, _ cache: HourCache) -> HourlySeries? {
        let hours = (from.milliseconds / Self.day...to.milliseconds / Self.day).flatMap { day -> [HourlySeries.Hour] in
            let start = Timestamp(milliseconds: day * Self.day)
            return cache.day(key, from: start, to: start + .days(1)) { pure(key, start) }
        }
        let wanted = hours.drop { $0.start < from }.prefix { $0.start + .hours(1) <= to }
        return wanted.isEmpty ? nil : HourlySeries(Array(wanted))
    }

    private func pure(_ key: SeriesKey, _ start: Timestamp) -> [HourlySeries.Hour] {
        var endless = self
        endless.historyFrom = start
        return endless.hours(key, from: start, to: start + .days(1))?.hours ?? []
    }
}
