private import Foundation
import PulseCore
import PulsePatrol

/// All figures of a world at any moment: what is current and what history has come from the same functions.
struct Figures: Sendable {
    /// Hours that history lacks.
    struct Gap: Sendable {
        /// Nil for all.
        let resource: ResourceID?
        let metric: Metric?
        let from: Timestamp
        let to: Timestamp

        func covers(_ key: SeriesKey, _ hour: Timestamp) -> Bool {
            hour >= from && hour < to && (resource == nil || resource == key.resource) && (metric == nil || metric == key.metric)
        }
    }

    private static let hour: Int64 = 3_600_000
    /// Noise keeps its value for five minutes.
    private static let step: Int64 = 300_000

    var signals: [SeriesKey: Signal] = [:]
    var gaps: [Gap] = []
    var noise = Noise(seed: 1)
    /// A figure of a resource was not kept before this moment.
    var historyFrom = Timestamp(seconds: 0)

    mutating func turn(_ key: SeriesKey, _ bend: Signal.Bend, at moment: Timestamp) {
        var signal = signals[key] ?? Signal(key, base: 0)
        signal.turns.append(Signal.Turn(at: moment, bend: bend))
        signals[key] = signal
    }

    /// The value without regard to whether anybody knows it.
    private func value(_ key: SeriesKey, _ signal: Signal, at moment: Timestamp) -> (value: Double, quality: Quality) {
        let point = signal.point(at: moment) { metric in
            let whole = SeriesKey(key.resource, metric, part: key.part)
            return signals[whole].map { value(whole, $0, at: moment).value }
        }
        let day = Double(moment.milliseconds % 86_400_000) / 86_400_000
        // Fullest at 14:00.
        let wave = cos(2 * .pi * (day - 14.0 / 24))
        let shaken = point.level * (1 + point.rhythm * wave + point.noise * noise.value(signal.stream, moment.milliseconds / Self.step))
        return (min(max(0, shaken), signal.ceiling), point.quality)
    }

    /// The value for a reader who needs a number, whatever its quality.
    func level(_ key: SeriesKey, at moment: Timestamp) -> Double? { signals[key].map { value(key, $0, at: moment).value } }

    func measurement(_ key: SeriesKey, at moment: Timestamp) -> PulseCore.Measurement? {
        guard let signal = signals[key] else { return nil }
        let (value, quality) = value(key, signal, at: moment)
        return switch quality {
        case .measured: .measured(value, at: moment)
        case .estimated(let reason): .estimated(value, at: moment, reason)
        case .stale(let reason): .measured(value, at: moment - .seconds(7200)).stale(reason)
        case .unknown(let reason): .unknown(reason)
        }
    }

    /// The whole hours between two moments, as history keeps them.
    func hours(_ key: SeriesKey, from: Timestamp, to: Timestamp) -> HourlySeries? {
        guard let signal = signals[key] else { return nil }
        let first = (max(from, historyFrom).milliseconds + Self.hour - 1) / Self.hour
        let last = to.milliseconds / Self.hour
        guard first < last else { return nil }
        let hours = (first..<last).compactMap { hour(key, signal, Timestamp(milliseconds: $0 * Self.hour)) }
        return hours.isEmpty ? nil : HourlySeries(hours)
    }

    private func hour(_ key: SeriesKey, _ signal: Signal, _ start: Timestamp) -> HourlySeries.Hour? {
        guard !gaps.contains(where: { $0.covers(key, start) }) else { return nil }
        var (least, sum, greatest, count) = (Double.infinity, 0.0, -Double.infinity, 0.0)
        for quarter in 0..<4 {
            let (value, quality) = value(key, signal, at: start + .seconds(quarter * 900))
            guard quality.isKept else { continue }
            (least, greatest, sum, count) = (min(least, value), max(greatest, value), sum + value, count + 1)
        }
        return count > 0 ? HourlySeries.Hour(start: start, least: least, average: sum / count, greatest: greatest) : nil
    }
}

extension Quality {
    fileprivate var isKept: Bool {
        switch self {
        case .measured, .estimated: true
        case .stale, .unknown: false
        }
    }
}
