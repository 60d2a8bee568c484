/// Where the rows of the tail are: by group, in the order of writing.
struct TailIndex {
    struct Place: Equatable, Sendable {
        let id: Int64
        /// Seconds since 1970.
        let at: Int64
        /// Of the writing, in units of a raw chunk.
        let period: Int64
        let isKey: Bool
    }

    private(set) var groups: [Int64: [Place]] = [:]

    mutating func append(_ place: Place, group: Int64) { groups[group, default: []].append(place) }

    mutating func remove(first count: Int, group: Int64) {
        groups[group]?.removeFirst(count)
        if groups[group]?.isEmpty == true { groups[group] = nil }
    }

    /// The rows that may hold anything from `from` on, beginning with a key row. Late rows are few, so the search for them is simple.
    func places(_ group: Int64, from: Int64) -> ArraySlice<Place> {
        guard let places = groups[group], let first = places.firstIndex(where: { $0.at >= from }) else { return [] }
        let key = places[...first].lastIndex { $0.isKey } ?? first
        return places[key...]
    }

    /// How many rows at the front were written before `period`; they can be sealed.
    func finished(_ group: Int64, before period: Int64) -> Int {
        guard let places = groups[group] else { return 0 }
        return places.firstIndex { $0.period >= period } ?? places.count
    }

    /// The id of the oldest row that is still needed; nil when none is.
    var oldest: Int64? { groups.values.compactMap(\.first?.id).min() }

    var rowCount: Int { groups.values.reduce(0) { $0 + $1.count } }
}
