import GRDB
import PulseCore

/// Reads what is stored of one series within one transaction. What cannot be read is noted and passed over.
struct SeriesReading {
    let database: GRDB.Database
    private(set) var damaged: [Damage] = []
    /// Blocks of the group that was read last: the series of one chart are mostly of one group.
    private var blocks: (group: Int64, from: Int64, to: Int64, found: [(block: Block, slots: SlotSet)])?

    struct Damage: Sendable {
        let chunk: Int64
        let place: ChunkPlace
        let reason: String
    }

    init(_ database: GRDB.Database) { self.database = database }

    /// The samples from `from` to `to`, both included, in order. `tail`: the rows that may hold newer ones.
    mutating func samples(_ series: Int64, from: Int64, to: Int64, tail: ArraySlice<TailIndex.Place>) throws -> RawChunk {
        var parts: [RawChunk] = []
        for stored in try chunks(series, .raw, from: from, to: to) {
            if let part = raw(stored) { parts.append(part.chunk) }
        }
        let fresh = try self.tail(series, tail, from: from, to: to)
        if !fresh.times.isEmpty { parts.append(fresh) }
        return SampleMerge.merged(parts)
    }

    mutating func summaries(_ series: Int64, _ tier: Tier, from: Int64, to: Int64, _ quantiser: Quantiser) throws -> [SummaryRecord] {
        let parts = try chunks(series, tier, from: from, to: to).compactMap { summary($0)?.records }
        return parts.count > 1 ? SampleMerge.merged(parts.flatMap { $0 }, tier: tier, quantiser) : parts.first ?? []
    }

    /// Decodes a chunk of samples; nil for a damaged one.
    mutating func raw(_ stored: ChunkTable.Stored) -> (chunk: RawChunk, precision: Precision)? {
        note(stored) { () throws(CodecError) in try RawChunk.decoded(stored.payload, start: stored.place.start) }
    }

    /// Decodes a chunk of minutes or hours; nil for a damaged one.
    mutating func summary(_ stored: ChunkTable.Stored) -> (records: [SummaryRecord], precision: Precision)? {
        note(stored) { () throws(CodecError) in try SummaryChunk.decoded(stored.payload, start: stored.place.start, tier: stored.place.tier) }
    }

    private mutating func chunks(_ series: Int64, _ tier: Tier, from: Int64, to: Int64) throws -> [ChunkTable.Stored] {
        let (group, slot) = (SeriesGroup.group(of: series), SeriesGroup.slot(of: series))
        return try blocks(of: group, from: from, to: to).compactMap { block, slots in
            guard block.tier == tier, block.end > from, let rank = slots.rank(of: slot) else { return nil }
            return try ChunkTable.stored(
                block.first + Int64(rank), ChunkPlace(series: series, tier: tier, start: block.start), database)
        }
    }

    private mutating func blocks(of group: Int64, from: Int64, to: Int64) throws -> [(block: Block, slots: SlotSet)] {
        if let blocks, blocks.group == group, blocks.from <= from, blocks.to >= to { return blocks.found }
        let earliest = from.subtractingReportingOverflow(Tier.hour.chunkSpan).partialValue
        let found = try BlockTable.starting(group, from: earliest, to: to, database)
        blocks = (group, from, to, found)
        return found
    }

    private func tail(_ series: Int64, _ places: ArraySlice<TailIndex.Place>, from: Int64, to: Int64) throws -> RawChunk {
        guard !places.isEmpty else { return RawChunk(times: [], quanta: []) }
        let slot = SeriesGroup.slot(of: series)
        let sealedTo = try SeriesTable.sealedTo(SeriesGroup.group(of: series), database)
        var reader = TickRow.Reader(limit: slot + 1)
        var chunk = RawChunk(times: [], quanta: [])
        for place in places where place.id > sealedTo {
            guard let payload = try? TailTable.payload(place.id, database) else {
                // Damaged: the rows behind it build on it.
                reader = TickRow.Reader(limit: slot + 1)
                continue
            }
            try? reader.read(payload) { each, quanta in
                guard each == slot, place.at >= from, place.at <= to else { return }
                chunk.times.append(place.at)
                chunk.quanta.append(quanta)
            }
        }
        return chunk
    }

    private mutating func note<Value>(_ stored: ChunkTable.Stored, _ decode: () throws(CodecError) -> Value) -> Value? {
        do throws(CodecError) {
            guard stored.isWhole else { throw .checksum }
            return try decode()
        } catch {
            damaged.append(Damage(chunk: stored.id, place: stored.place, reason: "\(error)"))
            return nil
        }
    }
}
