import PulseCore

extension Look {
    /// The resource that speaks for its source when the source itself is in trouble: its cluster, else its mail, its host, or its first node.
    var speaksForSource: Bool {
        switch id.kind {
        case .cluster, .mail, .kubernetesCluster, .host: true
        case .node:
            estate.fleet.resources[.cluster(resource.source)] == nil && estate.fleet.resources[.mail(resource.source)] == nil
                && !estate.fleet.resources.values.contains { $0.source == resource.source && $0.id.kind == .node && $0.id < id }
        default: false
        }
    }

    /// How long the source has not answered; of one that never did, since it was first asked.
    var silence: Duration { now.since(source?.lastAnswerAt ?? resource.lastSeen) }

    var sourceName: String { source?.name ?? resource.source.description }
}

/// Troubles between Pulse and a source, by the stable names of the problems that the source reports.
struct SourceMatter {
    static let kinds: Set<ResourceKind> = [.cluster, .node, .mail, .host, .kubernetesCluster]

    let codes: Set<String>
    let severity: FindingSeverity
    let title: String

    func judge(_ look: Look) -> Answer {
        guard let source = look.source, source.condition != .connecting else { return .clear }
        let found = source.problems.filter { codes.contains($0.code) && !isToldByCluster($0, look) }
        guard let first = found.first, look.speaksForSource else { return .clear }
        return .raised(
            Raised(
                severity, title, description: "\(source.name): \(found.map(\.sentence).joined(separator: " "))", recommendation: first.nextStep,
                evidence: found.map(\.sentence).joined(separator: " "),
                items: found.map { .record(look.id, "problem", $0.code, $0.sentence, at: source.lastAnswerAt) }))
    }

    /// What an agent says of the cluster it watches, its machine repeats.
    private func isToldByCluster(_ problem: Problem, _ look: Look) -> Bool {
        look.id.kind == .host
            && look.estate.fleet.sources.values.contains { $0.kind == .kubernetes && $0.problems.contains { $0.sentence == problem.sentence } }
    }
}
