import PulseCore

/// What a run changed: ids of findings.
package struct BookChanges: Hashable, Sendable {
    package var new: [String] = []
    package var regressed: [String] = []
    package var seen: [String] = []
    package var resolved: [String] = []
    /// Known findings that this run could not judge.
    package var unjudged: [String] = []
}

extension FindingBook {
    /// Takes over what a run saw. `known` are the codes of the whole catalogue.
    package mutating func take(_ outcome: RunOutcome, _ links: [FindingIdentity: Correlator.Link], estate: Estate, known: Set<String>) -> BookChanges
    {
        var changes = BookChanges()
        var raised: Set<String> = []
        let silence = Silence(outcome)
        for candidate in outcome.candidates {
            let id = candidate.identity.id
            raised.insert(id)
            take(candidate, id, cause(of: id, links[candidate.identity], silence), at: outcome.at, &changes)
        }
        for id in findings.keys.sorted() where !raised.contains(id) { end(id, silence, estate, known, &changes) }
        forget(at: outcome.at)
        return changes
    }

    private mutating func take(_ candidate: Candidate, _ id: String, _ cause: Finding.Cause?, at now: Timestamp, _ changes: inout BookChanges) {
        var finding = findings[id] ?? Finding(candidate, id, at: now)
        if findings[id] == nil {
            changes.new.append(id)
        } else if finding.isResolved {
            changes.regressed.append(id)
            finding.regressed(candidate.raised.severity, at: now)
        } else {
            changes.seen.append(id)
            finding.seen(candidate.raised.severity, at: now)
        }
        finding.write(candidate, at: now)
        finding.cause = cause
        findings[id] = finding
    }

    /// A run that did not look at the cause known so far, or could not judge it, says nothing against it.
    private func cause(of id: String, _ link: Correlator.Link?, _ silence: Silence) -> Finding.Cause? {
        if let link { return Finding.Cause(finding: link.cause.id, path: link.path.map(\.description)) }
        guard let known = findings[id]?.cause, let other = findings[known.finding], !other.isResolved else { return nil }
        let isLookedAt = other.resourceID.map(silence.outcome.resources.contains) ?? true
        return isLookedAt && silence.reason(about: other) == nil ? nil : known
    }

    private mutating func end(_ id: String, _ silence: Silence, _ estate: Estate, _ known: Set<String>, _ changes: inout BookChanges) {
        guard var finding = findings[id], !finding.isResolved else { return }
        let ending = Ending(finding, silence, estate)
        if let reason = ending.resolution(known) {
            finding.resolve(reason, at: silence.outcome.at)
            changes.resolved.append(id)
        } else if let reason = ending.unjudged {
            finding.unjudged = reason
            changes.unjudged.append(id)
        }
        findings[id] = finding
    }

    private mutating func forget(at now: Timestamp) {
        findings = findings.filter { !$0.value.isResolved || now.since($0.value.lastSeen) <= Self.memory }
        guard findings.count > Self.limit else { return }
        let oldest = findings.values.filter(\.isResolved).sorted { ($0.lastSeen, $0.id) < ($1.lastSeen, $1.id) }
        for finding in oldest.prefix(findings.count - Self.limit) { findings[finding.id] = nil }
    }
}
