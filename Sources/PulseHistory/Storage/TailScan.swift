import PulseCore

/// Reads the newest samples of many series of one group at once.
struct TailScan {
    let database: SQLConnection
    /// By slot.
    let series: [Int: SeriesRegistry.Whole]

    func run(_ places: ArraySlice<TailIndex.Place>, _ minutes: inout RecentMinutes) throws {
        let limit = (series.keys.max() ?? -1) + 1
        var table = [SeriesRegistry.Whole?](repeating: nil, count: limit)
        for (slot, whole) in series { table[slot] = whole }
        var rows: [(at: Int64, slot: Int, quanta: Int64)] = []
        var reader = TickRow.Reader(limit: limit)
        for place in places {
            guard let payload = try? TailTable.payload(place.id, database) else {
                reader = TickRow.Reader(limit: limit)
                continue
            }
            guard place.at >= minutes.start else {
                try? reader.read(payload) { _, _ in }
                continue
            }
            rows.removeAll(keepingCapacity: true)
            try? reader.read(payload) { slot, quanta in
                if table[slot] != nil { rows.append((place.at, slot, quanta)) }
            }
            for row in rows {
                guard let whole = table[row.slot] else { continue }
                let value = Quantiser.standard(whole.precision).value(row.quanta)
                minutes.note(whole.resource, whole.metric, at: row.at, Float(value))
            }
        }
    }
}
