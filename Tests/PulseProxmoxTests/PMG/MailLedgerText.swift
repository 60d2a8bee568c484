import PulseCore

@testable import PulseProxmox

/// What a ledger says of mail, one line for each thing, times in seconds since the start of the case.
struct MailLedgerText {
    private var lines: [String] = []
    private let start: Timestamp

    static func of(_ ledger: SourceLedger, since start: Timestamp) -> String {
        var text = MailLedgerText(start)
        text.add(ledger)
        return text.lines.joined(separator: "\n") + "\n"
    }

    private init(_ start: Timestamp) { self.start = start }

    private mutating func add(_ ledger: SourceLedger) {
        add("hours", ledger.mailHours) { text, hour in
            "\(text.moment(hour.start)): in \(hour.incoming), out \(hour.outgoing), spam \(hour.spam), virus \(hour.virus)"
                + ", bounces \(hour.bounces.map(String.init) ?? "?"), rejected \(hour.rejected.map(String.init) ?? "?")"
        }
        add("domains", ledger.mailDomains) { _, domain in
            "\(domain.name): in \(domain.incoming), out \(domain.outgoing), spam \(domain.spam.map(String.init) ?? "?")"
                + ", virus \(domain.virus.map(String.init) ?? "?"), \(domain.bytes.map(String.init) ?? "?") bytes"
        }
        add("viruses", ledger.viruses) { _, virus in "\(virus.name): \(virus.count)" }
        add("quarantine", ledger.quarantines) { _, found in "\(found.name): \(found.count), \(found.bytes.map(String.init) ?? "?") bytes" }
        for (name, node) in ledger.mailNodes.sorted(by: { $0.key < $1.key }) { add(name, node) }
        for (name, node) in ledger.nodes.sorted(by: { $0.key < $1.key }) { add(name, node) }
    }

    private mutating func add(_ name: String, _ node: MailNodeLedger) {
        lines.append("mail of \(name): in sync \(node.isInSync.map { $0 ? "yes" : "no" } ?? "unknown")")
        add("  queues", node.queues) { text, queue in
            let domains = queue.domains.map { "\($0.domain) \($0.count) \($0.byAge)" }.joined(separator: "; ")
            let reasons = queue.reasons.map { list in list.map { "\($0.count) x \($0.reason)" }.joined(separator: "; ") } ?? "not read"
            return "\(queue.name) \(queue.count), oldest \(text.moment(queue.oldest)) [\(domains)] reasons: \(reasons)"
        }
        add("  backups", node.backups) { text, found in "\(found.file) at \(text.moment(found.at)), \(found.size.map(String.init) ?? "?") bytes" }
        add("  signatures", node.signatures) { text, found in
            "\(found.name) \(found.version ?? "?") built \(text.moment(found.builtAt)), \(found.signatures.map(String.init) ?? "?")"
                + ", update \(found.isUpdateAvailable.map { $0 ? "yes" : "no" } ?? "?")"
        }
    }

    private mutating func add(_ name: String, _ node: NodeLedger) {
        lines.append("node \(name): clock \(node.clock.value.map { "\($0.ahead)" } ?? "unknown")")
        add("  services", node.services) { _, found in
            "\(found.name) \(found.state ?? "?") \(found.activeState ?? "?") \(found.unitState ?? "?")"
        }
        add("  certificates", node.certificates) { text, found in "\(found.file) until \(text.moment(found.notAfter))" }
        add("  tasks", node.tasks) { text, task in "\(task.type) at \(text.moment(task.startedAt)) \(task.outcome)" }
        add("  updates", node.updates) { _, found in "\(found.package) \(found.installed ?? "?") -> \(found.available)" }
    }

    private mutating func add<Row>(_ name: String, _ told: Told<[Row]>, _ words: (MailLedgerText, Row) -> String) {
        guard told.value != nil || told.problem != nil else { return }
        let problem = told.problem.map { ", problem \($0.code)" } ?? ""
        lines.append("\(name) \(told.value.map { "\($0.count)" } ?? "unknown")\(told.at.map { " at \(moment($0))" } ?? "")\(problem)")
        for row in told.value ?? [] { lines.append("    \(words(self, row))") }
    }

    private func moment(_ moment: Timestamp?) -> String { moment.map { "\($0.since(start).components.seconds)" } ?? "?" }
}
