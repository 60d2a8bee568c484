package import PulseAgentProtocol
package import PulseCore

extension ObjectFigures {
    /// The figures of a resource as they travel: with as many digits as history keeps, since each digit is sent with each report.
    package init(_ key: ObjectKey, _ resource: ObservedResource) {
        let values = resource.metrics.entries.map { ($0.metric, Figure($0.measurement, of: $0.metric)) }
        let parts = resource.parts.map { PartFigure($0.metric, part: $0.part, $0.metric.sent($0.value)) }
        self.init(key, values: Dictionary(values) { first, _ in first }, parts: Array(parts.prefix(AgentLimits.parts)))
    }
}

extension Figure {
    fileprivate init(_ measurement: Measurement, of metric: Metric) {
        if let value = measurement.value {
            self = .value(metric.sent(value))
        } else {
            self = .unknown(measurement.quality.reason ?? .notReported)
        }
    }
}

extension Metric {
    /// Finer than every ``PulseCore/Precision``, so that rounding twice changes nothing.
    fileprivate func sent(_ value: Double) -> Double {
        let steps: Double =
            switch unit {
            case .ratio: 1e4
            case .seconds: 1e6
            case .celsius, .count: 1e2
            case .bytes, .bytesPerSecond: 1
            }
        return (value * steps).rounded() / steps
    }
}
