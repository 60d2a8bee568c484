import PulseCore

/// What cannot be said in one figure: Ceph, and the queues of mail.
extension LedgerReader {
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
                // Null, not an empty list, where it was not read.
                json.name("flags"); json.list(state.flags) { $0.string($1) }
                json.name("osds")
                json.list(state.osds) { json, osd in
                    json.object {
                        $0.name("id"); $0.integer(osd.id)
                        $0.name("host"); $0.string(osd.host)
                        $0.name("class"); $0.string(osd.deviceClass)
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
                            json.list(queue.reasons) { json, reason in
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
}
