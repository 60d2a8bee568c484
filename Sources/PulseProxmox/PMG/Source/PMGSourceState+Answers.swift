import PulseCore

/// What the calls beside the main flight bring.
extension PMGSourceState {
    /// Rows that can't be understood cost themselves.
    mutating func apply(_ call: PMGCall, _ body: [UInt8], at now: Timestamp) throws(ProxmoxError) {
        switch call {
        case .spamQuarantine, .virusQuarantine, .subscription:
            try apply(call, value: ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content }, at: now)
        default:
            try apply(call, rows: ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body) { $0 }.content }, at: now)
        }
        // Whatever of it was hidden no longer is; the next refusal tells if something still is.
        picture.forbidden.remove(call.area)
    }

    private mutating func apply(_ call: PMGCall, value: JSON, at now: Timestamp) throws(ProxmoxError) {
        switch call {
        case .spamQuarantine: try apply(quarantine: PMGHealthRows.quarantine(value, name: "spam"), at: now)
        case .virusQuarantine: try apply(quarantine: PMGHealthRows.quarantine(value, name: "virus"), at: now)
        case .subscription(let node):
            guard let subscription = NodeRows.subscription(value) else { throw .notProxmox }
            changeLedger { $0.nodes[node, default: NodeLedger()].subscription.answered(subscription, at: now) }
        default: break
        }
    }

    private mutating func apply(quarantine: Quarantine?, at now: Timestamp) throws(ProxmoxError) {
        guard let quarantine else { throw .notProxmox }
        changeLedger { ledger in
            let others = (ledger.quarantines.value ?? []).filter { $0.name != quarantine.name }
            ledger.quarantines.answered((others + [quarantine]).sorted { $0.name < $1.name }, at: now)
        }
    }

    private mutating func apply(_ call: PMGCall, rows: [JSONObject], at now: Timestamp) throws(ProxmoxError) {
        switch call {
        case .members: picture.members = rows.compactMap(PMGMember.init)
        case .hours:
            let hours = rows.compactMap(PMGHourRow.hour).sorted { $0.start < $1.start }
            changeLedger { $0.mailHours.answered(hours, at: now) }
        case .domains: changeLedger { $0.mailDomains.answered(PMGTallyRows.domains(rows), at: now) }
        case .viruses: changeLedger { $0.viruses.answered(PMGTallyRows.viruses(rows), at: now) }
        case .backups(let node):
            let backups = rows.compactMap(PMGTallyRows.backup).sorted { $0.at > $1.at }
            changeLedger { $0.mailNodes[node, default: MailNodeLedger()].backups.answered(Array(backups.prefix(PMGTallyRows.mostBackups)), at: now) }
        case .traffic(let node): picture.nodes[node]?.traffic = PMGTraffic(rows)
        case .shape(let node, let queue): try apply(shape: PMGQueueShape(rows), of: queue, on: node, at: now)
        case .waiting(let node):
            picture.nodes[node]?.waiting = .init(value: PMGWaitingMail(rows), at: now)
            tellQueues(of: node, at: now)
        case .virusDatabases(let node): apply(signatures: rows.compactMap(PMGHealthRows.virusDatabase), prefix: "ClamAV ", on: node, at: now)
        case .spamRules(let node): apply(signatures: rows.compactMap(PMGHealthRows.spamRules), prefix: "SpamAssassin ", on: node, at: now)
        default: applyHealth(call, rows, at: now)
        }
    }

    private mutating func applyHealth(_ call: PMGCall, _ rows: [JSONObject], at now: Timestamp) {
        guard let node = call.node else { return }
        var record = ledger.nodes[node] ?? NodeLedger()
        switch call {
        case .services: record.services.answered(rows.compactMap(NodeRows.service), at: now)
        case .certificates: record.certificates.answered(rows.compactMap(NodeRows.certificate), at: now)
        case .updates: record.updates.answered(rows.compactMap(NodeRows.update), at: now)
        case .versions:
            let found = PackageVersions.kernel(rows)
            let running = record.kernel.value?.running ?? found.running
            record.kernel.answered(PackageVersions.state(running: running, newestInstalled: found.newestInstalled), at: now)
        case .tasks:
            let tasks = rows.compactMap { PMGHealthRows.task($0, node: node) }.sorted { $0.startedAt > $1.startedAt }
            record.tasks.answered(Array(tasks.prefix(Self.mostTasks)), at: now)
        default: return
        }
        changeLedger { $0.nodes[node] = record }
    }

    private mutating func apply(shape: PMGQueueShape?, of name: String, on node: String, at now: Timestamp) throws(ProxmoxError) {
        guard let shape else { throw .notProxmox }
        let queue = MailQueue(name: name, count: shape.count, domains: shape.domains)
        let before = picture.nodes[node]?.queues[name]?.value.count ?? 0
        picture.nodes[node]?.queues[name] = .init(value: queue, at: now)
        // Mail begins to wait: why?
        if name == "deferred", before == 0, shape.count > 0 { plan.want(.waiting(node: node), at: steady(now)) }
        tellQueues(of: node, at: now)
    }

    /// The queues of a node are one answer for readers, so all of them have to be there.
    private mutating func tellQueues(of node: String, at now: Timestamp) {
        let queues = picture.queues(of: node)
        guard queues.count == PMGCall.queues.count else { return }
        changeLedger { $0.mailNodes[node, default: MailNodeLedger()].queues.answered(queues, at: now) }
    }

    private mutating func apply(signatures: [SignatureDatabase], prefix: String, on node: String, at now: Timestamp) {
        changeLedger { ledger in
            let others = (ledger.mailNodes[node]?.signatures.value ?? []).filter { !$0.name.hasPrefix(prefix) }
            ledger.mailNodes[node, default: MailNodeLedger()].signatures.answered((others + signatures).sorted { $0.name < $1.name }, at: now)
        }
    }

    // MARK: What did not come

    mutating func failed(_ call: PMGCall, _ error: ProxmoxError, _ problem: Problem) {
        if case .forbidden = error { picture.forbidden.insert(call.area) }
        changeLedger { ledger in
            switch call {
            case .members, .traffic: break
            case .domains: ledger.mailDomains.failed(problem)
            case .viruses: ledger.viruses.failed(problem)
            case .backups(let node): ledger.mailNodes[node, default: MailNodeLedger()].backups.failed(problem)
            case .hours: ledger.mailHours.failed(problem)
            case .spamQuarantine, .virusQuarantine: ledger.quarantines.failed(problem)
            case .shape(let node, _), .waiting(let node): ledger.mailNodes[node, default: MailNodeLedger()].queues.failed(problem)
            case .virusDatabases(let node), .spamRules(let node):
                ledger.mailNodes[node, default: MailNodeLedger()].signatures.failed(problem)
            case .services(let node): ledger.nodes[node, default: NodeLedger()].services.failed(problem)
            case .tasks(let node): ledger.nodes[node, default: NodeLedger()].tasks.failed(problem)
            case .certificates(let node): ledger.nodes[node, default: NodeLedger()].certificates.failed(problem)
            case .updates(let node): ledger.nodes[node, default: NodeLedger()].updates.failed(problem)
            case .versions(let node): ledger.nodes[node, default: NodeLedger()].kernel.failed(problem)
            case .subscription(let node): ledger.nodes[node, default: NodeLedger()].subscription.failed(problem)
            }
        }
    }
}
