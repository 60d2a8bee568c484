package import PulseCore

/// A number, or why there is none. On the wire a number or the text of the reason.
package enum Figure: Hashable, Sendable {
    case value(Double)
    case unknown(Reason)
}

extension Figure: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .value(number)
        } else {
            self = .unknown(Reason(rawValue: try container.decode(String.self)) ?? .notReported)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        // What is not finite has no JSON, and is no figure.
        case .value(let value) where value.isFinite: try container.encode(value)
        case .value: try container.encode(Reason.invalidAnswer.rawValue)
        case .unknown(let reason): try container.encode(reason.rawValue)
        }
    }
}

/// The figures of one thing at the moment of a report.
package struct ObjectFigures: Hashable, Sendable {
    package let key: ObjectKey
    package var values: [Metric: Figure]
    /// Of parts: a core, a disk, an interface.
    package var parts: [PartFigure]

    package init(_ key: ObjectKey, values: [Metric: Figure] = [:], parts: [PartFigure] = []) {
        self.key = key
        self.values = values
        self.parts = parts
    }
}

/// `{"key":"host:","values":{"cpu":0.12,"temperature":"no_sensor"},"parts":{"cpu":{"core 0":0.2}}}`; a metric that this side does not know is skipped.
extension ObjectFigures: Codable {
    private enum Key: String, CodingKey {
        case key, values, parts
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        key = try container.decode(ObjectKey.self, forKey: .key)
        let values = try container.decodeIfPresent([String: Figure].self, forKey: .values) ?? [:]
        self.values = Dictionary(uniqueKeysWithValues: values.compactMap { name, figure in Metric(rawValue: name).map { ($0, figure) } })
        let parts = try container.decodeIfPresent([String: [String: Double]].self, forKey: .parts) ?? [:]
        self.parts = parts.sorted { $0.key < $1.key }.flatMap { name, parts in
            Metric(rawValue: name).map { metric in parts.sorted { $0.key < $1.key }.map { PartFigure(metric, part: $0.key, $0.value) } } ?? []
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(key, forKey: .key)
        try container.encode(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) }), forKey: .values)
        guard !parts.isEmpty else { return }
        let byMetric = Dictionary(grouping: parts.filter(\.value.isFinite)) { $0.metric.rawValue }
        let named = byMetric.mapValues { parts in Dictionary(parts.map { ($0.part, $0.value) }) { first, _ in first } }
        try container.encode(named, forKey: .parts)
    }
}
