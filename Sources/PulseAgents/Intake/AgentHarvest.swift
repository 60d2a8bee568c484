package import PulseCore

/// What agents said since the last tick.
package struct AgentHarvest: Sendable {
    package var observations: [Observation] = []
    /// Reports that came too late to be the current state, with their own times.
    package var samples: [Sample] = []
    /// Of agents that were forgotten.
    package var removedSources: [SourceSlug] = []

    package init() {}
}
