import PulseAgentProtocol
import PulseCore

/// The lists of a cluster, each within its limit, in an order that does not change by itself.
struct RecordLists {
    let state: ClusterState
    let now: Timestamp

    var records: KubernetesRecords {
        var records = KubernetesRecords()
        records.services = cut(state.services, into: &records.leftOut)
        records.ingresses = cut(state.ingresses, into: &records.leftOut)
        records.volumes = cut(state.volumes, into: &records.leftOut)
        let events = state.events.recent(at: now)
        records.events = Array(events.prefix(AgentLimits.records))
        records.leftOut += events.count - records.events.count + state.events.leftOut
        return records
    }

    private func cut<Record>(_ shelf: Shelf<Record>, into leftOut: inout Int) -> [Record] {
        let sorted = shelf.entries.sorted { $0.key < $1.key }
        leftOut += max(0, sorted.count - AgentLimits.records) + shelf.leftOut
        return sorted.prefix(AgentLimits.records).map(\.value.value)
    }
}
