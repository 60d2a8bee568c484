import PulseCore

/// Mail gateways as Pulse v5 lists them, of which the reader sees everything.
struct V5MailGateways {
    let view: BackupView

    func write(into json: inout JSONWriter) {
        let gateways = view.fleet.sources.values.filter { $0.kind == .mailGateway && view.showsAll(of: $0.source) }
        json.array(gateways.sorted { $0.source < $1.source }) { instance($1, &$0) }
    }

    private func instance(_ report: SourceReport, _ json: inout JSONWriter) {
        let ledger = view.ledger.sources[report.source] ?? SourceLedger()
        let mail = view.fleet.resources[.mail(report.source)]
        json.object { json in
            json.name("id"); json.string("pmg-\(report.name)")
            json.name("name"); json.string(report.name)
            json.name("host"); json.string(report.endpoints.first?.address)
            json.name("status"); json.string(report.isAnswering ? "online" : "offline")
            json.name("version"); json.string(report.version)
            json.name("nodes")
            json.array(view.fleet.sorted([.node]).filter { $0.source == report.source }) { node($1, ledger, &$0) }
            let hours = V5MailHours(ledger.mailHours)
            json.name("mailStats"); hours.writeSum(into: &json)
            json.name("mailCount"); hours.writePoints(into: &json)
            json.name("quarantine"); quarantine(mail, &json)
            json.name("connectionHealth"); json.string(report.condition == .reachable ? "healthy" : report.condition.name)
            json.name("lastSeen"); json.time(report.lastAnswerAt)
            json.name("lastUpdated"); json.time(mail?.lastSeen ?? report.lastAnswerAt)
        }
    }

    private func node(_ resource: Resource, _ ledger: SourceLedger, _ json: inout JSONWriter) {
        guard case .node(let facts) = resource.facts else { return }
        json.object { json in
            json.name("name"); json.string(facts.name)
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("uptime"); json.integer(resource.uptime(since: facts.startedAt))
            json.name("loadAvg"); json.string(facts.loadAverage?.first.map { "\($0)" })
            json.name("queueStatus"); queues(ledger.mailNodes[facts.name]?.queues, &json)
        }
    }

    private func queues(_ told: Told<[MailQueue]>?, _ json: inout JSONWriter) {
        guard let queues = told?.value, let at = told?.at else { return json.null() }
        let names = ["active", "deferred", "hold", "incoming"]
        let counts = names.map { name in queues.first { $0.name == name }?.count }
        json.object { json in
            for (name, count) in zip(names, counts) { json.name(data: name); json.integer(count) }
            json.name("total"); json.integer(counts.contains(nil) ? nil : counts.reduce(0) { $0 + ($1 ?? 0) })
            json.name("oldestAge")
            json.integer(queues.compactMap(\.oldest).min().map { max(0, view.fleet.at.since($0).components.seconds) })
            json.name("updatedAt"); json.time(at)
        }
    }

    private func quarantine(_ mail: Resource?, _ json: inout JSONWriter) {
        guard case .mail(let facts)? = mail?.facts else { return json.null() }
        json.object { json in
            json.name("spam"); json.integer(facts.spamQuarantine)
            json.name("virus"); json.integer(facts.virusQuarantine)
            json.name("attachment"); json.null()
            json.name("blacklisted"); json.null()
        }
    }
}
