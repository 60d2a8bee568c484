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

    /// By group, until they are read.
    private var wishes: [Int64: TailWish]
    /// By group and slot.
    private var fresh: [Int64: [RawChunk?]] = [:]

    /// - Parameter wishes: what will be asked of the tail, by group.
    init(_ database: GRDB.Database, wishes: [Int64: TailWish] = [:]) {
        self.database = database
        self.wishes = wishes
    }

    /// The samples of all chunks that reach into the time from `from` to `to`, and those of the tail that lie in it, in order.
    mutating func samples(_ series: Int64, from: Int64, to: Int64) throws -> RawChunk {
        var parts: [RawChunk] = []
        for stored in try chunks(series, .raw, from: from, to: to) {
            if let part = raw(stored) { parts.append(part.chunk) }
        }
        if let fresh = try fresh(series)?.within(from...to), !fresh.times.isEmpty { parts.append(fresh) }
        return SampleMerge.merged(parts)
    }

    /// The records of each chunk that reaches into the time from `from` to `to`.
    mutating func summaries(_ series: Int64, _ tier: Tier, from: Int64, to: Int64) throws -> [[SummaryRecord]] {
        try chunks(series, tier, from: from, to: to).compactMap { summary($0)?.records }
    }

    /// The minutes of each day that reaches into the time from `from` to `to`; of days of which whole hours will do, these.
    ///
    /// - Parameters:
    ///   - from: at the beginning of an hour.
    ///   - to: not included.
    mutating func hours(_ series: Int64, from: Int64, to: Int64) throws -> (hours: [[HourDigest]], minutes: [[SummaryRecord]]) {
        var found: (hours: [[HourDigest]], minutes: [[SummaryRecord]]) = ([], [])
        for stored in try chunks(series, .minute, from: from, to: to) {
            // A day in which the time ends within an hour has to be looked at more closely.
            let isWhole = to % Tier.hour.span == 0 || to >= stored.place.start + Tier.minute.chunkSpan
            if isWhole, let digests = digests(stored) {
                found.hours.append(digests)
            } else if let minutes = summary(stored)?.records {
                found.minutes.append(minutes)
            }
        }
        return found
    }

    private mutating func digests(_ stored: ChunkTable.Stored) -> [HourDigest]? {
        note(stored) { () throws(CodecError) in try SummaryChunk.hours(stored.payload, start: stored.place.start) } ?? nil
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

    /// What the tail holds of a series. All that are wanted of its group are read at once, since every row holds some of each.
    private mutating func fresh(_ series: Int64) throws -> RawChunk? {
        let group = SeriesGroup.group(of: series)
        if let wish = wishes.removeValue(forKey: group) { fresh[group] = try read(wish, of: group) }
        let slot = SeriesGroup.slot(of: series)
        return fresh[group].flatMap { slot < $0.count ? $0[slot] : nil }
    }

    /// By slot.
    private func read(_ wish: TailWish, of group: Int64) throws -> [RawChunk?] {
        // Rows that were sealed since the question was put are read as chunks.
        let sealedTo = try SeriesTable.sealedTo(group, database)
        let scan = TailScan(database: database, places: wish.places.drop { $0.id <= sealedTo })
        var found = [RawChunk?](repeating: nil, count: (wish.slots.max() ?? -1) + 1)
        for slot in wish.slots { found[slot] = RawChunk(times: [], quanta: []) }
        scan.samples(found.map { $0 != nil }) { at, slot, quanta in
            found[slot]?.times.append(at)
            found[slot]?.quanta.append(quanta)
        }
        return found
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
