import PulseCore
import PulseHistory

/// History in the words of Pulse v5: percent where we have ratios, milliseconds where we have seconds, ids made of instance, node and number.
struct V5History {
    struct Subject {
        let resource: Resource
        let id: String
        /// `node`, `vm`, `container`, `storage` or `host`.
        let type: String
    }

    /// A v5 metric, made of one of ours or of the share of two.
    struct Measure {
        let name: String
        let metric: Metric
        var total: Metric?
        /// What the value is multiplied with.
        var factor = 1.0
    }

    struct Point {
        let at: Int64
        let value: Double
        let least: Double
        let greatest: Double
    }

    static func measures(_ type: String) -> [Measure] {
        let usage = Measure(name: "usage", metric: .diskUsed, total: .diskTotal, factor: 100)
        if type == "storage" {
            return [usage, Measure(name: "used", metric: .diskUsed), Measure(name: "total", metric: .diskTotal)]
        }
        return [
            Measure(name: "cpu", metric: .cpu, factor: 100), Measure(name: "memory", metric: .memoryUsed, total: .memoryTotal, factor: 100),
            Measure(name: "disk", metric: .diskUsed, total: .diskTotal, factor: 100), Measure(name: "netin", metric: .networkIn),
            Measure(name: "netout", metric: .networkOut), Measure(name: "diskread", metric: .diskRead),
            Measure(name: "diskwrite", metric: .diskWrite),
        ]
    }

    static func subjects(_ fleet: Fleet) -> [Subject] {
        fleet.sorted([.node, .guest, .storage, .host]).map { Subject(resource: $0, id: V5Identity.id(of: $0, in: fleet), type: type($0)) }
    }

    private static func type(_ resource: Resource) -> String {
        switch resource.facts {
        case .guest(let facts): facts.type == .lxc ? "container" : "vm"
        case .node: "node"
        case .storage, .datastore, .pool: "storage"
        case .disk: "disk"
        case .container: "dockerContainer"
        case .host, .cluster, .ceph, .mail, .swarmService, .kubernetesCluster, .kubernetesNode, .kubernetesPod, .kubernetesWorkload, .kubernetesClaim:
            "host"
        }
    }

    /// - Parameter found: the series of the subject by metric.
    static func points(_ measure: Measure, _ found: [Metric: SeriesHistory]) -> [Point] {
        guard let series = found[measure.metric] else { return [] }
        let totals = measure.total.map { total in
            Dictionary(uniqueKeysWithValues: (found[total]?.points ?? []).compactMap { point in point.values.map { (point.start, $0.average) } })
        }
        return series.points.compactMap { point in
            guard let values = point.values else { return nil }
            var factor = measure.factor
            if let totals {
                guard let total = totals[point.start], total > 0 else { return nil }
                factor /= total
            }
            return Point(
                at: point.start.milliseconds, value: values.average * factor, least: values.least * factor, greatest: values.greatest * factor)
        }
    }

    /// Seconds: the words of v5, or a number with its unit.
    static func range(_ text: String) -> Int64? {
        HistoryRequest.seconds(text).flatMap { (60...730 * 86_400).contains($0) ? $0 : nil }
    }
}
