import PulseCore

/// Something that happens in a scenario.
struct Change: Sendable {
    enum Target: Hashable, Sendable {
        case resource(ResourceID)
        case ledger(SourceSlug)
        case source(SourceSlug)
    }

    enum Action: Sendable {
        case edit(Target, PropertyPath, Edit)
        case figure(SeriesKey, Signal.Bend)
        case gap(ResourceID?, Metric?, Duration)
        case clone(ResourceID, as: ResourceID)
        case delete(ResourceID)
        case move(ResourceID, to: String)
        case down(ResourceID)
        case up(ResourceID)
        case stop(ResourceID)
        case start(ResourceID)
        case silent(SourceSlug)
        case answers(SourceSlug)
        case unheard(SourceSlug)
        case forget(SourceSlug)
        /// Takes back what the scenario did to it before.
        case restore(Target)
    }

    let after: Duration
    let line: Int
    let action: Action
}
