import PulseCore

/// Signature databases and rules of a node, and what the quarantines hold.
enum PMGHealthRows {
    /// A row of `/nodes/{node}/clamav/database`.
    static func virusDatabase(_ row: JSONObject) -> SignatureDatabase? {
        guard let name = row.text("name") ?? row.text("type") else { return nil }
        var database = SignatureDatabase(name: "ClamAV \(name.printable(limit: 60))")
        database.version = row.text("version")?.printable(limit: 40)
        database.builtAt = row.text("build_time").flatMap(built)
        database.signatures = row.count("nsigs").map { Int($0) }
        return database
    }

    /// A row of `/nodes/{node}/spamassassin/rules`.
    static func spamRules(_ row: JSONObject) -> SignatureDatabase? {
        guard let channel = row.text("channel") else { return nil }
        var database = SignatureDatabase(name: "SpamAssassin \(channel.printable(limit: 100))")
        database.version = row.text("version")?.printable(limit: 40)
        database.builtAt = row.moment("last_updated")
        database.isUpdateAvailable = row.flag("update_avail")
        return database
    }

    /// `16 Dec 2025 23-18 +0000`, with a hyphen in the time (`facts.md`, section 5).
    static func built(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 5, let month = months.firstIndex(of: words[1].lowercased()), words[4].count == 5 else { return nil }
        let (day, zone) = (words[0].count == 1 ? "0\(words[0])" : String(words[0]), words[4])
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        let time = words[3].map { $0 == "-" ? ":" : $0 }
        return Timestamp(rfc3339: "\(words[2])-\(number)-\(day)T\(String(time)):00\(zone.prefix(3)):\(zone.suffix(2))")
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `/quarantine/spamstatus` and `/virusstatus`. Sizes are MiB.
    static func quarantine(_ value: JSON, name: String) -> Quarantine? {
        guard let object = value.object, let count = object.count("count") else { return nil }
        var quarantine = Quarantine(name: name, count: Int(count))
        quarantine.bytes = object.number("mbytes").flatMap { (0...1e12).contains($0) ? Int64($0 * 1_048_576) : nil }
        return quarantine
    }

    /// A row of `/nodes/{node}/tasks`.
    static func task(_ row: JSONObject, node: String) -> TaskRecord? {
        guard let id = row.text("upid"), let type = row.text("type"), let began = row.moment("starttime") else { return nil }
        let ended = row.moment("endtime")
        let status = row.text("status")?.printable(limit: 400)
        var task = TaskRecord(
            id: id, node: node, type: type.printable(limit: 60), startedAt: began,
            outcome: ended == nil ? .running : WorkOutcome(status: status ?? "unknown"))
        task.endedAt = ended
        task.subject = row.text("id")?.printable(limit: 200)
        task.user = row.text("user")?.printable(limit: 100)
        return task
    }
}
