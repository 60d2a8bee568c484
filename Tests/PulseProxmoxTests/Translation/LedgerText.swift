import PulseCore

@testable import PulseProxmox

/// A ledger as people read it: a line for each section that was told or refused, and one for each of its entries.
struct LedgerText {
    private(set) var lines: [String] = []
    private let start: Timestamp

    init(_ ledger: SourceLedger, since start: Timestamp) {
        self.start = start
        add("jobs", ledger.jobs)
        for (place, told) in ledger.archives.sorted(by: { $0.key < $1.key }) { add("archives \(place.resource)", told) }
        for target in ledger.targets { lines.append("target \(fields(target))") }
        for (vmid, told) in ledger.snapshots.sorted(by: { $0.key < $1.key }) { add("snapshots \(vmid)", told) }
        add("ha", ledger.highAvailability)
        add("ceph", ledger.ceph)
        for (node, part) in ledger.nodes.sorted(by: { $0.key < $1.key }) { add(node, part) }
        if !lines.isEmpty { lines = ["", "ledger:"] + lines }
    }

    private mutating func add(_ node: String, _ part: NodeLedger) {
        // Nothing was told, and all for the same reason.
        if part.tasks.isHidden, part == Self.hidden(part.tasks.problem) { return add(node, part.tasks) }
        add("\(node) tasks", part.tasks)
        add("\(node) services", part.services)
        add("\(node) certificates", part.certificates)
        add("\(node) updates", part.updates)
        add("\(node) kernel", part.kernel)
        add("\(node) subscription", part.subscription)
        add("\(node) clock", part.clock)
        add("\(node) replication", part.replication)
        add("\(node) pools", part.pools)
        add("\(node) disks", part.disks)
    }

    private static func hidden(_ problem: Problem?) -> NodeLedger {
        guard let problem else { return NodeLedger() }
        var part = NodeLedger()
        part.tasks.failed(problem)
        part.services.failed(problem)
        part.certificates.failed(problem)
        part.updates.failed(problem)
        part.kernel.failed(problem)
        part.subscription.failed(problem)
        part.clock.failed(problem)
        part.replication.failed(problem)
        part.pools.failed(problem)
        part.disks.failed(problem)
        return part
    }

    private mutating func add<Value>(_ name: String, _ told: Told<Value>) {
        guard told != Told() else { return }
        let at = told.at.map { " at \($0.since(start).components.seconds)" } ?? " not told"
        lines.append("\(name)\(at)\(told.problem.map { ", \($0.code): \($0.sentence) -> \($0.nextStep)" } ?? "")")
        guard let value = told.value else { return }
        if let list = value as? [Any] { for entry in list { lines.append("  \(fields(entry))") } } else { lines.append("  \(fields(value))") }
    }

    /// The fields that are known, by their names.
    private func fields(_ value: Any) -> String {
        if let moment = value as? Timestamp { return "\(moment.since(start).components.seconds)" }
        if let duration = value as? Duration { return "\(duration.asSeconds) s" }
        if let outcome = value as? WorkOutcome { return "\(outcome)" }
        if let selection = value as? BackupSelection { return words(selection) }
        if let names = value as? [String: Any] {
            return "[" + names.sorted { $0.key < $1.key }.map { "\($0.key): \(fields($0.value))" }.joined(separator: ", ") + "]"
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { fields($0.value) } ?? "nil"
        case .collection: return "[" + mirror.children.map { fields($0.value) }.joined(separator: "; ") + "]"
        case .struct where !(value is ResourceID):
            return mirror.children.compactMap { child in
                let text = fields(child.value)
                return text == "nil" ? nil : "\(child.label ?? "")=\(text)"
            }
            .joined(separator: " ")
        default: return "\(value)"
        }
    }

    private func words(_ selection: BackupSelection) -> String {
        switch selection {
        case .all(let except): "all except \(except.sorted())"
        case .guests(let guests): "\(guests.sorted())"
        case .pool(let pool): "pool \(pool)"
        }
    }
}
