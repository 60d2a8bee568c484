import PulseCore

/// Whether a finding that a run did not raise is over.
///
/// Only a look that saw the condition gone ends it, or the word of its source that the resource is gone.
struct Ending {
    private static let sourceGone = "Its source is not there."

    private let finding: Finding
    private let silence: Silence
    private let estate: Estate
    /// Nil when nobody knows its source any more.
    private let report: SourceReport?

    init(_ finding: Finding, _ silence: Silence, _ estate: Estate) {
        (self.finding, self.silence, self.estate) = (finding, silence, estate)
        report = SourceSlug(finding.subject.source).flatMap { estate.fleet.sources[$0] }
    }

    /// Nil when it goes on.
    func resolution(_ known: Set<String>) -> Resolution? {
        guard known.contains(finding.check) else { return .checkRetired }
        guard let resource = finding.resourceID else { return .resourceRemoved }
        if estate.fleet.resources[resource] == nil { return isSaidOfSource ? .superseded : isRemoved ? .resourceRemoved : nil }
        guard silence.outcome.checks.contains(finding.check), silence.outcome.resources.contains(resource) else { return nil }
        guard silence.reason(about: finding) == nil else { return nil }
        let identity = FindingIdentity(check: finding.check, resource: finding.resource, instance: finding.instance)
        return silence.outcome.superseded.contains(identity) ? .superseded : .conditionGone
    }

    /// Why the run says nothing about it.
    var unjudged: String? { report == nil ? Self.sourceGone : silence.reason(about: finding) }

    /// A source that listed all of its kind and does not have it: answering is not enough, for after a start disks and pools are read last. Or a source
    /// that two runs in succession did not see: right after a start one may not be there yet.
    private var isRemoved: Bool {
        guard let report else { return finding.unjudged == Self.sourceGone }
        // What stood for it while it was mute has no part in what it tells now.
        let stoodIn = StandIns.id(report)?.description == finding.resource && [.reachable, .degraded].contains(report.condition)
        return stoodIn || finding.resourceID.map { report.completeKinds.contains($0.kind) } ?? false
    }

    /// Of a resource that nobody tells of since a start of Pulse, when the source that is still mute has the same finding.
    private var isSaidOfSource: Bool {
        guard let standIn = report.flatMap({ estate.standIns.bySource[$0.source] }) else { return false }
        return silence.outcome.candidates.contains { $0.check.code == finding.check && $0.resource.id == standIn.id }
    }
}
