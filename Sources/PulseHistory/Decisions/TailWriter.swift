/// A sample whose series has its number.
struct PlacedSample: Equatable {
    let series: Int64
    /// Seconds since 1970.
    let at: Int64
    let quanta: Int64
}

/// A row of the tail before it is stored.
struct TailRow: Equatable {
    let group: Int64
    let at: Int64
    let period: Int64
    let payload: [UInt8]

    var isKey: Bool { payload.first == TickRow.key }
}

/// Decides which rows of the tail a batch of samples becomes.
///
/// A sample that repeats the newest one of its series (same second, same value) is not one: sources repeat what they measured earlier.
/// Everything else is kept with its own time, late or not; where two have the same second, readers take the one that was written later.
struct TailWriter {
    private struct Group {
        var latest: [Int64] = []
        /// Of the newest sample of each slot, seconds; 0 for none.
        var times: [UInt32] = []
        var rowsSinceKey = 0
        var period: Int64?
    }

    /// Recent minutes are read from the last key row on.
    static let keyInterval = 64

    private var groups: [Int64: Group] = [:]

    /// - Parameter period: of now, in units of a raw chunk.
    mutating func rows(for samples: [PlacedSample], period: Int64) -> [TailRow] {
        let fresh = samples.filter { !repeats($0) }.sorted(by: Self.inOrder)
        var rows: [TailRow] = []
        var start = 0
        while start < fresh.count {
            let (group, at) = (SeriesGroup.group(of: fresh[start].series), fresh[start].at)
            let end = fresh[start...].firstIndex { $0.at != at || SeriesGroup.group(of: $0.series) != group } ?? fresh.count
            rows.append(row(fresh[start..<end], group, at, period))
            start = end
        }
        return rows
    }

    /// After rows could not be stored: what comes next must not build on them.
    mutating func forget() { groups = [:] }

    private func repeats(_ sample: PlacedSample) -> Bool {
        guard let group = groups[SeriesGroup.group(of: sample.series)] else { return false }
        let slot = SeriesGroup.slot(of: sample.series)
        guard slot < group.times.count else { return false }
        return Int64(group.times[slot]) == sample.at && group.latest[slot] == sample.quanta
    }

    private static func inOrder(_ left: PlacedSample, _ right: PlacedSample) -> Bool {
        let (leftGroup, rightGroup) = (SeriesGroup.group(of: left.series), SeriesGroup.group(of: right.series))
        if leftGroup != rightGroup { return leftGroup < rightGroup }
        return left.at != right.at ? left.at < right.at : left.series < right.series
    }

    private mutating func row(_ samples: ArraySlice<PlacedSample>, _ number: Int64, _ at: Int64, _ period: Int64) -> TailRow {
        var group = groups.removeValue(forKey: number) ?? Group()
        let isKey = group.period != period || group.rowsSinceKey >= Self.keyInterval
        // The same second twice in one batch: the later one counts.
        var entries: [TickRow.Entry] = []
        entries.reserveCapacity(samples.count)
        for sample in samples {
            let slot = SeriesGroup.slot(of: sample.series)
            if entries.last?.slot == slot { entries.removeLast() }
            entries.append(TickRow.Entry(slot: slot, quanta: sample.quanta))
        }
        let payload = TickRow.encoded(entries, isKey: isKey, latest: &group.latest)
        group.rowsSinceKey = isKey ? 1 : group.rowsSinceKey + 1
        group.period = period
        note(entries, at, &group)
        groups[number] = group
        return TailRow(group: number, at: at, period: period, payload: payload)
    }

    private func note(_ entries: [TickRow.Entry], _ at: Int64, _ group: inout Group) {
        let missing = group.latest.count - group.times.count
        if missing > 0 { group.times.append(contentsOf: repeatElement(0, count: missing)) }
        let time = UInt32(clamping: at)
        for entry in entries { group.times[entry.slot] = max(group.times[entry.slot], time) }
    }
}
