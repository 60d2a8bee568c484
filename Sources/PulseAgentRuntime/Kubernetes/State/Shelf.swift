/// What is kept of one kind of object, by name. A list that is read anew sweeps away what it did not name, and only at its end: until then what
/// was known stays.
struct Shelf<Value: Sendable>: Sendable {
    struct Entry: Sendable {
        var value: Value
        fileprivate var round: UInt32
    }

    /// Objects; more are counted and not kept.
    private let limit: Int
    private(set) var entries: [ObjectName: Entry] = [:]
    /// True when a list was read to its end.
    private(set) var isComplete = false
    /// Objects of the last list and since that found no place.
    private(set) var leftOut = 0
    private var round: UInt32 = 0

    init(limit: Int = WatchLimits.objects) {
        self.limit = limit
    }

    mutating func put(_ name: ObjectName, _ value: Value) {
        guard entries.count < limit || entries[name] != nil else {
            leftOut += 1
            return
        }
        entries[name] = Entry(value: value, round: round)
    }

    /// Writes a value anew that is there already.
    mutating func replace(_ name: ObjectName, _ change: (inout Value) -> Void) {
        guard entries[name] != nil else { return }
        change(&entries[name]!.value)
    }

    mutating func apply(_ change: ShelfChange) {
        switch change {
        case .remove(let name): entries[name] = nil
        case .beginList:
            round &+= 1
            leftOut = 0
        case .endList:
            let round = round
            entries = entries.filter { $0.value.round == round }
            isComplete = true
        case .clear: self = Shelf(limit: limit)
        }
    }
}

enum ShelfChange: Sendable {
    case remove(ObjectName)
    case beginList
    case endList
    /// Nothing of it can be read any more.
    case clear
}
