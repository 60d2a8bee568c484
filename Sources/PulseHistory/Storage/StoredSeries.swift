import PulseCore

/// One series as it lies in the file, and what can be asked of it.
struct StoredSeries: Sendable {
    let key: SeriesKey
    let entry: SeriesRegistry.Entry

    func history(_ query: HistoryQuery, _ reading: inout SeriesReading) throws -> SeriesHistory {
        let quantiser = Quantiser.standard(entry.precision)
        var buckets = Buckets(query, quantiser)
        let from = RollUp.floor(query.from.seconds, to: query.step)
        buckets.add(try reading.samples(entry.series, from: from, to: query.to.seconds))
        if query.step % Tier.hour.span == 0 {
            let found = try reading.hours(entry.series, from: from, to: query.to.seconds)
            buckets.add(found.hours)
            buckets.add(found.minutes, .minute)
        } else {
            buckets.add(try reading.summaries(entry.series, .minute, from: from, to: query.to.seconds), .minute)
        }
        buckets.add(try reading.summaries(entry.series, .hour, from: from, to: query.to.seconds), .hour)
        return SeriesHistory(key: key, cadence: buckets.cadence, tiers: buckets.tiers.sorted(), points: buckets.points())
    }

    /// From its first to its last sample; nil when there is none any more.
    func extent(_ reading: inout SeriesReading) throws -> SeriesExtent? {
        let blocks = try BlockTable.starting(SeriesGroup.group(of: entry.series), from: .min, to: .max, reading.database)
        let own = blocks.filter { $0.slots.rank(of: SeriesGroup.slot(of: entry.series)) != nil }.map(\.block)
        let latest = own.map(\.start).max()
        var fresh = try reading.samples(entry.series, from: latest ?? 0, to: .max).times
        if let latest, fresh.isEmpty { fresh = [latest] }
        guard let last = fresh.last else { return nil }
        let first = min(own.map(\.start).min() ?? last, fresh.first ?? last)
        return SeriesExtent(key: key, first: Timestamp(seconds: first), last: Timestamp(seconds: last))
    }
}
