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
        for candidate in outcome.candidates {
            let id = candidate.identity.id
            raised.insert(id)
            take(candidate, id, cause(of: id, links[candidate.identity], outcome), at: outcome.at, &changes)
        }
        let silence = Silence(outcome)
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

    /// A scoped run that did not look at the cause known so far says nothing against it.
    private func cause(of id: String, _ link: Correlator.Link?, _ outcome: RunOutcome) -> Finding.Cause? {
        if let link { return Finding.Cause(finding: link.cause.id, path: link.path.map(\.description)) }
        guard let known = findings[id]?.cause, let other = findings[known.finding], !other.isResolved else { return nil }
        return other.resourceID.map(outcome.resources.contains) ?? true ? nil : known
    }

    private mutating func end(_ id: String, _ silence: Silence, _ estate: Estate, _ known: Set<String>, _ changes: inout BookChanges) {
        guard var finding = findings[id], !finding.isResolved else { return }
        if let reason = ending(of: finding, silence, estate, known) {
            finding.resolve(reason, at: silence.outcome.at)
            changes.resolved.append(id)
        } else if let reason = hasLostSource(finding, estate) ? Self.sourceGone : silence.reason(about: finding) {
            finding.unjudged = reason
            changes.unjudged.append(id)
        }
        findings[id] = finding
    }

    /// Only a look that saw the condition gone ends a finding, or the word of its source that the resource is gone.
    private func ending(of finding: Finding, _ silence: Silence, _ estate: Estate, _ known: Set<String>) -> Resolution? {
        guard known.contains(finding.check) else { return .checkRetired }
        guard let resource = finding.resourceID else { return .resourceRemoved }
        if estate.fleet.resources[resource] == nil {
            if isSaidOfSource(finding, silence, estate) { return .superseded }
            return isRemoved(resource, finding, estate) ? .resourceRemoved : nil
        }
        guard silence.outcome.checks.contains(finding.check), silence.outcome.resources.contains(resource) else { return nil }
        guard silence.reason(about: finding) == nil else { return nil }
        let identity = FindingIdentity(check: finding.check, resource: finding.resource, instance: finding.instance)
        return silence.outcome.superseded.contains(identity) ? .superseded : .conditionGone
    }

    /// A source that listed all of its kind and does not have it: answering is not enough, for after a start disks and pools are read last. Or a source
    /// that two runs in succession did not see: right after a start one may not be there yet.
    private func isRemoved(_ resource: ResourceID, _ finding: Finding, _ estate: Estate) -> Bool {
        guard let report = report(of: finding, estate) else { return finding.unjudged == Self.sourceGone }
        // What stood for it while it was mute has no part in what it tells now.
        let stoodIn = StandIns.id(report) == resource && estate.standIns.bySource[report.source] == nil
        return report.completeKinds.contains(resource.kind) || (stoodIn && [.reachable, .degraded].contains(report.condition))
    }

    /// Of a resource that nobody tells of since a start of Pulse, when the source that is still mute has the same finding.
    private func isSaidOfSource(_ finding: Finding, _ silence: Silence, _ estate: Estate) -> Bool {
        guard let report = report(of: finding, estate), let standIn = estate.standIns.bySource[report.source] else { return false }
        return silence.outcome.candidates.contains { $0.check.code == finding.check && $0.resource.id == standIn.id }
    }

    private static let sourceGone = "Its source is not there."

    private func hasLostSource(_ finding: Finding, _ estate: Estate) -> Bool { report(of: finding, estate) == nil }

    private func report(of finding: Finding, _ estate: Estate) -> SourceReport? {
        SourceSlug(finding.subject.source).flatMap { estate.fleet.sources[$0] }
    }

    private mutating func forget(at now: Timestamp) {
        findings = findings.filter { !$0.value.isResolved || now.since($0.value.lastSeen) <= Self.memory }
        guard findings.count > Self.limit else { return }
        let oldest = findings.values.filter(\.isResolved).sorted { ($0.lastSeen, $0.id) < ($1.lastSeen, $1.id) }
        for finding in oldest.prefix(findings.count - Self.limit) { findings[finding.id] = nil }
    }
}
