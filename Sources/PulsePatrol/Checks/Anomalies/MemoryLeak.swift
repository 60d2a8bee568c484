import PulseAnalysis
import PulseCore

/// Memory that rises day by day and never falls back.
struct MemoryLeak {
    static let window = 7 * 24
    static let leastDays = 4
    /// Per day, and over all days, as shares of the memory there is.
    static let perDay = 0.015
    static let inAll = 0.12
    /// What is lower has time.
    static let floor = 0.6
    static let fullWithin = 14.0
    /// A newly started thing fills its caches first.
    static let warmUp = Duration.seconds(86_400)

    let look: Look
    let total: Double
    /// The least of each whole day, oldest first, the newest day ending now.
    let days: [Double]
    let from: Timestamp

    init?(_ look: Look) throws {
        guard look.isInRegularUse else { return nil }
        let (used, total) = (try look.current(.memoryUsed), try look.current(.memoryTotal))
        if look.resource.metrics[.memoryUsed]?.quality == .estimated(.pageCacheIncluded) { throw NotEvaluable("Its figure contains the page cache.") }
        guard total > 0, used / total >= Self.floor else { return nil }
        let all = try look.history(.memoryUsed, hours: Self.window, atLeast: Self.leastDays * 20)
        let begin = look.startedAt.map { $0 + Self.warmUp }
        let hours = begin.map { all.since($0) } ?? all
        (self.look, self.total) = (look, total)
        days = Self.lows(hours, look.now)
        guard days.count >= Self.leastDays else {
            throw NotEvaluable("History has only \(days.count) of the \(Self.leastDays) whole days of its used memory up to now that this needs.")
        }
        from = look.now - .seconds(days.count * 86_400)
    }

    /// A day with less than twenty hours of figures ends the row.
    private static func lows(_ series: HourlySeries, _ now: Timestamp) -> [Double] {
        var lows: [Double] = []
        for day in 0..<(window / 24) {
            let hours = series.since(now - .seconds((day + 1) * 86_400)).before(now - .seconds(day * 86_400)).hours
            guard hours.count >= 20, let low = hours.map(\.least).min() else { break }
            lows.append(low)
        }
        return lows.reversed()
    }

    /// That of the longest row of newest days that is one; a leak may have begun in the middle of what is known.
    var longest: MemoryLeak? {
        (Self.leastDays...days.count).reversed().lazy.map { MemoryLeak(of: self, newest: $0) }.first(where: \.isLeaking)
    }

    private var isLeaking: Bool {
        guard let first = days.first, let last = days.last else { return false }
        let steps = zip(days, days.dropFirst()).map { $1 - $0 }
        // Each day has to rise by a good part of what days rise on average, or it is a step and not a leak.
        guard steps.allSatisfy({ $0 >= perDay * 0.4 }) else { return false }
        return perDay >= Self.perDay * total && last - first >= Self.inAll * total && daysLeft <= Self.fullWithin
    }

    private init(of leak: MemoryLeak, newest count: Int) {
        (look, total, days) = (leak.look, leak.total, leak.days.suffix(count))
        from = look.now - .seconds(count * 86_400)
    }

    var perDay: Double {
        Statistics.median(zip(days, days.dropFirst()).map { $1 - $0 }) ?? 0
    }

    private var daysLeft: Double { perDay > 0 ? (total - (days.last ?? 0)) / perDay : .infinity }

    var raised: Raised {
        let (first, last) = (days.first ?? 0, days.last ?? 0)
        let left = Words.short(daysLeft, places: 0)
        return Raised(
            .watch, "Memory use rises day by day",
            description:
                "Memory use of \(look.name) has risen by \(Words.bytes(perDay)) a day for \(days.count) days without ever falling back; at this "
                + "pace it is used up in \(left) days.",
            recommendation: "See which process grows, and look for a newer version of it; a restart helps for a while.",
            evidence: "Daily lows rose from \(Words.bytes(first)) to \(Words.bytes(last)) of \(Words.bytes(total)) in \(days.count) days.",
            items: [
                .series(
                    look.id, .memoryUsed, from: from, to: look.now, marks: [.init("now", last, at: look.now), .init("capacity", total)],
                    text: "\(Words.bytes(perDay)) a day")
            ])
    }
}

extension Check {
    static let anomalyLeak = Check(
        "ANOMALY-MEMORY-LEAK", key: "memory-leak", "Memory use rises day by day", .performance, on: [.guest, .host, .container],
        needs: [.current(.memoryUsed), .current(.memoryTotal), .history(.memoryUsed, hours: MemoryLeak.window)],
        page: CheckPage(
            why: "What never gives memory back takes all of it one day, and is killed or swaps.",
            decides:
                "Watch when the lowest memory use of each of the newest days, of any number from \(MemoryLeak.leastDays) to \(MemoryLeak.window / 24), "
                + "was above that of the day before, by \(Words.percent(MemoryLeak.perDay)) of the memory or more a day and \(Words.percent(MemoryLeak.inAll)) in all, with "
                + "\(Words.percent(MemoryLeak.floor)) in use, and it would be used up within \(Int(MemoryLeak.fullWithin)) days. Not what rises in a "
                + "step, falls back, or was started less than a day before.",
            advice: "Find the process that grows; restart it until it is mended.")
    ) { look in
        guard let leak = try MemoryLeak(look)?.longest else { return .clear }
        return .raised(leak.raised)
    }
}
