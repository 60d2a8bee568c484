import PulseAccess
import PulseCore
import PulsePatrol

/// A finding in the form of the overview, which tools of Pulse v5 read, with our own members beside.
struct FindingJSON {
    let view: PatrolView

    private static let hidden = "Details are hidden from you."

    func write(_ finding: Finding, withHistory: Bool = false, _ json: inout JSONWriter) {
        let isFull = view.showsWords(of: finding)
        json.object { json in
            identity(finding, &json)
            json.name("title"); json.string(finding.title)
            json.name("description"); json.string(isFull ? finding.description : Self.hidden)
            json.name("recommendation"); json.string(isFull ? finding.recommendation : Self.hidden)
            json.name("evidence"); json.string(isFull ? finding.evidence : Self.hidden)
            json.name("evidence_items"); json.array(isFull ? finding.items : []) { item($1, &$0) }
            json.name("detected_at"); json.time(finding.firstSeen)
            json.name("last_seen_at"); json.time(finding.lastSeen)
            standing(finding, isFull, &json)
            causes(finding, isFull, &json)
            if withHistory { history(finding, isFull, &json) }
        }
    }

    private func identity(_ finding: Finding, _ json: inout JSONWriter) {
        json.name("id"); json.string(finding.id)
        json.name("key"); json.string(finding.key)
        json.name("check"); json.string(finding.check)
        json.name("severity"); json.string(finding.severity.rawValue)
        json.name("category"); json.string(finding.category.rawValue)
        json.name("resource_id"); json.string(finding.resource)
        json.name("resource_name"); json.string(finding.subject.name)
        json.name("resource_type"); json.string(finding.subject.type)
        if let node = finding.subject.node, view.showsWords(of: finding) { json.name("node"); json.string(node) }
        json.name("instance"); json.string(view.showsWords(of: finding) ? finding.instance : "")
    }

    private func standing(_ finding: Finding, _ isFull: Bool, _ json: inout JSONWriter) {
        json.name("state"); json.string(view.state(of: finding))
        json.name("times_raised"); json.integer(finding.timesRaised)
        json.name("regressions"); json.integer(finding.regressions)
        let rule = view.book.rule(hiding: finding, at: view.now)
        json.name("suppressed"); json.bool(rule != nil)
        if let rule { json.name("suppressed_by"); json.string(rule.id) }
        if isFull, let reason = finding.unjudged { json.name("unjudged"); json.string(reason) }
        switch finding.standing {
        case .open: break
        case .acknowledged(let word):
            json.name("acknowledged_at"); json.time(word.at)
            person(word, "acknowledged_by", &json)
        case .snoozed(let until, let word):
            json.name("snoozed_until"); json.time(until)
            person(word, "snoozed_by", &json)
        case .dismissed(let reason, let word):
            json.name("dismissed_reason"); json.string(reason.rawValue)
            person(word, "dismissed_by", &json)
        case .resolved(let how, let word):
            json.name("resolved_at"); json.time(word.at)
            json.name("auto_resolved"); json.bool(how != .byPerson)
            json.name("resolution"); json.string(how.rawValue)
            person(word, "resolved_by", &json)
        }
    }

    private func person(_ word: Standing.Word, _ name: StaticString, _ json: inout JSONWriter) {
        guard !view.visibility.isLimited else { return }
        if let by = word.by { json.name(name); json.string(by) }
        if let note = word.note { json.name("user_note"); json.string(note) }
    }

    private func causes(_ finding: Finding, _ isFull: Bool, _ json: inout JSONWriter) {
        if let cause = view.cause(of: finding) {
            json.name("cause")
            json.object { json in
                json.name("finding_id"); json.string(cause.finding)
                json.name("path"); json.array(cause.path) { $0.string($1) }
            }
        }
        json.name("consequences"); json.array(view.consequences(of: finding)) { $0.string($1) }
    }

    private func item(_ item: Evidence, _ json: inout JSONWriter) {
        json.object { json in
            json.name("kind"); json.string(item.kind.rawValue)
            if let resource = item.resource { json.name("resource_id"); json.string(resource) }
            json.name("name"); json.string(item.name)
            json.name("part"); json.string(item.part)
            if let reference = item.reference { json.name("reference"); json.string(reference) }
            json.name("text"); json.string(item.text)
            if let value = item.value { json.name("value"); json.number(value) }
            if let at = item.at { json.name("at"); json.time(at) }
            if let from = item.from { json.name("from"); json.time(from) }
            if let to = item.to { json.name("to"); json.time(to) }
            json.name("marks")
            json.array(item.marks) { json, mark in
                json.object { json in
                    json.name("label"); json.string(mark.label)
                    json.name("value"); json.number(mark.value)
                    if let at = mark.at { json.name("at"); json.time(at) }
                }
            }
        }
    }

    private func history(_ finding: Finding, _ isFull: Bool, _ json: inout JSONWriter) {
        json.name("history")
        json.array(finding.history) { json, event in
            json.object { json in
                json.name("at"); json.time(event.at)
                json.name("event"); json.string(event.kind.rawValue)
                json.name("severity"); json.string(event.severity.rawValue)
                guard isFull, !view.visibility.isLimited else { return }
                if let by = event.by { json.name("by"); json.string(by) }
                if let note = event.note { json.name("note"); json.string(note) }
            }
        }
    }
}
