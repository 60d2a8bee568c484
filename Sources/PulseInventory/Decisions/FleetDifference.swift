import PulseCore

/// Finds what changed between two moments.
enum FleetDifference {
    static func between(_ old: Fleet, _ new: FleetDraft, sequence: UInt64, at now: Timestamp) -> FleetChange {
        var upserted: [Resource] = []
        var values: [FleetChange.ValueChange] = []
        for id in new.touched {
            guard let resource = new[id] else { continue }
            guard let before = old.resources[id], hasSameShape(before, resource) else {
                upserted.append(resource)
                continue
            }
            let changed = changedNumbers(before.metrics, resource.metrics)
            if !changed.isEmpty { values.append(FleetChange.ValueChange(id: id, metrics: changed)) }
        }
        return FleetChange(
            sequence: sequence, at: now,
            upserted: upserted.sorted { $0.id < $1.id },
            removed: new.touched.filter { old.resources[$0] != nil && new[$0] == nil }.sorted(),
            values: values.sorted { $0.id < $1.id },
            sources: new.sources.values.filter { old.sources[$0.source] != $0 }.sorted { $0.source < $1.source },
            removedSources: old.sources.keys.filter { new.sources[$0] == nil }.sorted())
    }

    /// True when the two differ in nothing but times and the numbers of current measurements.
    private static func hasSameShape(_ old: Resource, _ new: Resource) -> Bool {
        old.state == new.state && old.name == new.name && old.parent == new.parent && old.tags == new.tags && old.annotation == new.annotation
            && old.facts == new.facts && haveSameQualities(old.metrics, new.metrics)
    }

    private static func haveSameQualities(_ old: MetricTable, _ new: MetricTable) -> Bool {
        guard old.entries.count == new.entries.count else { return false }
        return zip(old.entries, new.entries).allSatisfy { old, new in
            guard old.metric == new.metric, old.measurement.quality == new.measurement.quality else { return false }
            return new.measurement.isCurrent || old.measurement.value == new.measurement.value
        }
    }

    private static func changedNumbers(_ old: MetricTable, _ new: MetricTable) -> [Metric: Double] {
        var changed: [Metric: Double] = [:]
        for (before, after) in zip(old.entries, new.entries) {
            guard let value = after.measurement.value, value != before.measurement.value else { continue }
            changed[after.metric] = value
        }
        return changed
    }
}
