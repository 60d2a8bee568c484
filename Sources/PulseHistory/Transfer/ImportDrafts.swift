import PulseCore

/// Records as the chunks and blocks that hold them.
struct ImportDrafts {
    private struct Place: Hashable {
        let group: Int64
        let tier: Tier
        let start: Int64
    }

    private var drafts: [Place: BlockDraft] = [:]

    /// - Parameters:
    ///   - records: no two of the same series and time.
    ///   - registry: knows all their series.
    init(_ records: [HistoryRecord], _ registry: SeriesRegistry) {
        let byTier = Dictionary(grouping: records) { $0.tier }
        for (tier, records) in byTier {
            let bySeries = Dictionary(grouping: records, by: \.key).compactMap { key, records in registry[key].map { ($0, records) } }
            // Blocks want their slots in order.
            for (entry, records) in bySeries.sorted(by: { $0.0.series < $1.0.series }) {
                add(records.sorted { $0.start < $1.start }, entry, tier)
            }
        }
    }

    /// - Returns: the new blocks.
    func insert(_ database: SQLConnection) throws -> [Block] {
        try drafts.sorted { ($0.key.start, $0.key.tier, $0.key.group) < ($1.key.start, $1.key.tier, $1.key.group) }.map { place, draft in
            try BlockTable.insert(draft, group: place.group, tier: place.tier, start: place.start, database)
        }
    }

    private mutating func add(_ records: [HistoryRecord], _ entry: SeriesRegistry.Entry, _ tier: Tier) {
        for (start, part) in Dictionary(grouping: records, by: { RollUp.floor($0.start.seconds, to: tier.chunkSpan) }) {
            let place = Place(group: SeriesGroup.group(of: entry.series), tier: tier, start: start)
            drafts[place, default: BlockDraft()].add(Self.payload(part, entry.precision, tier, start), slot: SeriesGroup.slot(of: entry.series))
        }
    }

    private static func payload(_ records: [HistoryRecord], _ precision: Precision, _ tier: Tier, _ start: Int64) -> [UInt8] {
        let quantiser = Quantiser.standard(precision)
        guard tier != .raw else {
            return RawChunk(times: records.map(\.start.seconds), quanta: records.map { quantiser.quanta($0.values.average) })
                .encoded(precision, start: start)
        }
        let summaries = records.map { record in
            let (least, greatest) = (quantiser.quanta(record.values.least), quantiser.quanta(record.values.greatest))
            return SummaryRecord(
                start: record.start.seconds, least: least, average: max(least, min(greatest, quantiser.quanta(record.values.average))),
                greatest: greatest, count: record.values.count)
        }
        return SummaryChunk.encoded(summaries, start: start, tier: tier, precision)
    }
}
