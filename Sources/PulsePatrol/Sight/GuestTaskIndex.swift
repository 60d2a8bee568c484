package import PulseCore

/// The tasks of each guest, on whichever node. Made once a run, so that nobody searches all tasks for each guest.
package struct GuestTaskIndex: Sendable {
    private var tasks: [SourceSlug: [String: [TaskRecord]]] = [:]

    package init(_ ledger: Ledger) {
        for (source, said) in ledger.sources {
            for task in said.nodes.values.lazy.flatMap({ $0.tasks.value ?? [] }) {
                if let subject = task.subject { tasks[source, default: [:]][subject, default: []].append(task) }
            }
        }
    }

    package func tasks(of vmid: Int, in source: SourceSlug) -> [TaskRecord] { tasks[source]?["\(vmid)"] ?? [] }
}
