package import PulseCore

/// Notices what is worth a look before the next run: a node that went or came back, a backup that failed, a thing with findings that is gone.
///
/// Pure: it is shown the estate now and then, and compares. What was there at the first look is no news.
package struct PatrolTriggers: Sendable {
    package struct Event: Hashable, Sendable {
        /// `node pve-1 came back`
        package let what: String
        package let resources: Set<ResourceID>
    }

    private static let machines: Set<ResourceKind> = [.node, .host]

    /// As each was last known to be: while nobody can say, it counts as it was.
    private var statuses: [ResourceID: Status] = [:]
    /// Failed backups, by the node whose list of tasks tells of them. Lists are read some time after the start, and then all in them is old.
    private var failures: [ResourceID: Set<String>] = [:]

    /// What has findings and was there, by whom it was told.
    private var present: [ResourceID: SourceSlug] = [:]

    package init() {}

    /// - Parameter watched: what has findings.
    package mutating func look(at fleet: Fleet, _ ledger: Ledger, watched: Set<ResourceID> = []) -> [Event] {
        machineEvents(fleet) + backupEvents(fleet, ledger) + departures(fleet, watched)
    }

    /// Its number may soon be another's, and what was said of the old one must not be said of that.
    private mutating func departures(_ fleet: Fleet, _ watched: Set<ResourceID>) -> [Event] {
        let missing = present.filter { watched.contains($0.key) && fleet.resources[$0.key] == nil }
        let gone = missing.filter { fleet.sources[$0.value]?.completeKinds.contains($0.key.kind) ?? false }
        present = missing.filter { gone[$0.key] == nil }
        for id in watched { if let resource = fleet.resources[id] { present[id] = resource.source } }
        return gone.keys.sorted().map { Event(what: "\($0.kind.rawValue) \($0.path.printable(limit: 64)) is gone", resources: [$0]) }
    }

    private mutating func machineEvents(_ fleet: Fleet) -> [Event] {
        var events: [Event] = []
        var seen: [ResourceID: Status] = [:]
        for machine in fleet.resources.values where Self.machines.contains(machine.id.kind) {
            let (before, now) = (statuses[machine.id], machine.state.status)
            seen[machine.id] = now == .unknown ? before : now
            guard let before, let status = seen[machine.id], before != status, before == .offline || status == .offline else { continue }
            let word = status == .offline ? "went offline" : "came back"
            let what = "\(machine.id.kind.rawValue) \(machine.name.printable(limit: 64)) \(word)"
            events.append(Event(what: what, resources: Self.concerned(by: machine, fleet)))
        }
        statuses = seen
        return events.sorted { $0.what < $1.what }
    }

    /// A node that goes or comes matters to its whole cluster: quorum, guests that moved meanwhile, copies that others send to it.
    private static func concerned(by machine: Resource, _ fleet: Fleet) -> Set<ResourceID> {
        let cluster = ResourceID.cluster(machine.source)
        return machine.id.kind == .node && fleet.resources[cluster] != nil ? [machine.id, cluster] : [machine.id]
    }

    private mutating func backupEvents(_ fleet: Fleet, _ ledger: Ledger) -> [Event] {
        var (seen, events) = ([ResourceID: Set<String>](), [Event]())
        for (source, sourceLedger) in ledger.sources.sorted(by: { $0.key < $1.key }) {
            for (name, node) in sourceLedger.nodes.sorted(by: { $0.key < $1.key }) {
                let id = ResourceID.node(source, name)
                guard let tasks = node.tasks.value else { continue }
                let failed = tasks.filter(\.isFailedBackup)
                let all = Set(failed.flatMap { [$0.id, $0.inFull] })
                let known = failures[id] ?? all
                seen[id] = known.intersection(all).union(failed.map(\.news))
                events += failed.filter { !known.contains($0.news) }.map { task in
                    Event(what: "a backup failed on \(name.printable(limit: 64))", resources: Self.subjects(task, source, fleet))
                }
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

extension TaskRecord {
    /// Whose backups failed is known when the log is read, after the task: that is worth another look.
    fileprivate var news: String { guests == nil ? id : inFull }
    fileprivate var inFull: String { "\(id) in full" }

    fileprivate var isFailedBackup: Bool {
        guard type == "vzdump", case .failed = outcome else { return false }
        return true
    }
}
