import PulseCore

/// Rows that only a backup server has: traffic and tapes.
enum PBSNodeRows {
    static func traffic(_ row: JSONObject) -> TrafficRule? {
        guard let name = row.text("name") else { return nil }
        var rule = TrafficRule(name: name)
        (rule.limitIn, rule.limitOut) = (row.text("rate-in"), row.text("rate-out"))
        (rule.currentIn, rule.currentOut) = (row.amount("cur-rate-in"), row.amount("cur-rate-out"))
        rule.comment = row.text("comment")?.printable(limit: 200)
        return rule
    }

    static func medium(_ row: JSONObject) -> TapeMedium? {
        guard let label = row.text("label-text") else { return nil }
        var medium = TapeMedium(id: row.text("uuid") ?? label, label: label.printable(limit: 100))
        medium.pool = row.text("pool")
        medium.set = row.text("media-set-name")
        medium.status = row.text("status")
        medium.location = row.text("location")
        medium.bytesUsed = row.amount("bytes-used")
        (medium.isExpired, medium.hasCatalog) = (row.flag("expired"), row.flag("catalog"))
        (medium.labelledAt, medium.setBegunAt) = (row.moment("ctime"), row.moment("media-set-ctime"))
        return medium
    }

    static func tapeChanger(_ row: JSONObject) -> TapeDevice? {
        guard let name = row.text("name") else { return nil }
        var device = TapeDevice(name: name.printable(limit: 100))
        (device.vendor, device.model, device.serial) = (said(row, "vendor"), said(row, "model"), said(row, "serial"))
        return device
    }

    static func tapeDrive(_ row: JSONObject) -> TapeDevice? {
        guard var device = tapeChanger(row) else { return nil }
        device.changer = row.text("changer")
        device.numberInChanger = device.changer == nil ? nil : row.tally("changer-drivenum")
        // Said of a drive that is locked alone: the id of the task that has it, or nothing but that it is locked.
        if case .text = row["state"] { device.isBusy = true } else { device.isBusy = false }
        device.work = row.text("state").map { (PBSTaskRow.type($0) ?? $0).printable(limit: 100) }
        return device
    }

    private static func said(_ row: JSONObject, _ key: String) -> String? {
        row.text(key)?.printable(limit: 80)
    }
}
