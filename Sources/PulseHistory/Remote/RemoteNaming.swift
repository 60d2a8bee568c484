package import PulseCore

/// How a series of ours is called in an engine, and back. Names are `pulse_`, the metric in lower case with `_`, and its unit in Prometheus'
/// base units (Prometheus, "Metric and label naming"); labels are `resource` and, where there is one, `part`.
///
/// The names follow from `Metric`'s raw values, which are stored in `metrics.db` too and therefore never change.
package enum RemoteNaming {
    static let nameLabel = "__name__"
    static let resourceLabel = "resource"
    static let partLabel = "part"
    /// Holds which of the four numbers of a point a series is, in answers only.
    static let foldLabel = "pulse_fold"
    /// What extra labels cannot be called.
    static let ownLabels: Set<String> = [resourceLabel, partLabel, foldLabel]
    /// Matches the names of all our series.
    static let anyName = "pulse_.+"

    private static let metrics = Dictionary(uniqueKeysWithValues: Metric.allCases.map { (name(of: $0), $0) })

    package static func name(of metric: Metric) -> String {
        var words = "pulse_"
        for scalar in metric.rawValue.unicodeScalars {
            if ("A"..."Z").contains(scalar) { words += "_" }
            words += String(scalar).lowercased()
        }
        return words + suffix(of: metric.unit)
    }

    private static func suffix(of unit: MetricUnit) -> String {
        switch unit {
        case .ratio: "_ratio"
        case .bytes: "_bytes"
        case .bytesPerSecond: "_bytes_per_second"
        case .celsius: "_celsius"
        case .seconds: "_seconds"
        case .count: ""
        }
    }

    static func metric(named name: String) -> Metric? { metrics[name] }

    /// Sorted by name, as remote write 1.0 demands; names are ASCII, so the order is that of their bytes. A label with an empty value is the same as none, so there is none.
    static func labels(of key: SeriesKey, extra: [String: String]) -> [(name: String, value: String)] {
        var labels = extra.map { (name: $0.key, value: $0.value) }
        labels.append((nameLabel, name(of: key.metric)))
        labels.append((resourceLabel, key.resource.description))
        if !key.part.isEmpty { labels.append((partLabel, key.part)) }
        return labels.sorted { $0.name < $1.name }
    }

    /// Nil for what is not a series of ours, or not of this version.
    static func key(of labels: [String: String]) -> SeriesKey? {
        guard let metric = labels[nameLabel].flatMap({ metrics[$0] }) else { return nil }
        return key(metric, labels)
    }

    static func key(_ metric: Metric, _ labels: [String: String]) -> SeriesKey? {
        labels[resourceLabel].flatMap { ResourceID($0) }.map { SeriesKey($0, metric, part: labels[partLabel] ?? "") }
    }
}
