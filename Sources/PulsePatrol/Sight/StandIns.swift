import PulseCore

/// What speaks for a source that has told of nothing yet: without a resource no check would look at it, and a wrong address would stay unsaid.
///
/// Only servers that Pulse asks. An agent that was never heard has told of no machine, and the machine of a known one is remembered.
struct StandIns: Sendable {
    let bySource: [SourceSlug: Resource]

    init(_ fleet: Fleet) {
        let telling = Set(fleet.resources.values.map(\.source))
        let mute = fleet.sources.values.filter { !telling.contains($0.source) }
        bySource = Dictionary(mute.compactMap { Self.resource($0, fleet.at) }.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A source has told of nothing, and this only speaks for it.
    func contains(_ id: ResourceID) -> Bool { bySource.values.contains { $0.id == id } }

    /// The fleet with them.
    func added(to fleet: Fleet) -> Fleet {
        guard !bySource.isEmpty else { return fleet }
        let resources = bySource.values.reduce(into: fleet.resources) { $0[$1.id] = $1 }
        return Fleet(sequence: fleet.sequence, at: fleet.at, resources: resources, sources: fleet.sources)
    }

    /// The id that will speak for the source once it answers, so that the finding stays the same. Of a node that stands alone the name is not known.
    static func id(_ report: SourceReport) -> ResourceID? {
        switch report.kind {
        case .proxmoxVE: .cluster(report.source)
        case .backupServer: .node(report.source, "localhost")
        case .mailGateway: .mail(report.source)
        case .thisHost, .agent, .kubernetes: nil
        }
    }

    private static func resource(_ report: SourceReport, _ now: Timestamp) -> Resource? {
        guard let id = id(report) else { return nil }
        let facts: Facts =
            switch id.kind {
            case .cluster: .cluster(ClusterFacts())
            case .mail: .mail(MailFacts())
            default: .node(NodeFacts(name: report.name))
            }
        let since = report.knownSince ?? now
        return Resource(
            id: id, source: report.source, name: report.name, parent: nil, state: ResourceState(.unknown, reason: .notAskedYet, since: since),
            facts: facts, lastSeen: since)
    }
}
