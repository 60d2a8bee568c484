import PulseCore

/// What readers look at, and what the next samples are placed by; held for microseconds.
struct HistoryIndex {
    var isLoaded = false
    var registry = SeriesRegistry()
    var tail = TailIndex()
    /// Chunks that could not be read, until they are set aside.
    var damaged: [SeriesReading.Damage] = []

    /// The series of keys, nil for unknown ones, and what has to be read of the tail for the time from `from` on, by group.
    func wanted(_ keys: [SeriesKey], from: Int64) -> (series: [StoredSeries?], wishes: [Int64: TailWish]) {
        var wishes: [Int64: TailWish] = [:]
        let series = keys.map { key -> StoredSeries? in
            guard let entry = registry[key] else { return nil }
            let group = SeriesGroup.group(of: entry.series)
            wishes[group, default: TailWish(places: tail.places(group, from: from), slots: [])].slots.insert(SeriesGroup.slot(of: entry.series))
            return StoredSeries(key: key, entry: entry)
        }
        return (series, wishes)
    }

    /// Numbers for samples. Series that are new are known from now on, and have to be stored.
    mutating func place(_ samples: [Sample]) -> (placed: [PlacedSample], additions: [SeriesRegistry.Addition]) {
        var placed: [PlacedSample] = []
        var additions: [SeriesRegistry.Addition] = []
        placed.reserveCapacity(samples.count)
        for sample in samples {
            if registry[sample.key] == nil { additions.append(registry.add(sample.key)) }
            guard let entry = registry[sample.key] else { continue }
            let quanta = Quantiser.standard(entry.precision).quanta(sample.value)
            placed.append(PlacedSample(series: entry.series, at: sample.at.seconds, quanta: quanta))
        }
        return (placed, additions)
    }

    /// After they could not be stored. New groups are taken again by nobody: their numbers stay unused.
    mutating func takeBack(_ additions: [SeriesRegistry.Addition]) {
        for addition in additions { registry.remove(addition.row.key) }
        registry.forgetOpenGroups(of: additions.compactMap(\.newGroup?.source))
    }
}

/// What one writer at a time works with.
struct HistoryWriting {
    var tail = TailWriter()
    var blocks: [Block] = []
    /// Ids of the tail are given here, so that none comes twice after rows went.
    var nextRow: Int64 = 1
    var trimmedTo: Int64 = 0
    /// Batches that could not be stored yet, oldest first.
    var waiting = WaitingBatches()
    var health = HistoryHealth()
    var isLoaded = false
}
