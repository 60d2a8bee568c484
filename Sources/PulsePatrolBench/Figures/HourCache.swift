import PulseCore
import PulsePatrol
import Synchronization

/// Hours of figures that no scenario has touched: they are the same in all, so they are reckoned once.
final class HourCache: Sendable {
    private struct Day: Hashable {
        let key: SeriesKey
        let day: Int64
    }

    private let days = Mutex<[Day: [HourlySeries.Hour]]>([:])

    /// The hours of one day.
    func hours(_ key: SeriesKey, day: Int64, _ reckon: () -> [HourlySeries.Hour]) -> [HourlySeries.Hour] {
        let wanted = Day(key: key, day: day)
        if let known = days.withLock({ $0[wanted] }) { return known }
        let hours = reckon()
        days.withLock { $0[wanted] = hours }
        return hours
    }
}

extension Figures {
    private static let day: Int64 = 86_400_000

    /// The same as ``hours(_:from:to:)``, from the cache where nothing was changed.
    func hours(_ key: SeriesKey, from: Timestamp, to: Timestamp, _ cache: HourCache) -> HourlySeries? {
        guard let signal = signals[key], signal.turns.isEmpty, gaps.isEmpty else { return hours(key, from: from, to: to) }
        let from = max(from, historyFrom)
        guard from < to else { return nil }
        let hours = (from.milliseconds / Self.day...to.milliseconds / Self.day).flatMap { day in
            cache.hours(key, day: day) { pure(key, day) }
        }
        let wanted = hours.drop { $0.start < from }.prefix { $0.start + .seconds(3600) <= to }
        return wanted.isEmpty ? nil : HourlySeries(Array(wanted))
    }

    private func pure(_ key: SeriesKey, _ day: Int64) -> [HourlySeries.Hour] {
        var endless = self
        endless.historyFrom = Timestamp(milliseconds: day * Self.day)
        return endless.hours(key, from: endless.historyFrom, to: endless.historyFrom + .seconds(86_400))?.hours ?? []
    }
}
