import PulseAnalysis
import PulseCore

/// What one metric of a resource has been lately against what it usually is, by the hour.
///
/// The last day is left out of what is usual, so that something strange does not become usual while it lasts. A peak counts only as high as it held:
/// one wild hour does not make all later ones ordinary, and a nightly, weekly or monthly job that was there before does.
struct Usual {
    static let window = 15 * 24
    /// So many hours before the last day have to be known: five days and a half.
    static let needed = 132
    /// With less history than this a weekly job may not have been seen yet, so something strange has to last longer.
    static let weekSeen = Duration.seconds(8 * 86_400)
    static let longer = 12
    /// A job of the first of the month, or of its first Sunday, was there so many days before, with half a day to each side. It is looked for only
    /// where a finding would be raised: so much history of everything is dear.
    static let month = 28...35
    static let monthWords = "\(month.lowerBound) to \(month.upperBound) days ago, as far as that is known"

    let before: [HourlySeries.Hour]
    /// The newest hours, all without a gap.
    let recent: [HourlySeries.Hour]

    init(_ look: Look, _ metric: Metric, part: String = "", sustained: Int) throws {
        let all = try look.history(metric, part: part, hours: Self.window, atLeast: Self.needed + sustained)
        let past = all.before(look.now - .seconds(86_400)).hours
        guard past.count >= Self.needed, let first = past.first else {
            throw NotEvaluable(
                "History has only \(past.count) of the \(Self.needed) hours of its \(metric.words) before the last day that this needs.")
        }
        let wanted = look.now.since(first.start) >= Self.weekSeen ? sustained : max(sustained, Self.longer)
        let recent = Array(all.hours.suffix(wanted))
        guard recent.count == wanted, let oldest = recent.first, look.now.since(oldest.start) <= .seconds((wanted + 2) * 3600) else {
            throw NotEvaluable("The last hours of its \(metric.words) are not all in history.")
        }
        (before, self.recent) = (past, recent)
    }

    /// The highest that held for as long as the newest hours.
    var heldHighest: Double { held(before, for: recent.count) }

    /// The newest hours are all above what a bar makes of the highest of before, and of about a month before, which is read only then.
    func isUnheard(of look: Look, _ metric: Metric, part: String = "", bar: (_ highest: Double) -> Double) throws -> Bool {
        guard lowestRecent >= bar(heldHighest) else { return false }
        return try lowestRecent >= bar(heldAMonthBefore(look, metric, part: part))
    }

    private func held(_ hours: [HourlySeries.Hour], for count: Int) -> Double {
        let averages = hours.map(\.average)
        guard averages.count >= count else { return averages.max() ?? 0 }
        return averages.indices.dropLast(count - 1).map { start in averages[start..<(start + count)].min() ?? 0 }.max() ?? 0
    }

    /// The same of about a month before. It has to have lasted two thirds of what has lasted now: what goes on for longer is another thing.
    private func heldAMonthBefore(_ look: Look, _ metric: Metric, part: String) throws -> Double {
        let reach = Self.month.upperBound * 24 + 12
        let all = try look.history(metric, part: part, hours: reach, atLeast: 0)
        let end = look.now - .hours(Self.month.lowerBound * 24 - 12)
        let lasting = all.hours.reversed().prefix { $0.average >= lowestRecent * 0.9 }.count
        let past = all.before(end).hours
        return past.isEmpty ? 0 : held(past, for: max(recent.count, lasting * 2 / 3))
    }

    var lowestRecent: Double { recent.map(\.average).min() ?? 0 }
    var highestRecent: Double { recent.map(\.average).max() ?? 0 }

    /// The middle of the same hours of the day before.
    var middle: Double {
        let hours = Set(recent.map { Self.hourOfDay($0.start) })
        let same = before.filter { hours.contains(Self.hourOfDay($0.start)) }.map(\.average)
        return Statistics.median(same) ?? Statistics.median(before.map(\.average)) ?? 0
    }

    private static func hourOfDay(_ moment: Timestamp) -> Int64 { moment.seconds / 3600 % 24 }
}

extension Look {
    /// True of what runs as usual: what was stopped, just started, is being backed up or moved, is a template, says nothing.
    var isInRegularUse: Bool {
        guard [.online, .running, .available, .degraded].contains(resource.state.status) else { return false }
        if case .guest(let facts) = resource.facts, facts.template || facts.lock != nil { return false }
        return startedAt.map { now.since($0) >= .seconds(86_400) } ?? true
    }

    var startedAt: Timestamp? {
        switch resource.facts {
        case .guest(let facts): facts.startedAt
        case .node(let facts): facts.startedAt
        case .host(let facts): facts.startedAt
        case .container(let facts): facts.startedAt
        default: nil
        }
    }
}
