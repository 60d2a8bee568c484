import PulseCore

/// Makes chunks of finished rows of the tail, within one transaction: the chunks come and the rows go together.
struct Sealing {
    let database: SQLConnection
    var group: SeriesTable.Group
    /// By slot.
    let precisions: [Int: Precision]

    /// Series in one pass over the rows: what bounds the memory it takes, 720 samples of 16 bytes each.
    private static let pass = 256

    init(database: SQLConnection, group: SeriesTable.Group, precisions: [Int: Precision]) {
        self.database = database
        self.group = group
        self.precisions = precisions
    }

    /// - Returns: the group as it is afterwards.
    consuming func run(_ places: [TailIndex.Place]) throws -> SeriesTable.Group {
        var seal = self
        for first in stride(from: 0, to: (seal.precisions.keys.max() ?? -1) + 1, by: Self.pass) {
            try seal.pass(places, first..<first + Self.pass)
        }
        for place in places { try TailTable.delete(place.id, seal.database) }
        try SeriesTable.update(seal.group, .raw, seal.database)
        return seal.group
    }

    private mutating func pass(_ places: [TailIndex.Place], _ slots: Range<Int>) throws {
        var gathered = Array(repeating: RawChunk(times: [], quanta: []), count: slots.count)
        var reader = TickRow.Reader(limit: slots.upperBound)
        for place in places {
            guard let payload = try? TailTable.payload(place.id, database) else {
                reader = TickRow.Reader(limit: slots.upperBound)
                continue
            }
            try? reader.read(payload) { slot, quanta in
                guard slot >= slots.lowerBound else { return }
                gathered[slot - slots.lowerBound].times.append(place.at)
                gathered[slot - slots.lowerBound].quanta.append(quanta)
            }
        }
        for (offset, samples) in gathered.enumerated() where !samples.times.isEmpty {
            guard let precision = precisions[slots.lowerBound + offset] else { continue }
            try store(SampleMerge.merged([samples]), SeriesGroup.series(group.id, slots.lowerBound + offset), precision)
        }
    }

    private mutating func store(_ samples: RawChunk, _ series: Int64, _ precision: Precision) throws {
        for part in SampleMerge.cut(samples) {
            guard let start = part.times.first, let stop = part.times.last else { continue }
            try ChunkTable.insert(part.encoded(precision), ChunkPlace(series: series, tier: .raw, start: start), stop: stop, database)
            group.chunks[.raw, default: 0] += 1
            group.oldest[.raw] = min(group.oldest[.raw] ?? start, start)
        }
    }
}
