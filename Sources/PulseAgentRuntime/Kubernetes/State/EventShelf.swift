import PulseCore

/// Warnings of the last hour. A cluster in trouble has more of them than anybody reads: at the limit the oldest quarter goes.
struct EventShelf: Sendable {
    static let age = Duration.seconds(3600)
    private let limit: Int
    private var shelf: Shelf<KubernetesEventRecord>
    private(set) var leftOut = 0

    init(limit: Int = WatchLimits.events) {
        self.limit = limit
        shelf = Shelf(limit: limit + 1)
    }

    var isComplete: Bool { shelf.isComplete }

    mutating func put(_ name: ObjectName, _ event: KubernetesEventRecord) {
        shelf.put(name, event)
        guard shelf.entries.count > limit else { return }
        let byAge = shelf.entries.sorted { ($0.value.value.lastAt ?? .distantPast) < ($1.value.value.lastAt ?? .distantPast) }
        for entry in byAge.prefix(limit / 4) { shelf.apply(.remove(entry.key)) }
        leftOut += limit / 4
    }

    mutating func apply(_ change: ShelfChange) {
        if case .beginList = change { leftOut = 0 }
        shelf.apply(change)
    }

    /// Those of the last hour, newest first.
    func recent(at now: Timestamp) -> [KubernetesEventRecord] {
        shelf.entries.values.map(\.value).filter { ($0.lastAt ?? .distantPast) > now - Self.age }
            .sorted { left, right in
                if left.lastAt != right.lastAt { return (left.lastAt ?? .distantPast) > (right.lastAt ?? .distantPast) }
                return (left.namespace, left.objectName, left.reason, left.message) < (right.namespace, right.objectName, right.reason, right.message)
            }
    }
}

extension Timestamp {
    fileprivate static let distantPast = Timestamp(milliseconds: 0)
}
