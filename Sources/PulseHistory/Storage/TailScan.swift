/// Reads rows of the tail of one group, in the order in which they were written.
struct TailScan {
    let database: SQLConnection
    let places: ArraySlice<TailIndex.Place>

    /// Calls `body` with every sample of the wanted slots. A row that cannot be read is passed over, and so are those that build on it.
    func samples(_ isWanted: [Bool], _ body: (_ at: Int64, _ slot: Int, _ quanta: Int64) -> Void) {
        var reader = TickRow.Reader(isWanted)
        for place in places {
            guard let payload = try? TailTable.payload(place.id, database) else {
                reader = TickRow.Reader(isWanted)
                continue
            }
            try? reader.read(payload) { slot, quanta in body(place.at, slot, quanta) }
        }
    }
}

/// What a question needs of the tail of one group: the rows that may hold it, and the slots it is about.
struct TailWish: Sendable {
    var places: ArraySlice<TailIndex.Place>
    var slots: Set<Int>
}
