import PulseCore

/// What waits in the queues of all nodes of a gateway.
struct WaitingMail: Sendable {
    private(set) var deferred = 0
    private(set) var domains: [String: Int] = [:]
    private(set) var reasons: [String: Int] = [:]
    /// How many reasons were read: those of a sample.
    private(set) var sampled = 0

    init(_ queues: [MailQueue]) {
        for queue in queues where queue.name == "deferred" {
            deferred += queue.count
            for domain in queue.domains where domain.domain != "TOTAL" { domains[domain.domain, default: 0] += domain.count }
            for reason in queue.reasons ?? [] {
                reasons[reason.reason, default: 0] += reason.count
                sampled += reason.count
            }
        }
    }

    /// The one that most wait for, by name where several are equal.
    var topDomain: (name: String, count: Int)? { Self.top(domains).map { (name: $0.key, count: $0.value) } }
    var topReason: (text: String, count: Int)? { Self.top(reasons).map { (text: $0.key, count: $0.value) } }

    private static func top(_ counts: [String: Int]) -> (key: String, value: Int)? {
        counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    }

    /// ` Most say: …`, where reasons were read.
    var why: String { topReason.map { " \($0.count) of \(sampled) say: \($0.text.printable(limit: 160))." } ?? "" }
}

extension Look {
    static let queueAge = Duration.hours(1)

    /// - Throws: ``NotEvaluable`` unless the queues of at least one node were told within the hour.
    func waitingMail() throws -> WaitingMail {
        guard resource.state.status != .unknown else { throw NotEvaluable("The gateway does not answer at the moment.") }
        let nodes = (ledger?.mailNodes ?? [:]).sorted { $0.key < $1.key }
        let found = nodes.compactMap { try? told($0.value.queues, "Its queues", within: Self.queueAge) }
        guard !found.isEmpty else { throw NotEvaluable("Its queues were not read within the last hour.") }
        return WaitingMail(found.flatMap { $0 })
    }

    /// The hours that are over, oldest first.
    func mailHours() throws -> [MailHour] {
        guard resource.state.status != .unknown else { throw NotEvaluable("The gateway does not answer at the moment.") }
        return try told(ledger?.mailHours, "Its statistics", within: .hours(2)).filter { $0.start + .hours(1) <= now }
    }
}
