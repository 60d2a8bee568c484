import PulseCore

/// Room and what is taken of it. What follows from something unknown is unknown.
struct V5Space {
    let used: Double?
    let total: Double?

    init(_ used: Double?, _ total: Double?) {
        (self.used, self.total) = (used, total)
    }

    init(of resource: Resource) {
        self.init(resource.current(.diskUsed), resource.current(.diskTotal))
    }

    var free: Double? {
        guard let used, let total else { return nil }
        return max(0, total - used)
    }

    var percent: Double? {
        guard let used, let total, total > 0 else { return nil }
        return used / total * 100
    }

    func writeMembers(into json: inout JSONWriter) {
        json.name("total"); json.number(total)
        json.name("used"); json.number(used)
        json.name("free"); json.number(free)
        json.name("usage"); json.number(percent)
    }
}

extension JSONWriter {
    /// `memory` and `disk` of v5's lists.
    mutating func v5Space(_ resource: Resource, _ used: Metric, _ total: Metric) {
        object { V5Space(resource.current(used), resource.current(total)).writeMembers(into: &$0) }
    }
}

extension Filesystem {
    func writeV5(into json: inout JSONWriter) {
        json.object { json in
            V5Space(used.map(Double.init), total.map(Double.init)).writeMembers(into: &json)
            json.name("mountpoint"); json.string(mountpoint)
            json.name("type"); json.string(type)
            json.name("device"); json.string(device)
        }
    }
}

extension Resource {
    /// Only what is true now.
    func current(_ metric: Metric) -> Double? {
        metrics[metric].flatMap { $0.isCurrent ? $0.value : nil }
    }

    /// Seconds from its start until it was last seen.
    func uptime(since startedAt: Timestamp?) -> Int64? {
        startedAt.map { max(0, lastSeen.since($0).components.seconds) }
    }
}

extension SourceReport {
    /// v5 knows two words.
    var isAnswering: Bool { condition == .reachable || condition == .degraded }
}
