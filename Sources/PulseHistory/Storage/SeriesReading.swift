import GRDB
import PulseCore

/// Reads what is stored of one series within one transaction. What cannot be read is noted and passed over.
struct SeriesReading {
    let database: GRDB.Database
    private(set) var damaged: [Damage] = []

    struct Damage: Sendable {
        let chunk: Int64
        let reason: String
    }

    init(_ database: GRDB.Database) { self.database = database }

    /// The samples from `from` to `to`, both included, in order. `tail`: the rows that may hold newer ones.
    mutating func samples(_ series: Int64, from: Int64, to: Int64, tail: ArraySlice<TailIndex.Place>) throws -> RawChunk {
        var parts: [RawChunk] = []
        for stored in try ChunkTable.overlapping(series, .raw, from: from, to: to, database) {
            if let chunk = note(stored, { () throws(CodecError) in try RawChunk.decoded(stored.payload, start: stored.place.start).chunk }) {
                parts.append(chunk)
            }
        }
        let fresh = try self.tail(series, tail, from: from, to: to)
        if !fresh.times.isEmpty { parts.append(fresh) }
        return SampleMerge.merged(parts)
    }

    mutating func summaries(_ series: Int64, _ tier: Tier, from: Int64, to: Int64, _ quantiser: Quantiser) throws -> [SummaryRecord] {
        var records: [SummaryRecord] = []
        let chunks = try ChunkTable.overlapping(series, tier, from: from, to: to, database)
        for stored in chunks {
            let decoded = note(stored) { () throws(CodecError) in
                try SummaryChunk.decoded(stored.payload, start: stored.place.start, tier: tier).records
            }
            records += decoded ?? []
        }
        return chunks.count > 1 ? SampleMerge.merged(records, tier: tier, quantiser) : records
    }

    private func tail(_ series: Int64, _ places: ArraySlice<TailIndex.Place>, from: Int64, to: Int64) throws -> RawChunk {
        let slot = SeriesGroup.slot(of: series)
        var reader = TickRow.Reader(limit: slot + 1)
        var chunk = RawChunk(times: [], quanta: [])
        for place in places {
            guard let payload = try? TailTable.payload(place.id, database) else {
                // Gone into a chunk meanwhile, or damaged: the rows behind it build on it.
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

    /// - Returns: nil for a damaged chunk.
    mutating func note<Value>(_ stored: ChunkTable.Stored, _ decode: () throws(CodecError) -> Value) -> Value? {
        do throws(CodecError) {
            guard stored.isWhole else { throw .checksum }
            return try decode()
        } catch {
            damaged.append(Damage(chunk: stored.id, reason: "\(error)"))
            return nil
        }
    }

    mutating func isReadable(_ stored: ChunkTable.Stored) -> Bool {
        let before = damaged.count
        _ = note(stored) { () throws(CodecError) in
            switch stored.place.tier {
            case .raw: _ = try RawChunk.decoded(stored.payload, start: stored.place.start)
            case .minute, .hour: _ = try SummaryChunk.decoded(stored.payload, start: stored.place.start, tier: stored.place.tier)
            }
        }
        return damaged.count == before
    }
}
