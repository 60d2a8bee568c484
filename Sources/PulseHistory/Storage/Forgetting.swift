import PulseCore

/// Deletes the series of a group of which nothing is left, within the transaction that took the last of it.
///
/// Data leave by the end of the last tier only, so such a series has been quiet for longer than the longest retention (or the file was
/// larger than it may be). When it is measured again it is a new one; its slot is not given twice while the store is open.
struct Forgetting {
    let database: SQLConnection
    let group: Int64

    /// - Parameter fresh: the rows of the tail that are not in chunks yet.
    /// - Returns: the series that are gone.
    func run(_ fresh: [TailIndex.Place]) throws -> [SeriesKey] {
        let held = try slots(fresh)
        let gone = try SeriesTable.all(of: group, database).filter { !held.contains(SeriesGroup.slot(of: $0.id)) }
        for row in gone { try SeriesTable.delete(row.id, database) }
        return gone.map(\.key)
    }

    /// Those with anything in a chunk or in the tail.
    private func slots(_ fresh: [TailIndex.Place]) throws -> Set<Int> {
        var held = Set<Int>()
        for (_, slots) in try BlockTable.starting(group, from: .min, to: .max, database) { held.formUnion(slots.slots) }
        TailScan(database: database, places: fresh[...]).samples(Array(repeating: true, count: SeriesGroup.size)) { _, slot, _ in held.insert(slot) }
        return held
    }
}
