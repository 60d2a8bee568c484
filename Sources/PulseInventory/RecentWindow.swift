package import PulseCore

/// The last minutes of a few metrics of every resource, in memory, for sparklines. Gaps stay gaps (NaN).
package struct RecentWindow: Sendable {
    package static let points = 60
    package static let step = Duration.seconds(10)
    package static let metrics: [Metric] = [.cpu, .memoryUsed, .diskUsed, .networkIn, .networkOut, .diskRead, .diskWrite]

    /// Per resource and metric a ring of `points` numbers; the slot of a moment is its step number modulo `points`.
    private var rings: [ResourceID: [Metric: [Float]]] = [:]
    private var newestStep: Int64?

    package init() {}

    /// Notes the current values. Several calls within one step leave the last one's values.
    package mutating func note(_ fleet: Fleet, at now: Timestamp) {
        let step = now.milliseconds / Self.step.wholeMilliseconds
        let gap = newestStep.map { Int(clamping: max(0, step - $0)) } ?? 0
        newestStep = max(step, newestStep ?? step)
        if rings.count > fleet.resources.count { rings = rings.filter { fleet.resources[$0.key] != nil } }
        for resource in fleet.resources.values {
            for metric in Self.metrics {
                guard let measurement = resource.metrics[metric] else { continue }
                let value = measurement.isCurrent ? measurement.value.map(Float.init) ?? .nan : .nan
                write(value, resource.id, metric, step: step, gap: gap)
            }
        }
    }

    private mutating func write(_ value: Float, _ id: ResourceID, _ metric: Metric, step: Int64, gap: Int) {
        let slot = Int(step % Int64(Self.points))
        var ring = rings[id, default: [:]].removeValue(forKey: metric) ?? Array(repeating: .nan, count: Self.points)
        for skipped in 1..<max(1, min(gap, Self.points)) { ring[(slot - skipped + Self.points) % Self.points] = .nan }
        ring[slot] = value
        rings[id, default: [:]][metric] = ring
    }

    /// Oldest first, `points` long, NaN where nothing was measured. Nil when nothing is known of this metric.
    package func series(_ id: ResourceID, _ metric: Metric) -> [Float]? {
        guard let ring = rings[id]?[metric], let newestStep else { return nil }
        let newest = Int(newestStep % Int64(Self.points))
        return Array(ring[(newest + 1)...] + ring[...newest])
    }
}
