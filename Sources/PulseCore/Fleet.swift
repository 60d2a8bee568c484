/// The whole monitored estate at one moment: an immutable value that readers keep as long as they like.
package struct Fleet: Sendable {
    /// Counts the changes; two fleets with the same number are the same.
    package let sequence: UInt64
    package let at: Timestamp
    package let resources: [ResourceID: Resource]
    package let sources: [SourceSlug: SourceReport]

    package init(sequence: UInt64, at: Timestamp, resources: [ResourceID: Resource], sources: [SourceSlug: SourceReport]) {
        self.sequence = sequence
        self.at = at
        self.resources = resources
        self.sources = sources
    }

    package static func empty(at moment: Timestamp) -> Fleet {
        Fleet(sequence: 0, at: moment, resources: [:], sources: [:])
    }

    /// Resources of the given kinds in the order of their ids, so that two calls give the same order.
    package func sorted(_ kinds: Set<ResourceKind> = Set(ResourceKind.allCases)) -> [Resource] {
        resources.values.filter { kinds.contains($0.id.kind) }.sorted { $0.id < $1.id }
    }
}

/// The difference between two fleets in succession.
package struct FleetChange: Sendable, Equatable {
    package let sequence: UInt64
    package let at: Timestamp
    /// New resources and those of which anything but the numbers of current measurements changed.
    package let upserted: [Resource]
    package let removed: [ResourceID]
    /// Resources of which only current numbers changed, with the metrics that did.
    package let values: [ValueChange]
    package let sources: [SourceReport]
    package let removedSources: [SourceSlug]

    package struct ValueChange: Sendable, Equatable {
        package let id: ResourceID
        package let metrics: [Metric: Double]

        package init(id: ResourceID, metrics: [Metric: Double]) {
            self.id = id
            self.metrics = metrics
        }
    }

    package init(
        sequence: UInt64, at: Timestamp, upserted: [Resource] = [], removed: [ResourceID] = [], values: [ValueChange] = [],
        sources: [SourceReport] = [], removedSources: [SourceSlug] = []
    ) {
        self.sequence = sequence
        self.at = at
        self.upserted = upserted
        self.removed = removed
        self.values = values
        self.sources = sources
        self.removedSources = removedSources
    }

    package var isEmpty: Bool {
        upserted.isEmpty && removed.isEmpty && values.isEmpty && sources.isEmpty && removedSources.isEmpty
    }
}
