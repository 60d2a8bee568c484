/// What one source said at one moment. An unreachable source is an observation too: a report without resources.
package struct Observation: Sendable, Equatable {
    package let source: SourceSlug
    package let at: Timestamp
    package let report: SourceReport
    package let resources: [ObservedResource]
    /// The kinds whose list is complete: a resource of such a kind that is not in `resources` no longer exists.
    /// Empty when the source could not be asked, or when it hides rows for lack of a privilege.
    package let completeKinds: Set<ResourceKind>
    /// What the source says beside figures; nil from a source that has no such things.
    package let ledger: SourceLedger?

    package init(
        source: SourceSlug, at: Timestamp, report: SourceReport, resources: [ObservedResource] = [], completeKinds: Set<ResourceKind> = [],
        ledger: SourceLedger? = nil
    ) {
        self.source = source
        self.at = at
        self.report = report
        self.resources = resources
        self.completeKinds = completeKinds
        self.ledger = ledger
    }
}

/// One resource as its source described it, already normalised.
package struct ObservedResource: Sendable, Equatable {
    package let id: ResourceID
    /// Nil when the source does not say (rows of a dead node): the last known name is kept.
    package var name: String?
    package var parent: ResourceID?
    package var status: Status
    package var statusReason: Reason?
    /// Nil when the source does not say.
    package var tags: [String]?
    package var facts: Facts
    package var metrics: MetricTable
    /// Figures of parts, which are kept as history only: a core, a disk, an interface.
    package var parts: [PartFigure] = []
    /// False when the source only repeats what it knew of a thing it cannot reach itself.
    package var isFresh: Bool

    package init(
        id: ResourceID, name: String?, parent: ResourceID?, status: Status, statusReason: Reason? = nil, tags: [String]? = [], facts: Facts,
        metrics: MetricTable = MetricTable(), isFresh: Bool = true
    ) {
        self.id = id
        self.name = name
        self.parent = parent
        self.status = status
        self.statusReason = statusReason
        self.tags = tags
        self.facts = facts
        self.metrics = metrics
        self.isFresh = isFresh
    }
}

/// A measured figure of a named part of a resource.
package struct PartFigure: Hashable, Sendable {
    package let metric: Metric
    /// `core 3`, `sda`; at most ``SeriesKey/longestPart`` bytes.
    package let part: String
    package let value: Double

    package init(_ metric: Metric, part: String, _ value: Double) {
        self.metric = metric
        self.part = part
        self.value = value
    }
}
