package import PulseCore

/// What agents said since the last tick.
package struct AgentHarvest: Sendable {
    package var observations: [Observation] = []
    /// Reports that came too late to be the current state, with their own times.
    package var samples: [Sample] = []
    /// Of agents that were forgotten.
    package var removedSources: [SourceSlug] = []

    package init() {}

    /// One of a source: where an agent fell silent and another speaks for its cluster, what the other says counts.
    mutating func add(_ new: [Observation]) {
        for observation in new {
            guard observation.report.kind == .kubernetes, let index = observations.firstIndex(where: { $0.source == observation.source }) else {
                observations.append(observation)
                continue
            }
            if observations[index].at < observation.at { observations[index] = observation }
        }
    }
}
