import PulseCore

/// What Ceph says beside its figures.
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
}
