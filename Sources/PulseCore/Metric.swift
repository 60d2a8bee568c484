/// The unit in which a metric is held everywhere inside Pulse.
package enum MetricUnit: String, Sendable {
    case ratio
    case bytes
    case bytesPerSecond
    case celsius
    case count
}

/// A quantity that changes over time. Ratios are 0…1; percent exists only at the edges that promised it.
package enum Metric: String, Hashable, Sendable, CaseIterable {
    /// Share of all the processors the thing has.
    case cpu
    /// Share of time processors waited for storage.
    case ioWait
    /// Runnable processes, averaged over one minute.
    case load1
    case memoryUsed
    case memoryTotal
    case swapUsed
    case swapTotal
    case diskUsed
    case diskTotal
    case networkIn
    case networkOut
    case diskRead
    case diskWrite
    case temperature

    package var unit: MetricUnit {
        switch self {
        case .cpu, .ioWait: .ratio
        case .memoryUsed, .memoryTotal, .swapUsed, .swapTotal, .diskUsed, .diskTotal: .bytes
        case .networkIn, .networkOut, .diskRead, .diskWrite: .bytesPerSecond
        case .temperature: .celsius
        case .load1: .count
        }
    }
}
