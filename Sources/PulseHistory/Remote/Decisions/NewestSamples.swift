import PulseCore

/// Decides which samples an engine can be given, and in what company.
///
/// Prometheus refuses a whole request for one sample that is older than the newest of its series (unless it has an out-of-order window), or that
/// has another value for the same second. So late samples travel in requests of their own, and of two values of one second the first one
/// stays. What repeats the newest sample is not one: sources repeat what they measured earlier.
struct NewestSamples {
    struct Sorted: Equatable {
        /// Series with ascending times, in the order in which they came.
        var fresh: [RemoteSeries] = []
        var late: [RemoteSeries] = []
        var replaced = 0
    }

    private struct Slot {
        let metric: Metric
        let part: String
        var at: Int64
        var value: Double
    }

    private var slots: [ResourceID: [Slot]] = [:]

    func sort(_ samples: [Sample]) -> Sorted {
        var sorted = Sorted()
        for series in Self.grouped(samples, &sorted.replaced) {
            guard let newest = newest(of: series.key), let first = series.samples.first, first.at <= newest.at else {
                sorted.fresh.append(series)
                continue
            }
            let late = series.samples.filter { $0.at < newest.at }
            let fresh = series.samples.filter { $0.at > newest.at }
            sorted.replaced += series.samples.count { $0.at == newest.at && $0.value != newest.value }
            if !late.isEmpty { sorted.late.append(RemoteSeries(key: series.key, samples: late)) }
            if !fresh.isEmpty { sorted.fresh.append(RemoteSeries(key: series.key, samples: fresh)) }
        }
        return sorted
    }

    /// After they are on the disk.
    mutating func note(_ fresh: [RemoteSeries]) {
        for series in fresh {
            guard let last = series.samples.last else { continue }
            let index = slots[series.key.resource]?.firstIndex { $0.metric == series.key.metric && $0.part == series.key.part }
            if let index {
                slots[series.key.resource]?[index].at = last.at
                slots[series.key.resource]?[index].value = last.value
            } else {
                slots[series.key.resource, default: []].append(
                    Slot(metric: series.key.metric, part: series.key.part, at: last.at, value: last.value))
            }
        }
    }

    private func newest(of key: SeriesKey) -> Slot? {
        slots[key.resource]?.first { $0.metric == key.metric && $0.part == key.part }
    }

    /// By series, each second once: of one batch the later value counts.
    private static func grouped(_ samples: [Sample], _ replaced: inout Int) -> [RemoteSeries] {
        var places: [SeriesKey: Int] = [:]
        var groups: [RemoteSeries] = []
        for sample in samples {
            let moment = RemoteSeries.Moment(at: sample.at.seconds, value: sample.value)
            if let place = places[sample.key] {
                groups[place].samples.append(moment)
            } else {
                places[sample.key] = groups.count
                groups.append(RemoteSeries(key: sample.key, samples: [moment]))
            }
        }
        for index in groups.indices where groups[index].samples.count > 1 { groups[index].putInOrder(&replaced) }
        return groups
    }
}

/// Samples of one series on their way to an engine.
struct RemoteSeries: Equatable {
    struct Moment: Equatable {
        /// Seconds since 1970.
        let at: Int64
        let value: Double
    }

    let key: SeriesKey
    var samples: [Moment]

    fileprivate mutating func putInOrder(_ replaced: inout Int) {
        let order = samples.indices.sorted { samples[$0].at == samples[$1].at ? $0 < $1 : samples[$0].at < samples[$1].at }
        var ordered: [Moment] = []
        for moment in order.map({ samples[$0] }) {
            if let last = ordered.last, last.at == moment.at {
                if last.value != moment.value { replaced += 1 }
                ordered[ordered.count - 1] = moment
            } else {
                ordered.append(moment)
            }
        }
        samples = ordered
    }

    /// Cuts into portions of at most `size` samples; a long series goes over several.
    static func portions(_ series: [RemoteSeries], of size: Int) -> [[RemoteSeries]] {
        var portions: [[RemoteSeries]] = []
        var room = 0
        for each in series {
            var rest = each.samples[...]
            while !rest.isEmpty {
                if room == 0 {
                    portions.append([])
                    room = size
                }
                let part = rest.prefix(room)
                portions[portions.count - 1].append(RemoteSeries(key: each.key, samples: Array(part)))
                rest = rest.dropFirst(part.count)
                room -= part.count
            }
        }
        return portions
    }
}
