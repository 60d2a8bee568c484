package import PulseCore
package import PulsePatrol

/// A finding over the time of a scenario.
package struct Track: Hashable, Sendable {
    package let key: FindingKey
    package let first: Timestamp
    package internal(set) var severity: FindingSeverity
    /// When it was seen to be gone; nil while it is there.
    package internal(set) var gone: Timestamp?
    package internal(set) var title: String
    package internal(set) var evidence: String
    /// What patrol says has caused it, at the last look that saw it.
    package internal(set) var cause: FindingKey?
}

/// What patrol made of a scenario.
package struct ScenarioRun: Sendable {
    /// How a check ended with a resource.
    package enum Verdict: Hashable, Sendable {
        case clear
        case raised
        case hidden(String)
    }

    package struct Place: Hashable, Sendable {
        package let code: String
        package let resource: ResourceID
    }

    package let scenario: Scenario
    package internal(set) var tracks: [Track] = []
    /// Of the last look.
    package internal(set) var verdicts: [Place: Verdict] = [:]
    /// Checks that failed in any look, and how.
    package internal(set) var broken: [String: String] = [:]
    /// What the backup board says of guests and datastores at the end, in words.
    package internal(set) var backups: [String] = []

    package init(scenario: Scenario) { self.scenario = scenario }

    /// What could not be judged at the end, and what backups are worth.
    package var explanation: String {
        let hidden = verdicts.compactMap { place, verdict in
            if case .hidden(let reason) = verdict { "  not evaluable: \(place.code) \(place.resource): \(reason)" } else { nil as String? }
        }
        return (["“\(scenario.name)”"] + tracks.map { "  \($0.words)" } + hidden.sorted() + backups.map { "  \($0)" }).joined(separator: "\n")
    }
}

extension Track {
    fileprivate var words: String {
        let cause = cause.map { " (because of \($0.code) \($0.resource))" } ?? ""
        return "\(gone == nil ? "open" : "gone"): \(key.code) \(key.resource) \"\(key.instance)\" \(severity.rawValue)\(cause): \(evidence)"
    }
}

extension ScenarioRun {
    /// What one look found, and what the book of findings made of it.
    mutating func take(_ outcome: RunOutcome, _ book: FindingBook, _ fleet: Fleet, _ checks: [Check]) {
        judge(outcome, fleet, checks)
        close(book, at: outcome.at)
        for candidate in outcome.candidates {
            let raised = candidate.raised
            open(
                Track(
                    key: FindingKey(candidate), first: outcome.at, severity: raised.severity, gone: nil, title: raised.title,
                    evidence: raised.evidence, cause: book.cause(of: book.findings[candidate.identity.id])))
        }
    }

    /// What is in the book of a whole Pulse after a look.
    package mutating func take(_ book: FindingBook, at moment: Timestamp, failures: [String: String]) {
        broken.merge(failures) { first, _ in first }
        close(book, at: moment)
        for finding in book.findings.values.sorted(by: { $0.id < $1.id }) where !finding.isResolved {
            guard let key = FindingKey(finding) else { continue }
            open(
                Track(
                    key: key, first: moment, severity: finding.severity, gone: nil, title: finding.title, evidence: finding.evidence,
                    cause: book.cause(of: finding)))
        }
    }

    /// What a look over everything says of each check and resource.
    package mutating func judge(_ outcome: RunOutcome, _ fleet: Fleet, _ checks: [Check]) {
        verdicts = Self.verdicts(outcome, fleet, checks)
        broken.merge(outcome.failures) { first, _ in first }
    }

    private mutating func close(_ book: FindingBook, at moment: Timestamp) {
        for index in tracks.indices where tracks[index].gone == nil {
            if book.findings[tracks[index].key.identity.id]?.isResolved != false { tracks[index].gone = moment }
        }
    }

    private mutating func open(_ seen: Track) {
        guard let index = tracks.firstIndex(where: { $0.key == seen.key && $0.gone == nil }) else { return tracks.append(seen) }
        tracks[index].severity = max(tracks[index].severity, seen.severity)
        (tracks[index].title, tracks[index].evidence, tracks[index].cause) = (seen.title, seen.evidence, seen.cause)
    }

    private static func verdicts(_ outcome: RunOutcome, _ fleet: Fleet, _ checks: [Check]) -> [Place: Verdict] {
        var verdicts: [Place: Verdict] = [:]
        let byKind = Dictionary(grouping: fleet.resources.keys, by: \.kind)
        for check in checks {
            for id in check.kinds.flatMap({ byKind[$0] ?? [] }) { verdicts[Place(code: check.code, resource: id)] = .clear }
        }
        for unjudged in outcome.unjudged.reversed() {
            verdicts[Place(code: unjudged.check, resource: unjudged.resource)] = .hidden(unjudged.reason)
        }
        for candidate in outcome.candidates { verdicts[Place(code: candidate.check.code, resource: candidate.resource.id)] = .raised }
        return verdicts
    }
}

extension FindingBook {
    /// As people see it: also one that stays though this look could not judge it.
    fileprivate func cause(of finding: Finding?) -> FindingKey? {
        finding?.cause.flatMap { findings[$0.finding] }.flatMap { FindingKey($0) }
    }
}

extension FindingKey {
    init(_ candidate: Candidate) {
        self.init(code: candidate.check.code, resource: candidate.resource.id, instance: candidate.raised.instance)
    }

    init?(_ finding: Finding) {
        guard let resource = finding.resourceID else { return nil }
        self.init(code: finding.check, resource: resource, instance: finding.instance)
    }

    init?(_ identity: FindingIdentity) {
        guard let resource = ResourceID(identity.resource) else { return nil }
        self.init(code: identity.check, resource: resource, instance: identity.instance)
    }

    var identity: FindingIdentity { FindingIdentity(check: code, resource: resource.description, instance: instance) }
}
