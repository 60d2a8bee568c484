import PulseCore

/// `connecting`, `reachable`, `degraded`, `unreachable`, `refused`.
extension SourceCondition: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> SourceCondition {
        let text = try value.text()
        let all: [SourceCondition] = [.connecting, .reachable, .degraded, .unreachable, .refused]
        guard let condition = all.first(where: { $0.name == text }) else { throw Unreadable("“\(text)” is no condition of a source") }
        return condition
    }
}

/// `closed`, `half-open`, `open until in 5m`.
extension BreakerState: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> BreakerState {
        let text = try value.text()
        if text == "closed" { return .closed }
        if text == "half-open" { return .halfOpen }
        guard text.hasPrefix("open until ") else { throw Unreadable("a breaker is closed, half-open or “open until in 5m”") }
        return .open(until: try moments.moment(String(text.dropFirst(11))))
    }
}

/// `{code: x, sentence: "…"}`, or the sentence alone.
extension Problem: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Problem {
        let words = try Words(value)
        return Problem(
            code: words["code"] ?? "not_answered", sentence: words["sentence"] ?? words.only ?? "It does not answer.",
            nextStep: words["nextStep"] ?? "Look at it.")
    }
}

/// `{privilege: VM.Audit, path: /vms, hides: guests}`
extension MissingPrivilege: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> MissingPrivilege {
        let words = try Words(value)
        return MissingPrivilege(
            privilege: words["privilege"] ?? words.only ?? "Sys.Audit", path: words["path"] ?? "/", hides: words["hides"] ?? "a part of it",
            command: words["command"] ?? "pveum acl modify / --roles PVEAuditor --tokens pulse@pam!pulse")
    }
}

/// A map of words only.
private struct Words {
    private var byName: [String: String] = [:]
    private(set) var only: String?

    init(_ value: ScenarioValue) throws {
        guard case .map(let entries) = value else {
            only = try value.text()
            return
        }
        for entry in entries { byName[entry.name] = try entry.value.text() }
    }

    subscript(name: String) -> String? { byName[name] }
}

extension EndpointReport: EditableRecord {
    static var blank: EndpointReport { EndpointReport(address: "") }

    static func list(_ field: inout Fields<EndpointReport>) {
        field("address", \.address)
        field("node", \.node)
        field("breaker", \.breaker)
        field("lastAnswerAt", \.lastAnswerAt)
        field("problem", \.problem)
        field("fingerprint", \.fingerprint)
    }
}

extension SourceReport: EditableRecord {
    static var blank: SourceReport {
        SourceReport(source: SourceSlug(naming: "source", avoiding: []), kind: .agent, name: "", condition: .reachable, interval: .seconds(10))
    }

    static func list(_ field: inout Fields<SourceReport>) {
        field("name", \.name)
        field("condition", \.condition)
        field("problems", \.problems)
        field("missingPrivileges", \.missingPrivileges)
        field("endpoints", \.endpoints)
        field("version", \.version)
        field("lastAnswerAt", \.lastAnswerAt)
        field("interval", \.interval)
        field("knownSince", \.knownSince)
    }
}
