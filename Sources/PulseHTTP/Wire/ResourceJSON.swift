import PulseCore

/// RESOURCE and SOURCE as docs/api.md describes them.
extension JSONWriter {
    mutating func resource(_ resource: Resource, handle: Int?) {
        object { json in
            json.name("id"); json.string(resource.id.description)
            if let handle { json.name("handle"); json.integer(handle) }
            json.name("kind"); json.string(resource.id.kind.rawValue)
            json.name("source"); json.string(resource.source.description)
            json.name("parent"); json.string(resource.parent?.description)
            json.name("name"); json.string(resource.name)
            json.name("displayName"); json.string(resource.annotation.displayName)
            json.name("note"); json.string(resource.annotation.note)
            json.name("tags"); json.array(resource.tags) { $0.string($1) }
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("reason"); json.string(resource.state.reason?.rawValue)
            json.name("since"); json.time(resource.state.since)
            json.name("lastSeen"); json.time(resource.lastSeen)
            json.name("metrics"); json.metrics(resource.metrics, lastSeen: resource.lastSeen)
            json.name("facts"); json.facts(resource.facts)
        }
    }

    private mutating func metrics(_ table: MetricTable, lastSeen: Timestamp) {
        object { json in
            for entry in table.entries {
                json.name(data: entry.metric.rawValue)
                json.measurement(entry.measurement, lastSeen: lastSeen)
            }
        }
    }

    private mutating func measurement(_ measurement: Measurement, lastSeen: Timestamp) {
        object { json in
            json.name("value"); json.number(measurement.value)
            if let quality = measurement.quality.word { json.name("quality"); json.string(quality) }
            if let reason = measurement.quality.reason { json.name("reason"); json.string(reason.rawValue) }
            if let at = measurement.at, at != lastSeen { json.name("at"); json.time(at) }
        }
    }

    mutating func source(_ report: SourceReport) {
        object { json in
            json.name("source"); json.string(report.source.description)
            json.name("kind"); json.string(report.kind.rawValue)
            json.name("name"); json.string(report.name)
            json.name("condition"); json.string(report.condition.name)
            json.name("version"); json.string(report.version)
            json.name("lastAnswerAt"); json.time(report.lastAnswerAt)
            json.name("intervalSeconds"); json.integer(report.interval.components.seconds)
            json.name("problems"); json.array(report.problems) { $0.problem($1) }
            json.name("missingPrivileges"); json.array(report.missingPrivileges) { $0.missingPrivilege($1) }
            json.name("endpoints"); json.array(report.endpoints) { $0.endpoint($1) }
        }
    }

    mutating func problem(_ problem: Problem?) {
        guard let problem else { return null() }
        object { json in
            json.name("code"); json.string(problem.code)
            json.name("sentence"); json.string(problem.sentence)
            json.name("nextStep"); json.string(problem.nextStep)
        }
    }

    mutating func missingPrivilege(_ missing: MissingPrivilege) {
        object { json in
            json.name("privilege"); json.string(missing.privilege)
            json.name("path"); json.string(missing.path)
            json.name("hides"); json.string(missing.hides)
            json.name("command"); json.string(missing.command)
        }
    }

    private mutating func endpoint(_ endpoint: EndpointReport) {
        object { json in
            json.name("address"); json.string(endpoint.address)
            json.name("node"); json.string(endpoint.node)
            json.name("breaker"); json.string(endpoint.breaker.word)
            json.name("retryAt"); json.time(endpoint.breaker.retryAt)
            json.name("lastAnswerAt"); json.time(endpoint.lastAnswerAt)
            json.name("problem"); json.problem(endpoint.problem)
            json.name("fingerprint"); json.string(endpoint.fingerprint)
        }
    }
}

extension Quality {
    /// Nil for measured, which is left out.
    fileprivate var word: String? {
        switch self {
        case .measured: nil
        case .estimated: "estimated"
        case .stale: "stale"
        case .unknown: "unknown"
        }
    }
}

extension BreakerState {
    fileprivate var word: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .halfOpen: "half_open"
        }
    }

    fileprivate var retryAt: Timestamp? {
        if case .open(let until) = self { until } else { nil }
    }
}
