import PulseCore

/// Which number every series has. Small, because it is in memory for every series there is: twelve bytes each beside its resource.
struct SeriesRegistry {
    struct Entry: Sendable {
        let series: Int64
        let precision: Precision
    }

    /// What has to be stored before samples of a new series may be.
    struct Addition {
        let row: SeriesTable.Row
        /// Set when its group is new as well.
        let newGroup: SeriesTable.Group?
    }

    private struct Slot {
        let metric: UInt8
        let precision: Precision
        let part: UInt32
        let series: Int32
    }

    private static let metrics = Metric.allCases
    private static let metricIndex = Dictionary(uniqueKeysWithValues: metrics.enumerated().map { ($1, UInt8($0)) })

    private var slots: [ResourceID: [Slot]] = [:]
    private var parts: [String] = [""]
    private var partIndex: [String: UInt32] = ["": 0]
    /// The newest group of each source, with its next free slot.
    private var open: [String: (group: Int64, next: Int)] = [:]
    private var nextGroup: Int64 = 1
    private(set) var count = 0

    init(rows: [SeriesTable.Row] = [], groups: [SeriesTable.Group] = []) {
        for group in groups {
            nextGroup = max(nextGroup, group.id + 1)
            if group.id >= open[group.source]?.group ?? 0 { open[group.source] = (group.id, 0) }
        }
        for row in rows { insert(row) }
    }

    subscript(key: SeriesKey) -> Entry? {
        guard let slots = slots[key.resource], let metric = Self.metricIndex[key.metric], let part = partIndex[key.part] else { return nil }
        return slots.first { $0.metric == metric && $0.part == part }.map { Entry(series: Int64($0.series), precision: $0.precision) }
    }

    /// All series of a resource.
    func keys(of resource: ResourceID) -> [SeriesKey] {
        (slots[resource] ?? []).map { SeriesKey(resource, Self.metrics[Int($0.metric)], part: parts[Int($0.part)]) }.sorted()
    }

    var resources: [ResourceID] { Array(slots.keys) }

    /// Gives a new series its number. It is known from now on; `remove` takes it back when it could not be stored.
    mutating func add(_ key: SeriesKey) -> Addition {
        let source = Self.source(of: key.resource)
        var newGroup: SeriesTable.Group?
        if open[source].map({ $0.next >= SeriesGroup.size }) ?? true {
            newGroup = SeriesTable.Group(id: nextGroup, source: source)
            open[source] = (nextGroup, 0)
            nextGroup += 1
        }
        let place = open[source] ?? (0, 0)
        let row = SeriesTable.Row(id: SeriesGroup.series(place.group, place.next), key: key, precision: key.metric.precision)
        insert(row)
        return Addition(row: row, newGroup: newGroup)
    }

    mutating func remove(_ key: SeriesKey) {
        guard let metric = Self.metricIndex[key.metric], let part = partIndex[key.part], let before = slots[key.resource] else { return }
        let after = before.filter { $0.metric != metric || $0.part != part }
        count -= before.count - after.count
        slots[key.resource] = after.isEmpty ? nil : after
    }

    /// The next series of these sources begin groups of their own.
    mutating func forgetOpenGroups(of sources: [String]) {
        for source in sources { open[source] = nil }
    }

    /// A series about the whole of a resource, as readers of everything need it.
    struct Whole: Sendable {
        let resource: ResourceID
        let metric: Metric
        let precision: Precision
    }

    /// By group and slot.
    func wholeSeries(of metrics: [Metric]) -> [Int64: [Int: Whole]] {
        let wanted = Set(metrics.compactMap { Self.metricIndex[$0] })
        var found: [Int64: [Int: Whole]] = [:]
        for (resource, slots) in slots {
            for slot in slots where slot.part == 0 && wanted.contains(slot.metric) {
                let series = Int64(slot.series)
                found[SeriesGroup.group(of: series), default: [:]][SeriesGroup.slot(of: series)] = Whole(
                    resource: resource, metric: Self.metrics[Int(slot.metric)], precision: slot.precision)
            }
        }
        return found
    }

    /// By slot.
    func precisions(of group: Int64) -> [Int: Precision] {
        var precisions: [Int: Precision] = [:]
        for slot in slots.values.joined() where SeriesGroup.group(of: Int64(slot.series)) == group {
            precisions[SeriesGroup.slot(of: Int64(slot.series))] = slot.precision
        }
        return precisions
    }

    /// Series of a source lie together because they are measured together; the source is the first part of every path.
    static func source(of resource: ResourceID) -> String {
        String(resource.path.prefix { $0 != "/" })
    }

    private mutating func insert(_ row: SeriesTable.Row) {
        guard let metric = Self.metricIndex[row.key.metric], let series = Int32(exactly: row.id) else { return }
        let part = index(of: row.key.part)
        slots[row.key.resource, default: []].append(Slot(metric: metric, precision: row.precision, part: part, series: series))
        count += 1
        let source = Self.source(of: row.key.resource)
        if let place = open[source], place.group == SeriesGroup.group(of: row.id) {
            open[source] = (place.group, max(place.next, SeriesGroup.slot(of: row.id) + 1))
        }
    }

    private mutating func index(of part: String) -> UInt32 {
        if let index = partIndex[part] { return index }
        parts.append(part)
        partIndex[part] = UInt32(parts.count - 1)
        return UInt32(parts.count - 1)
    }
}
