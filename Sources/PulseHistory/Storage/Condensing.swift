import PulseCore

/// Moves the oldest stretch of a tier of a group to the next tier, within one transaction: the new chunks come and the old ones go together.
struct Condensing {
    let database: SQLConnection
    var group: SeriesTable.Group
    let tier: Tier
    /// Chunks that begin before this move, seconds.
    let end: Int64
    private(set) var damaged: [SeriesReading.Damage] = []

    /// Series at a time: what bounds the memory it takes.
    private static let pass: Int64 = 64

    init(database: SQLConnection, group: SeriesTable.Group, tier: Tier, end: Int64) {
        self.database = database
        self.group = group
        self.tier = tier
        self.end = end
    }

    /// - Returns: the group as it is afterwards.
    mutating func run() throws -> SeriesTable.Group {
        let first = SeriesGroup.series(group.id, 0)
        for start in stride(from: first, to: first + Int64(SeriesGroup.size), by: Int(Self.pass)) {
            let stored = try ChunkTable.starting(before: end, tier, series: start..<start + Self.pass, database)
            for (series, chunks) in Dictionary(grouping: stored, by: \.place.series).sorted(by: { $0.key < $1.key }) {
                try condense(series, chunks)
            }
        }
        group.oldest[tier] = try ChunkTable.oldest(tier, series: first..<first + Int64(SeriesGroup.size), database)
        try SeriesTable.update(group, tier, database)
        if let next = Tier(rawValue: tier.rawValue + 1) { try SeriesTable.update(group, next, database) }
        return group
    }

    private mutating func condense(_ series: Int64, _ chunks: [ChunkTable.Stored]) throws {
        if let next = Tier(rawValue: tier.rawValue + 1) { try write(series, chunks, to: next) }
        let bad = Set(damaged.map(\.chunk))
        for chunk in chunks where !bad.contains(chunk.id) { try ChunkTable.delete(chunk.id, database) }
        group.chunks[tier, default: 0] -= chunks.count
    }

    private mutating func write(_ series: Int64, _ chunks: [ChunkTable.Stored], to next: Tier) throws {
        var reading = SeriesReading(database)
        guard let (records, precision) = summarised(chunks, next, &reading) else {
            damaged += reading.damaged
            return
        }
        damaged += reading.damaged
        for part in Dictionary(grouping: records, by: { RollUp.floor($0.start, to: next.chunkSpan) }).sorted(by: { $0.key < $1.key }).map(\.value) {
            guard let start = part.first?.start, let last = part.last?.start else { continue }
            let payload = SummaryChunk.encoded(part, tier: next, precision)
            try ChunkTable.insert(payload, ChunkPlace(series: series, tier: next, start: start), stop: last + next.span - 1, database)
            group.chunks[next, default: 0] += 1
            group.oldest[next] = min(group.oldest[next] ?? start, start)
        }
    }

    private func summarised(
        _ chunks: [ChunkTable.Stored], _ next: Tier, _ reading: inout SeriesReading
    ) -> (records: [SummaryRecord], precision: Precision)? {
        switch tier {
        case .raw:
            let parts = chunks.compactMap { stored in
                reading.note(stored) { () throws(CodecError) in try RawChunk.decoded(stored.payload, start: stored.place.start) }
            }
            guard let precision = parts.first?.precision else { return nil }
            return (RollUp.records(of: SampleMerge.merged(parts.map(\.chunk)), tier: next, precision), precision)
        case .minute, .hour:
            let parts = chunks.compactMap { stored in
                reading.note(stored) { () throws(CodecError) in
                    try SummaryChunk.decoded(stored.payload, start: stored.place.start, tier: tier)
                }
            }
            guard let precision = parts.first?.precision else { return nil }
            return (RollUp.records(of: parts.flatMap(\.records), tier: next, precision), precision)
        }
    }
}
