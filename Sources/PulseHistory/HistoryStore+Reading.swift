package import PulseCore
import PulseStorage
import Synchronization

extension HistoryStore: HistoryReader {
    package func read(_ query: HistoryQuery) async throws -> [SeriesHistory] {
        try loaded()
        let wanted = shared.withLock { shared in
            query.keys.map { key in
                shared.registry[key].map { entry in
                    Wanted(entry: entry, tail: shared.tail.places(SeriesGroup.group(of: entry.series), from: query.from.seconds))
                }
            }
        }
        let (answers, damaged) = try await database.readAside { database in
            var reading = SeriesReading(database)
            let answers = try zip(query.keys, wanted).map { key, wanted in try Self.history(key, wanted, query, &reading) }
            return (answers, reading.damaged)
        }
        if !damaged.isEmpty { shared.withLock { $0.damaged += damaged } }
        return answers
    }

    package func keys(of resource: ResourceID) async throws -> [SeriesKey] {
        try loaded()
        return shared.withLock { $0.registry.keys(of: resource) }
    }

    package func series(of resource: ResourceID) async throws -> [SeriesExtent] {
        try loaded()
        let known = shared.withLock { shared in
            shared.registry.keys(of: resource).compactMap { key in
                shared.registry[key].map { (key, $0.series, shared.tail.groups[SeriesGroup.group(of: $0.series)] ?? []) }
            }
        }
        return try await database.readAside { database in
            try known.compactMap { key, series, places in try Self.extent(key, series, places, database) }
        }
    }

    private struct Wanted: Sendable {
        let entry: SeriesRegistry.Entry
        let tail: ArraySlice<TailIndex.Place>
    }

    private static func history(
        _ key: SeriesKey, _ wanted: Wanted?, _ query: HistoryQuery, _ reading: inout SeriesReading
    ) throws -> SeriesHistory {
        guard let wanted else { return SeriesHistory(key: key, cadence: nil, tiers: [], points: []) }
        let quantiser = Quantiser.standard(wanted.entry.precision)
        var buckets = Buckets(query, quantiser)
        let (series, from) = (wanted.entry.series, RollUp.floor(query.from.seconds, to: query.step))
        buckets.add(try reading.samples(series, from: from, to: query.to.seconds, tail: wanted.tail))
        for tier in [Tier.minute, .hour] {
            let records = try reading.summaries(series, tier, from: from - tier.span, to: query.to.seconds, quantiser)
            if !records.isEmpty { buckets.add(records, tier) }
        }
        return SeriesHistory(key: key, cadence: buckets.cadence, tiers: buckets.tiers.sorted(), points: buckets.points())
    }

    private static func extent(
        _ key: SeriesKey, _ series: Int64, _ places: [TailIndex.Place], _ database: SQLConnection
    ) throws -> SeriesExtent? {
        var reading = SeriesReading(database)
        let fresh = try reading.samples(series, from: places.map(\.at).min() ?? .max, to: .max, tail: places[...])
        var first = fresh.times.first
        var last = fresh.times.last
        for tier in Tier.allCases {
            guard let extent = try ChunkTable.extent(series, tier, database) else { continue }
            first = min(first ?? extent.first, extent.first)
            last = max(last ?? extent.last, extent.last)
        }
        guard let first, let last else { return nil }
        return SeriesExtent(key: key, first: Timestamp(seconds: first), last: Timestamp(seconds: last))
    }
}
