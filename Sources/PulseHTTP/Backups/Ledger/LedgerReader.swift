import PulseAccess
import PulseCore

/// Takes the parts of the ledgers that somebody may see.
///
/// Who sees all of a source sees all of its ledger. Others see what is about a guest or a node that is shown to them, and no problems, which name
/// what is hidden.
struct LedgerReader {
    let view: BackupView

    private var sources: [(SourceSlug, SourceLedger)] { view.ledger.sources.sorted { $0.key < $1.key } }

    private func isShown(_ source: SourceSlug, node: String? = nil, vmid: Int? = nil) -> Bool {
        if view.showsAll(of: source) { return true }
        guard node != nil || vmid != nil else { return false }
        return (node.map { view.shows(.node(source, $0)) } ?? true) && (vmid.map { view.shows(guest: $0, of: source) } ?? true)
    }

    /// A section of the whole source.
    private func gather<Row>(
        _ told: (SourceLedger) -> Told<[Row]>, node: (Row) -> String? = { _ in nil }, vmid: (Row) -> Int? = { _ in nil }, key: (Row) -> String,
        members: @escaping (Row, inout JSONWriter) -> Void
    ) -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources {
            let told = told(ledger)
            list.add(told, source: source, node: nil, isAll: view.showsAll(of: source))
            for row in told.value ?? [] where isShown(source, node: node(row), vmid: vmid(row)) {
                list.items.append(
                    LedgerItem(key: "\(source)|\(key(row))", source: source, node: node(row), vmid: vmid(row)) { members(row, &$0) })
            }
        }
        return list
    }

    /// A section of each node. Of a reader who sees a part, what is about no guest is the node's.
    private func gatherNodes<Row>(
        _ told: (NodeLedger) -> Told<[Row]>, vmid: (Row) -> Int? = { _ in nil }, isOpen: (Row) -> Bool = { _ in true }, key: (Row) -> String,
        members: @escaping (Row, inout JSONWriter) -> Void
    ) -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources {
            for (node, said) in ledger.nodes.sorted(by: { $0.key < $1.key }) where isShown(source, node: node) {
                let told = told(said)
                list.add(told, source: source, node: node, isAll: view.showsAll(of: source))
                for (index, row) in (told.value ?? []).enumerated() where isShown(source, node: node, vmid: vmid(row)) {
                    guard view.showsAll(of: source) || isOpen(row) else { continue }
                    list.items.append(
                        LedgerItem(key: "\(key(row))|\(source)|\(node)|\(index)", source: source, node: node, vmid: vmid(row)) { members(row, &$0) })
                }
            }
        }
        return list
    }

    func tasks() -> LedgerList {
        // Newest first: the key counts down.
        gatherNodes(
            \.tasks, vmid: { $0.subject.flatMap { Int($0) } }, isOpen: { $0.subject.flatMap { Int($0) } != nil },
            key: { task in String(UInt64.max - UInt64(max(0, task.startedAt.milliseconds))) },
            members: { task, json in
                json.name("id"); json.string(task.id)
                json.name("type"); json.string(task.type)
                json.name("subject"); json.string(task.subject)
                json.name("user"); json.string(task.user)
                json.name("startedAt"); json.time(task.startedAt)
                json.name("endedAt"); json.time(task.endedAt)
                json.outcome(task.outcome)
                json.name("lastLines"); json.array(task.lastLines ?? []) { $0.string($1) }
            })
    }

    func jobs() -> LedgerList {
        gather(\.jobs, key: \.id) { job, json in
            json.name("id"); json.string(job.id)
            json.name("enabled"); json.bool(job.isEnabled)
            json.name("schedule"); json.string(job.schedule)
            json.name("nextAt"); json.time(job.nextRun)
            json.name("storage"); json.string(job.storage)
            json.name("mode"); json.string(job.mode)
            json.name("onNode"); json.string(job.node)
            json.name("comment"); json.string(job.comment)
        }
    }

    func datastoreJobs() -> LedgerList {
        gather(
            \.datastoreJobs, key: { "\($0.datastore)|\($0.kind.rawValue)|\($0.id)" },
            members: { job, json in
                json.name("id"); json.string(job.id)
                json.name("kind"); json.string(job.kind.rawValue)
                json.name("datastore"); json.string(job.datastore)
                json.name("namespace"); json.string(job.namespace)
                json.name("schedule"); json.string(job.schedule)
                json.name("remote"); json.string(job.remote)
                json.name("nextAt"); json.time(job.nextRun)
                json.name("lastEndedAt"); json.time(job.lastRunEndedAt)
                json.name("lastSeconds"); json.number(job.lastDuration?.asSeconds)
                json.outcome(job.lastOutcome)
            })
    }

    func replication() -> LedgerList {
        gatherNodes(\.replication, vmid: \.vmid, key: \.id) { job, json in
            json.name("id"); json.string(job.id)
            json.name("target"); json.string(view.visibility.isLimited ? nil : job.target)
            json.name("schedule"); json.string(job.schedule)
            json.name("enabled"); json.bool(job.isEnabled)
            json.name("lastSyncAt"); json.time(job.lastSync)
            json.name("lastTryAt"); json.time(job.lastTry)
            json.name("nextAt"); json.time(job.nextSync)
            json.name("seconds"); json.number(job.duration?.asSeconds)
            json.name("failures"); json.integer(job.failures)
            json.name("error"); json.string(view.visibility.isLimited ? job.error.map { _ in "failed" } : job.error)
        }
    }

    func services() -> LedgerList {
        gatherNodes(\.services, key: \.name) { service, json in
            json.name("name"); json.string(service.name)
            json.name("title"); json.string(service.title)
            json.name("state"); json.string(service.state)
            json.name("activeState"); json.string(service.activeState)
            json.name("unitState"); json.string(service.unitState)
        }
    }

    func certificates() -> LedgerList {
        gatherNodes(\.certificates, key: \.file) { certificate, json in
            json.name("file"); json.string(certificate.file)
            json.name("subject"); json.string(certificate.subject)
            json.name("issuer"); json.string(certificate.issuer)
            json.name("notBefore"); json.time(certificate.notBefore)
            json.name("notAfter"); json.time(certificate.notAfter)
            json.name("fingerprint"); json.string(certificate.fingerprint)
        }
    }

    func updates() -> LedgerList {
        gatherNodes(\.updates, key: \.package) { update, json in
            json.name("package"); json.string(update.package)
            json.name("title"); json.string(update.title)
            json.name("installed"); json.string(update.installed)
            json.name("available"); json.string(update.available)
            json.name("origin"); json.string(update.origin)
        }
    }

    func snapshots() -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources {
            for (vmid, told) in ledger.snapshots.sorted(by: { $0.key < $1.key }) where isShown(source, vmid: vmid) {
                if told.problem != nil { list.add(told, source: source, node: nil, isAll: view.showsAll(of: source)) }
                for snapshot in told.value ?? [] {
                    list.items.append(
                        LedgerItem(key: "\(source)|\(vmid)|\(snapshot.name)", source: source, node: nil, vmid: vmid) { json in
                            json.name("name"); json.string(snapshot.name)
                            json.name("at"); json.time(snapshot.at)
                            json.name("parent"); json.string(snapshot.parent)
                            json.name("note"); json.string(snapshot.note)
                            json.name("memory"); json.bool(snapshot.includesMemory)
                            json.name("size"); json.integer(snapshot.size)
                        })
                }
            }
        }
        return list
    }

    func highAvailability() -> LedgerList {
        gather(
            { told in Self.rows(of: told.highAvailability) { $0.resources } }, vmid: { $0.id.split(separator: ":").last.flatMap { Int($0) } },
            key: \.id,
            members: { resource, json in
                json.name("id"); json.string(resource.id)
                json.name("state"); json.string(resource.state)
                json.name("requestedState"); json.string(resource.requestedState)
                json.name("onNode"); json.string(view.visibility.isLimited ? nil : resource.node)
                json.name("group"); json.string(view.visibility.isLimited ? nil : resource.group)
            })
    }

    func ceph() -> LedgerList {
        gather(
            { ledger in Self.rows(of: ledger.ceph) { $0.map { [$0] } ?? [] } }, key: { _ in "ceph" },
            members: { state, json in
                json.name("health"); json.string(state.health)
                json.name("checks")
                json.array(state.checks) { json, check in
                    json.object {
                        $0.name("code"); $0.string(check.code)
                        $0.name("severity"); $0.string(check.severity)
                        $0.name("message"); $0.string(check.message)
                        $0.name("muted"); $0.bool(check.isMuted)
                    }
                }
                json.name("flags"); json.array(state.flags ?? []) { $0.string($1) }
                json.name("osds")
                json.array(state.osds ?? []) { json, osd in
                    json.object {
                        $0.name("id"); $0.integer(osd.id)
                        $0.name("host"); $0.string(osd.host)
                        $0.name("up"); $0.bool(osd.isUp)
                        $0.name("in"); $0.bool(osd.isIn)
                        $0.name("used"); $0.integer(osd.used)
                        $0.name("total"); $0.integer(osd.total)
                    }
                }
            })
    }

    func mail() -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources where view.showsAll(of: source) {
            for (node, said) in ledger.mailNodes.sorted(by: { $0.key < $1.key }) {
                list.add(said.queues, source: source, node: node, isAll: true)
                for queue in said.queues.value ?? [] {
                    list.items.append(
                        LedgerItem(key: "\(source)|\(node)|\(queue.name)", source: source, node: node, vmid: nil) { json in
                            json.name("queue"); json.string(queue.name)
                            json.name("count"); json.integer(queue.count)
                            json.name("oldestAt"); json.time(queue.oldest)
                            json.name("domains")
                            json.array(queue.domains) { json, domain in
                                json.object {
                                    $0.name("domain"); $0.string(domain.domain)
                                    $0.name("count"); $0.integer(domain.count)
                                    $0.name("byAge"); $0.array(domain.byAge) { $0.integer($1) }
                                }
                            }
                            json.name("reasons")
                            json.array(queue.reasons ?? []) { json, reason in
                                json.object {
                                    $0.name("reason"); $0.string(reason.reason)
                                    $0.name("count"); $0.integer(reason.count)
                                }
                            }
                        })
                }
            }
        }
        return list
    }

    private static func rows<Value, Row>(of told: Told<Value>, _ rows: (Value) -> [Row]) -> Told<[Row]> {
        var answer = Told<[Row]>()
        if let value = told.value, let at = told.at { answer.answered(rows(value), at: at) }
        if let problem = told.problem { answer.failed(problem) }
        return answer
    }
}

extension LedgerList {
    /// - Parameter isAll: the reader sees the whole source, so that a problem may be named.
    fileprivate mutating func add<Value>(_ told: Told<Value>, source: SourceSlug, node: String?, isAll: Bool) {
        guard isAll || told.at != nil, told.at != nil || told.problem != nil else { return }
        sections.append(LedgerSection(source: source, node: node, at: told.at, problem: isAll ? told.problem : nil))
    }
}
