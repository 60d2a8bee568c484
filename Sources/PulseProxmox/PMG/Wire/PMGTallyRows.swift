import PulseCore

/// Mail by domain and viruses by name, over whole days.
enum PMGTallyRows {
    static let mostDomains = 200
    static let mostViruses = 100
    /// Of one node.
    static let mostBackups = 200

    /// The rows of `/statistics/domains`, those with the most mail first.
    static func domains(_ rows: [JSONObject]) -> [MailDomain] {
        Array(rows.compactMap(domain).sorted { ($1.incoming + $1.outgoing, $0.name) < ($0.incoming + $0.outgoing, $1.name) }.prefix(mostDomains))
    }

    private static func domain(_ row: JSONObject) -> MailDomain? {
        guard let name = row.text("domain"), let incoming = row.count("count_in"), let outgoing = row.count("count_out") else { return nil }
        var domain = MailDomain(name: name.printable(limit: 255), incoming: Int(incoming), outgoing: Int(outgoing))
        domain.spam = sum(row, "spamcount", row.count).map { Int($0) }
        domain.virus = sum(row, "viruscount", row.count).map { Int($0) }
        domain.bytes = sum(row, "bytes", row.amount)
        return domain
    }

    /// In both directions. One that can't be is not made up for by the other.
    private static func sum<Figure: Numeric>(_ row: JSONObject, _ kind: String, _ figure: (String) -> Figure?) -> Figure? {
        figure("\(kind)_in").flatMap { inward in figure("\(kind)_out").map { inward + $0 } }
    }

    /// The rows of `/statistics/virus`, the most frequent first.
    static func viruses(_ rows: [JSONObject]) -> [VirusTally] {
        let all = rows.compactMap { row in
            row.text("name").flatMap { name in row.count("count").map { VirusTally(name: name.printable(limit: 200), count: Int($0)) } }
        }
        return Array(all.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(mostViruses))
    }

    /// A row of `/nodes/{node}/backup`.
    static func backup(_ row: JSONObject) -> MailBackup? {
        guard let file = row.text("filename"), let at = row.moment("timestamp") else { return nil }
        return MailBackup(file: file.printable(limit: 255), at: at, size: row.amount("size"))
    }
}

/// The newest row of `/nodes/{node}/rrddata` that has figures: what was not measured is a row with its time alone.
struct PMGTraffic: Sendable, Equatable {
    var at: Timestamp
    /// Bytes per second.
    var incoming: Double
    var outgoing: Double

    init?(_ rows: [JSONObject]) {
        let told = rows.compactMap(Self.init(row:)).max { $0.at < $1.at }
        guard let told else { return nil }
        self = told
    }

    private init?(row: JSONObject) {
        guard let at = row.moment("time"), let incoming = row.rate("netin"), let outgoing = row.rate("netout") else { return nil }
        (self.at, self.incoming, self.outgoing) = (at, incoming, outgoing)
    }
}
