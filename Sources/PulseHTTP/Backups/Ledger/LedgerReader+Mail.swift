import PulseCore

/// What mail gateways say beside their figures: queues, mail by domain, viruses, and backups of their settings.
extension LedgerReader {
    func mail() -> LedgerList {
        gatherMail(\.queues, key: \.name) { queue, json in
            json.name("queue"); json.string(queue.name)
            json.name("count"); json.integer(queue.count)
            json.name("oldestAt"); json.time(queue.oldest)
            json.name("domains"); json.array(queue.domains) { $1.write(into: &$0) }
            json.name("reasons"); json.list(queue.reasons) { $1.write(into: &$0) }
        }
    }

    func mailBackups() -> LedgerList {
        gatherMail(\.backups, key: \.file) { backup, json in
            json.name("file"); json.string(backup.file)
            json.name("at"); json.time(backup.at)
            json.name("size"); json.integer(backup.size)
        }
    }

    func mailDomains() -> LedgerList {
        gather(\.mailDomains, key: \.name) { domain, json in
            json.name("domain"); json.string(domain.name)
            json.name("incoming"); json.integer(domain.incoming)
            json.name("outgoing"); json.integer(domain.outgoing)
            json.name("spam"); json.integer(domain.spam)
            json.name("virus"); json.integer(domain.virus)
            json.name("bytes"); json.integer(domain.bytes)
        }
    }

    func viruses() -> LedgerList {
        gather(\.viruses, key: \.name) { virus, json in
            json.name("name"); json.string(virus.name)
            json.name("count"); json.integer(virus.count)
        }
    }

    /// Of the nodes of gateways of which everything is seen: mail is nobody's but the operator's.
    private func gatherMail<Row>(
        _ told: (MailNodeLedger) -> Told<[Row]>, key: (Row) -> String, members: @escaping (Row, inout JSONWriter) -> Void
    ) -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources where view.showsAll(of: source) {
            for (node, said) in ledger.mailNodes.sorted(by: { $0.key < $1.key }) {
                let told = told(said)
                list.add(told, source: source, node: node, isAll: true)
                for row in told.value ?? [] {
                    list.items.append(
                        LedgerItem(key: "\(source)|\(node)|\(key(row))", source: source, node: node, vmid: nil) { members(row, &$0) })
                }
            }
        }
        return list
    }
}

extension MailQueueDomain {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("domain"); json.string(domain)
            json.name("count"); json.integer(count)
            json.name("byAge"); json.array(byAge) { $0.integer($1) }
        }
    }
}

extension DeferralReason {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("reason"); json.string(reason)
            json.name("count"); json.integer(count)
        }
    }
}
