/// The queues of postfix on one node.
enum MailQueueEndpoints {
    static let parameters: [String: [String]] = [
        "start": [], "limit": [], "filter": [], "sortfield": ["arrival_time", "message_size", "sender", "receiver", "reason"],
        "sortdir": ["ASC", "DESC"],
    ]

    /// `qshape` counts by age in classes that double, in minutes. Everything is text, and the first row is the sum.
    static func shape(_ call: MailCall) throws(APIRefusal) -> Payload {
        let queue = MailQueue(name: call.text("queue") ?? "deferred", node: try call.node(), world: call.world, now: call.now)
        let limits: [Double] = [0, 5, 10, 20, 40, 80, 160, 320, 640, 1_280]
        var classes = zip(limits, limits.dropFirst()).map { ("\(Int($1))m", queue.counts(from: $0 * 60, to: $1 * 60)) }
        classes.append(("1280m+", queue.counts(from: 1_280 * 60, to: .infinity)))
        let domains = Set(classes.flatMap { $0.1.keys })
        let totals = domains.map { domain in (domain, classes.reduce(0) { $0 + ($1.1[domain] ?? 0) }) }.filter { $0.1 > 0 }
        var rows = [row("TOTAL", total: totals.reduce(0) { $0 + $1.1 }, classes.map { ($0.0, $0.1.values.reduce(0, +)) })]
        for (domain, total) in totals.sorted(by: { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }) {
            rows.append(row(domain, total: total, classes.map { ($0.0, $0.1[domain] ?? 0) }))
        }
        return Payload(rows: rows)
    }

    private static func row(_ domain: String, total: Int, _ classes: [(String, Int)]) -> String {
        var row = JSONObject()
        row.put("domain", domain)
        row.put("total", String(total))
        for (name, count) in classes { row.put(name, String(count)) }
        return row.json
    }

    static func list(_ call: MailCall) throws(APIRefusal) -> Payload {
        let name = call.parameters["queue"] ?? ""
        guard MailQueue.names.contains(name) else {
            throw .parameter("queue", "value '\(name)' does not have a value in the enumeration '\(MailQueue.names.joined(separator: ", "))'")
        }
        let start = try call.number("start", in: 0...1_000_000) ?? 0
        let limit = try call.number("limit", in: 0...1_000_000) ?? 50
        let node = try call.node()
        let queue = MailQueue(name: name, node: node, world: call.world, now: call.now)
        var mails = sorted(queue.oldest(min(start + limit, MailQueue.mostListed)), call)
        var total = queue.total
        if let filter = call.text("filter"), !filter.isEmpty {
            mails = mails.filter { $0.sender.contains(filter) || $0.receiver.contains(filter) }
            total = mails.count
        }
        return Payload(JSONText.array(mails.dropFirst(start).prefix(limit).map { row($0, of: node) }), total: total)
    }

    private static func sorted(_ mails: [QueuedMail], _ call: MailCall) -> [QueuedMail] {
        let up: [QueuedMail]
        switch call.text("sortfield") {
        case "message_size": up = mails.sorted { $0.size < $1.size }
        case "sender": up = mails.sorted { $0.sender < $1.sender }
        case "receiver": up = mails.sorted { $0.receiver < $1.receiver }
        case "reason": up = mails.sorted { ($0.reason ?? "") < ($1.reason ?? "") }
        default: up = mails
        }
        return call.text("sortdir") == "DESC" ? up.reversed() : up
    }

    private static func row(_ mail: QueuedMail, of node: MailNode) -> String {
        var row = JSONObject()
        row.put("queue_id", mail.id)
        // In the words of the clock it came by.
        row.put("arrival_time", Int(mail.arrival + node.clockSkew))
        row.put("message_size", mail.size)
        row.put("sender", mail.sender)
        row.put("receiver", mail.receiver)
        row.put("reason", ifPresent: mail.reason)
        return row.json
    }
}
