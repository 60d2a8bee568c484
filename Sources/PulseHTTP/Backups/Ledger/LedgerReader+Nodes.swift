import PulseCore

/// What a node says of itself, and the snapshots of guests.
extension LedgerReader {
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
                list.add(told, source: source, node: nil, vmid: vmid, isAll: view.showsAll(of: source))
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
}
