import PulseCore

/// The rows of `/nodes/{node}/postfix/qshape`: all counters are text, and the first row is the sum.
struct PMGQueueShape: Sendable, Equatable {
    /// Minutes; the last class is open.
    static let classes = ["5m", "10m", "20m", "40m", "80m", "160m", "320m", "640m", "1280m", "1280m+"]
    private static let mostDomains = 100

    var count: Int
    /// The fullest first.
    var domains: [MailQueueDomain]

    /// Nil without the row of the sum: it is no shape then.
    init?(_ rows: [JSONObject]) {
        guard let total = rows.first(where: { $0.text("domain") == "TOTAL" })?.count("total") else { return nil }
        count = Int(total)
        let all = rows.compactMap(Self.domain).sorted { ($1.count, $0.domain) < ($0.count, $1.domain) }
        domains = Array(all.prefix(Self.mostDomains))
    }

    private static func domain(_ row: JSONObject) -> MailQueueDomain? {
        guard let name = row.text("domain"), name != "TOTAL", let total = row.count("total") else { return nil }
        let ages = classes.map { row.count($0).map { Int($0) } }
        return MailQueueDomain(domain: name.printable(limit: 255), count: Int(total), byAge: ages.contains(nil) ? [] : ages.compactMap { $0 })
    }
}

/// The rows of `/nodes/{node}/postfix/queue/deferred`, the oldest first.
struct PMGWaitingMail: Sendable, Equatable {
    var oldest: Timestamp?
    var reasons: [DeferralReason]

    private static let mostReasons = 20

    init(_ rows: [JSONObject]) {
        oldest = rows.compactMap { $0.moment("arrival_time") }.min()
        var counts: [String: Int] = [:]
        for row in rows {
            if let reason = row.text("reason") { counts[reason.printable(limit: 300), default: 0] += 1 }
        }
        let all = counts.map { DeferralReason(reason: $0.key, count: $0.value) }
        reasons = Array(all.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }.prefix(Self.mostReasons))
    }
}
