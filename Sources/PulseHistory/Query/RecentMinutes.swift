package import PulseCore

/// The last minutes of some metrics of every resource, for sparklines: one number per step, NaN where nothing was measured.
package struct RecentMinutes: Sendable {
    package static let points = 60
    package static let step: Int64 = 10
    package static let metrics: [Metric] = [.cpu, .memoryUsed, .diskUsed, .networkIn, .networkOut, .diskRead, .diskWrite]

    /// The end of the last step, seconds since 1970.
    package let end: Int64
    /// ``points`` numbers each, oldest first.
    package private(set) var series: [ResourceID: [Metric: [Float]]] = [:]

    package init(endingAt now: Timestamp) {
        end = RollUp.floor(now.seconds, to: Self.step) + Self.step
    }

    var start: Int64 { end - Int64(Self.points) * Self.step }

    /// Where several samples fall into one step, the last one counts.
    mutating func note(_ resource: ResourceID, _ metric: Metric, at time: Int64, _ value: Float) {
        guard time >= start, time < end else { return }
        series[resource, default: [:]][metric, default: Array(repeating: .nan, count: Self.points)][Int((time - start) / Self.step)] = value
    }

    /// - Parameter series: by slot.
    mutating func note(_ scan: TailScan, _ series: [Int: SeriesRegistry.Whole]) {
        var bySlot = [SeriesRegistry.Whole?](repeating: nil, count: (series.keys.max() ?? -1) + 1)
        for (slot, whole) in series { bySlot[slot] = whole }
        scan.samples(bySlot.map { $0 != nil }) { at, slot, quanta in
            guard at >= start, let whole = bySlot[slot] else { return }
            note(whole.resource, whole.metric, at: at, Float(Quantiser.standard(whole.precision).value(quanta)))
        }
    }

    /// What is measured seldom keeps its value until the next one: without that it would be a row of dots.
    mutating func hold(_ metrics: Set<Metric>) {
        for (resource, byMetric) in series {
            for (metric, values) in byMetric where metrics.contains(metric) {
                var held = values
                for index in held.indices.dropFirst() where held[index].isNaN { held[index] = held[index - 1] }
                series[resource]?[metric] = held
            }
        }
    }
}

/// Where the last minutes of everything are read from at once.
package protocol RecentReader: Sendable {
    func recent(_ metrics: [Metric], at now: Timestamp) async throws -> RecentMinutes
}
