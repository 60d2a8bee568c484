package import PulseCore

/// One resource before a check: the resource, everything round it, and the hours of the series that the check asked for.
package struct Look: Sendable {
    package let resource: Resource
    package let estate: Estate
    private let past: ReadHistory

    /// - Parameters:
    ///   - hours: what was read of history; a series that is known not to exist is there and empty.
    ///   - lengths: how many hours back that was; of a series that is not there, all that anybody has.
    ///   - asks: takes note of what is asked for and was not read.
    package init(
        _ resource: Resource, in estate: Estate, hours: [SeriesKey: HourlySeries] = [:], lengths: [SeriesKey: Int] = [:],
        asks: HistoryAsks = HistoryAsks()
    ) {
        (self.resource, self.estate, past) = (resource, estate, ReadHistory(hours: hours, lengths: lengths, asks: asks))
    }

    /// The same moment, before another resource.
    init(_ resource: Resource, of look: Look) { (self.resource, estate, past) = (resource, look.estate, look.past) }

    package var id: ResourceID { resource.id }
    package var name: String { resource.annotation.displayName ?? resource.name }
    package var now: Timestamp { estate.now }

    /// A current figure.
    ///
    /// - Throws: ``NotEvaluable`` with the reason when it is unknown or old.
    package func current(_ metric: Metric) throws -> Double {
        guard let measurement = resource.metrics[metric] else { throw NotEvaluable("It does not report its \(metric.words).") }
        guard measurement.isCurrent, let value = measurement.value else {
            throw NotEvaluable("Its \(metric.words) is not known now: \(measurement.quality.reason?.words ?? "no reason is given").")
        }
        return value
    }

    /// A share of two current figures, 0…1; not evaluable when the whole is nothing.
    package func share(_ used: Metric, of total: Metric) throws -> Double {
        let (used, total) = (try current(used), try current(total))
        guard total > 0 else { throw NotEvaluable("Its size is not known.") }
        return used / total
    }

    /// What a part of a ledger says, when it was told recently enough to be today's.
    ///
    /// - Throws: ``NotEvaluable`` when it was never told, or is older than `age`.
    package func told<Value>(_ part: Told<Value>?, _ name: String, within age: Duration = .seconds(86_400)) throws -> Value {
        guard let part, let value = part.value, let at = part.at else {
            throw NotEvaluable(part?.problem.map { "\(name): \($0.sentence)" } ?? "\(name) were not read yet.")
        }
        guard now.since(at) <= age else { throw NotEvaluable("\(name) were last read \(Words.duration(now.since(at))) ago.") }
        return value
    }

    /// The hours of a metric that lie in the last `hours`, of the whole or of a part.
    ///
    /// - Throws: ``NotEvaluable`` when fewer than `atLeast` of them have values.
    package func history(_ metric: Metric, part: String = "", hours wanted: Int, atLeast: Int) throws -> HourlySeries {
        let series = past.series(SeriesKey(id, metric, part: part), hours: wanted).since(now - .seconds(wanted * 3600))
        guard series.hours.count >= atLeast else {
            throw NotEvaluable("History has only \(series.hours.count) of the \(atLeast) hours of its \(metric.words) that this needs.")
        }
        return series
    }
}

extension Look {
    package var source: SourceReport? { estate.fleet.sources[resource.source] }
    package var ledger: SourceLedger? { estate.ledger[resource.source] }
}
