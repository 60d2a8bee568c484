import GRDB

/// What a store has to know of its file before the first use.
struct HistoryContents {
    let series: [SeriesTable.Row]
    let groups: [SeriesTable.Group]
    let blocks: [Block]
    let tail: TailIndex
    /// The id that the next row of the tail may have.
    let nextRow: Int64
    let quarantined: Int

    init(_ database: GRDB.Database) throws {
        series = try SeriesTable.all(database)
        groups = try SeriesTable.groups(database)
        blocks = try BlockTable.all(database)
        quarantined = try ChunkTable.quarantined(database)
        let sealedTo = Dictionary(uniqueKeysWithValues: groups.map { ($0.id, $0.sealedTo) })
        var tail = TailIndex()
        var last = groups.map(\.sealedTo).max() ?? 0
        for (group, place) in try TailTable.index(database) {
            last = max(last, place.id)
            if place.id > sealedTo[group] ?? 0 { tail.append(place, group: group) }
        }
        self.tail = tail
        nextRow = last + 1
    }
}
