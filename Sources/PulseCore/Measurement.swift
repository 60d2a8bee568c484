/// Why a value is missing, old or only roughly right. The raw value is what interfaces carry; the page turns it into a sentence.
package enum Reason: String, Hashable, Sendable, CaseIterable {
    // Rough values
    /// The guest reports its page cache as used, so the figure is too high.
    case pageCacheIncluded = "page_cache_included"
    /// Taken from the host's side of the virtual machine, not from inside it.
    case hostView = "host_view"
    /// A counter has only been seen once, so there is no rate yet.
    case firstSample = "first_sample"
    // Missing values
    case notRunning = "not_running"
    case notReported = "not_reported"
    case notAskedYet = "not_asked_yet"
    case guestAgentOff = "guest_agent_off"
    case guestAgentSilent = "guest_agent_silent"
    case permissionMissing = "permission_missing"
    case invalidAnswer = "invalid_answer"
    case noSensor = "no_sensor"
    /// Kubernetes without a metrics server.
    case noMetricsServer = "no_metrics_server"
    /// The engine or the cluster that the agent asks does not answer it.
    case runtimeUnreachable = "runtime_unreachable"
    // Old values and states that nobody can vouch for
    case nodeOffline = "node_offline"
    case nodeStatusMissing = "node_status_missing"
    case sourceUnreachable = "source_unreachable"
    case sourceRefused = "source_refused"
    case overdue = "overdue"
    case storageInactive = "storage_inactive"
    case storageDisabled = "storage_disabled"
    case quorumLost = "quorum_lost"
}

/// How far a value can be trusted. Unknown is never zero.
package enum Quality: Hashable, Sendable {
    case measured
    case estimated(Reason)
    /// It was right once; `Measurement.at` says when.
    case stale(Reason)
    case unknown(Reason)

    package var reason: Reason? {
        switch self {
        case .measured: nil
        case .estimated(let reason), .stale(let reason), .unknown(let reason): reason
        }
    }
}

/// A number with its time and its quality. A measurement without a value is always of unknown quality.
package struct Measurement: Hashable, Sendable {
    package let value: Double?
    package let at: Timestamp?
    package let quality: Quality

    /// Not finite is not a measurement: it becomes unknown.
    package static func measured(_ value: Double, at: Timestamp) -> Measurement { known(value, at, .measured) }

    package static func estimated(_ value: Double, at: Timestamp, _ reason: Reason) -> Measurement { known(value, at, .estimated(reason)) }

    package static func unknown(_ reason: Reason) -> Measurement { Measurement(value: nil, at: nil, quality: .unknown(reason)) }

    private static func known(_ value: Double, _ at: Timestamp, _ quality: Quality) -> Measurement {
        value.isFinite ? Measurement(value: value, at: at, quality: quality) : .unknown(.invalidAnswer)
    }

    /// The same value, marked as no longer current. Unknown stays unknown, with the newer reason.
    package func stale(_ reason: Reason) -> Measurement {
        value == nil ? .unknown(reason) : Measurement(value: value, at: at, quality: .stale(reason))
    }

    /// True when the value may be drawn, compared and summed as today's.
    package var isCurrent: Bool {
        switch quality {
        case .measured, .estimated: true
        case .stale, .unknown: false
        }
    }
}

/// The measurements of one resource: a small table, ordered by metric name, without duplicates.
package struct MetricTable: Hashable, Sendable {
    package private(set) var entries: [Entry] = []

    package struct Entry: Hashable, Sendable {
        package let metric: Metric
        package var measurement: Measurement
    }

    package init() {}

    package subscript(metric: Metric) -> Measurement? {
        get { entries.first { $0.metric == metric }?.measurement }
        set {
            entries.removeAll { $0.metric == metric }
            guard let newValue else { return }
            let place = entries.firstIndex { $0.metric.rawValue > metric.rawValue } ?? entries.endIndex
            entries.insert(Entry(metric: metric, measurement: newValue), at: place)
        }
    }

    /// Every measurement marked as no longer current.
    package func stale(_ reason: Reason) -> MetricTable {
        var table = self
        for index in table.entries.indices {
            table.entries[index].measurement = table.entries[index].measurement.stale(reason)
        }
        return table
    }
}
