import PulseCore

/// Tapes of backup servers, and what moves them.
extension LedgerReader {
    func tapes() -> LedgerList {
        gather(
            \.tapes, key: { "\($0.label)|\($0.id)" },
            members: { tape, json in
                json.name("id"); json.string(tape.id)
                json.name("label"); json.string(tape.label)
                json.name("pool"); json.string(tape.pool)
                json.name("set"); json.string(tape.set)
                json.name("status"); json.string(tape.status)
                json.name("location"); json.string(tape.location)
                json.name("used"); json.integer(tape.bytesUsed)
                json.name("expired"); json.bool(tape.isExpired)
                json.name("catalog"); json.bool(tape.hasCatalog)
                json.name("labelledAt"); json.time(tape.labelledAt)
                json.name("setBegunAt"); json.time(tape.setBegunAt)
            })
    }

    func tapeDrives() -> LedgerList {
        gather(\.tapeDrives, key: \.name) { drive, json in
            drive.write(into: &json)
            json.name("changer"); json.string(drive.changer)
            json.name("numberInChanger"); json.integer(drive.numberInChanger)
            json.name("busy"); json.bool(drive.isBusy)
            json.name("work"); json.string(drive.work)
        }
    }

    func tapeChangers() -> LedgerList {
        gather(\.tapeChangers, key: \.name) { $0.write(into: &$1) }
    }
}

extension TapeDevice {
    /// What drives and changers have in common.
    fileprivate func write(into json: inout JSONWriter) {
        json.name("name"); json.string(name)
        json.name("vendor"); json.string(vendor)
        json.name("model"); json.string(model)
        json.name("serial"); json.string(serial)
        json.name("found"); json.bool(isFound)
    }
}
