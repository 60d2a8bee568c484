import PulseAgentProtocol
import PulseAgents
import PulseCore

/// AGENT of docs/api.md.
struct AgentJSON {
    let entry: AgentEntry
    /// The version of the agent that this server offers.
    let offered: String?

    func write(into json: inout JSONWriter) {
        json.object { json in
            identity(&json)
            json.name("lastSeenAt"); json.time(entry.lastSeenAt)
            json.name("condition"); json.string(entry.condition.rawValue)
            json.name("interval"); json.integer(entry.interval.components.seconds)
            json.name("modules"); json.array(entry.modules) { $1.write(into: &$0) }
            json.name("profile"); entry.profile.write(into: &json) { $0.write(into: &$1) }
            json.name("clockOffset"); json.number(entry.clockOffset?.asSeconds)
            json.name("lostReports"); json.integer(entry.lostReports)
            json.name("machineShared"); json.bool(entry.isMachineShared)
            json.name("isOutdated"); json.bool(isOutdated)
            json.name("clusters"); json.array(entry.clusters) { $0.string($1.description) }
        }
    }

    private func identity(_ json: inout JSONWriter) {
        let record = entry.record
        json.name("id"); json.string(record.id)
        json.name("source"); json.string(record.source.description)
        json.name("name"); json.string(record.source.description)
        json.name("hostname"); json.string(record.hostname)
        json.name("origin"); json.string(isOurs ? "enrolled" : "v5")
        json.name("version"); json.string(record.version)
        json.name("platform"); json.string(record.platform)
        json.name("architecture"); json.string(record.architecture)
        json.name("tags"); json.array(record.tags) { $0.string($1) }
        json.name("enrolledAt"); json.time(record.enrolledAt)
        json.name("revokedAt"); json.time(record.revokedAt)
    }

    private var isOurs: Bool {
        if case .enrolled = entry.record.origin { true } else { false }
    }

    /// Agents of v5 count their versions otherwise.
    private var isOutdated: Bool {
        guard isOurs, let offered else { return false }
        return VersionOrder.isOlder(entry.record.version, than: offered)
    }
}

extension AgentStatus.Module {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("condition"); json.string(condition.rawValue)
            json.name("problem"); json.string(problem)
            json.name("nextStep"); json.string(nextStep)
            json.name("kinds"); json.array(kinds) { $0.string($1) }
        }
    }
}

extension ProfileState {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(id)
            json.name("name"); json.string(name)
            json.name("serial"); json.integer(serial)
            json.name("appliedSerial"); json.integer(appliedSerial)
            json.name("refused"); json.array(refused) { $0.string($1) }
        }
    }
}

/// Versions such as `0.6.1`, compared number by number; what follows a hyphen or a plus does not count.
enum VersionOrder {
    static func isOlder(_ version: String, than other: String) -> Bool {
        let (left, right) = (numbers(version), numbers(other))
        for index in 0..<max(left.count, right.count) {
            let (mine, theirs) = (index < left.count ? left[index] : 0, index < right.count ? right[index] : 0)
            if mine != theirs { return mine < theirs }
        }
        return false
    }

    private static func numbers(_ version: String) -> [Int] {
        version.drop { $0 == "v" }.prefix { $0 != "-" && $0 != "+" }.split(separator: ".").map { Int($0) ?? 0 }
    }
}
