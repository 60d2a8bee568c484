/// In what condition a resource is. The words are those of Proxmox where it has one.
package enum Status: String, Hashable, Sendable, CaseIterable {
    case online
    case offline
    case running
    case stopped
    case paused
    /// Running in name, but in an error state of the hypervisor (`io-error`, `internal-error`).
    case failing
    case available
    case inactive
    case disabled
    case degraded
    /// Nobody can vouch for it at the moment.
    case unknown
}

/// A status with the reason where it needs one, and the moment it began as far as Pulse has seen.
package struct ResourceState: Hashable, Sendable {
    package let status: Status
    package let reason: Reason?
    package let since: Timestamp?

    package init(_ status: Status, reason: Reason? = nil, since: Timestamp? = nil) {
        self.status = status
        self.reason = reason
        self.since = since
    }
}

/// What a person has written about a resource. Kept by id, so it survives migration, renaming and restart.
package struct Annotation: Hashable, Sendable {
    package var displayName: String?
    package var note: String

    package init(displayName: String? = nil, note: String = "") {
        self.displayName = displayName
        self.note = note
    }

    package var isEmpty: Bool { displayName == nil && note.isEmpty }
}

/// Everything Pulse knows at one moment about one monitored thing.
package struct Resource: Hashable, Sendable, Identifiable {
    package let id: ResourceID
    package let source: SourceSlug
    package var name: String
    package var parent: ResourceID?
    package var state: ResourceState
    package var tags: [String]
    package var facts: Facts
    package var metrics: MetricTable
    /// When the source last vouched for it.
    package var lastSeen: Timestamp
    package var annotation: Annotation

    package init(
        id: ResourceID, source: SourceSlug, name: String, parent: ResourceID?, state: ResourceState, tags: [String] = [], facts: Facts,
        metrics: MetricTable = MetricTable(), lastSeen: Timestamp, annotation: Annotation = Annotation()
    ) {
        self.id = id
        self.source = source
        self.name = name
        self.parent = parent
        self.state = state
        self.tags = tags
        self.facts = facts
        self.metrics = metrics
        self.lastSeen = lastSeen
        self.annotation = annotation
    }
}
