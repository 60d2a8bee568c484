package import PulseCore

/// Notices what is worth a look before the next run: a node that went or came back, a backup that failed.
///
/// Pure: it is shown the estate now and then, and compares. What was there at the first look is no news.
package struct PatrolTriggers: Sendable {
    package struct Event: Hashable, Sendable {
        /// `node pve-1 came back`
        package let what: String
        package let resources: Set<ResourceID>
    }

    private static let machines: Set<ResourceKind> = [.node, .host]

    private var statuses: [ResourceID: Status] = [:]
    private var failures: Set<String>?

    package init() {}

    package mutating func look(at fleet: Fleet, _ ledger: Ledger) -> [Event] { machineEvents(fleet) + backupEvents(fleet, ledger) }

    private mutating func machineEvents(_ fleet: Fleet) -> [Event] {
        var events: [Event] = []
        var seen: [ResourceID: Status] = [:]
        for machine in fleet.resources.values where Self.machines.contains(machine.id.kind) {
            let status = machine.state.status
            seen[machine.id] = status
            guard let before = statuses[machine.id], before != status, before == .offline || status == .offline else { continue }
            let word = status == .offline ? "went offline" : "came back"
            events.append(Event(what: "\(machine.id.kind.rawValue) \(machine.name.printable(limit: 64)) \(word)", resources: [machine.id]))
        }
        statuses = seen
        return events.sorted { $0.what < $1.what }
    }

    private mutating func backupEvents(_ fleet: Fleet, _ ledger: Ledger) -> [Event] {
        var (seen, events) = (Set<String>(), [Event]())
        for (source, sourceLedger) in ledger.sources.sorted(by: { $0.key < $1.key }) {
            for task in sourceLedger.nodes.values.flatMap({ $0.tasks.value ?? [] }) where task.type == "vzdump" {
                guard case .failed = task.outcome else { continue }
                seen.insert(task.id)
                guard let failures, !failures.contains(task.id) else { continue }
                events.append(Event(what: "a backup failed on \(task.node.printable(limit: 64))", resources: Self.subjects(task, source, fleet)))
            }
        }
        failures = seen
        return events
    }

    private static func subjects(_ task: TaskRecord, _ source: SourceSlug, _ fleet: Fleet) -> Set<ResourceID> {
        let failed = (task.guests ?? []).filter { !$0.outcome.isSuccess }.map(\.vmid) + [task.subject.flatMap(Int.init)].compactMap { $0 }
        let guests = failed.map { ResourceID.guest(source, vmid: $0) }.filter { fleet.resources[$0] != nil }
        return guests.isEmpty ? [.node(source, task.node)] : Set(guests)
    }
}
