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
        var medium = TapeMedium(label: label)
        medium.pool = row.text("pool")
        medium.set = row.text("media-set-name")
        medium.status = row.text("status")
        medium.location = row.text("location")
        medium.bytesUsed = row.amount("bytes-used")
        medium.isExpired = row.flag("expired")
        return medium
    }
}
