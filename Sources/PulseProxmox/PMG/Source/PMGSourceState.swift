import PulseCore
import PulseTransport

/// Everything the source of a mail gateway remembers between calls. A value: the shell keeps it behind a lock, asks it what to do, and tells it
/// what came.
struct PMGSourceState: Sendable {
    let configuration: ProxmoxSourceConfiguration
    var picture = PMGPicture()
    var plan = PMGCallPlan()
    var ledger = SourceLedger()
    var steady = SteadyTime()
    /// The address that answered last.
    private var lastURL: String?
    private var mainDue: [PMGMainCall: Timestamp] = [:]

    static let mostNodes = 64
    static let mostTasks = 100
    /// After a failure a call is not left alone for its whole period.
    private static let retryPeriod = Duration.seconds(60)
    /// A little early is in time: flights don't come to the millisecond.
    private static let slack = Duration.seconds(2)

    init(_ configuration: ProxmoxSourceConfiguration) {
        self.configuration = configuration
    }

    // MARK: The main flight

    /// Whether another address than before answers for the same gateway. A node that was taken out of a cluster answers for itself alone.
    func isSameGateway(_ names: [String], at endpoint: ProxmoxEndpoint) -> Bool {
        guard let lastURL, lastURL != endpoint.url, !picture.nodes.isEmpty else { return true }
        return names.count { picture.nodes[$0] != nil } * 2 > picture.nodes.count
    }

    mutating func apply(nodes answer: Answer<[String]>, from endpoint: ProxmoxEndpoint, at now: Timestamp) {
        lastURL = endpoint.url
        let names = Set(answer.content.prefix(Self.mostNodes))
        (picture.droppedRows, picture.notFiniteNumbers) = (answer.dropped, answer.notFinite)
        for name in picture.nodeNames where !names.contains(name) {
            picture.nodes[name] = nil
            changeLedger { ledger in
                ledger.nodes[name] = nil
                ledger.mailNodes[name] = nil
            }
        }
        for name in names where picture.nodes[name] == nil { picture.nodes[name] = PMGPicture.NodeTrack() }
        plan.update(nodes: names, reachable: Set(picture.reachable), at: steady(now))
    }

    /// The nodes to be asked in this flight: those that answer, and those whose pause is over.
    mutating func nodesToAsk(at now: Timestamp) -> [String] {
        picture.nodeNames.filter { picture.nodes[$0]?.breaker.admits(at: now) ?? false }
    }

    mutating func apply(status: PMGNodeStatus, of node: String, asked: Timestamp, at now: Timestamp) {
        picture.forbidden.remove(.nodes)
        picture.nodes[node]?.status = .init(value: status, at: now)
        picture.nodes[node]?.start.observe(uptime: status.uptime, at: now)
        picture.nodes[node]?.failure = nil
        picture.nodes[node]?.breaker.succeeded()
        note(status, of: node, asked: asked, at: now)
        plan.update(nodes: Set(picture.nodes.keys), reachable: Set(picture.reachable), at: steady(now))
    }

    mutating func failed(node: String, _ failure: PMGPicture.Failure, at now: Timestamp, jitter: Double) {
        picture.nodes[node]?.failure = failure
        picture.nodes[node]?.breaker.failed(at: now, jitter: jitter)
        changeLedger { ledger in
            ledger.mailNodes[node, default: MailNodeLedger()].queues.failed(failure.problem)
            ledger.nodes[node, default: NodeLedger()].services.failed(failure.problem)
        }
        plan.update(nodes: Set(picture.nodes.keys), reachable: Set(picture.reachable), at: steady(now))
    }

    /// The role may not see how nodes are; that says nothing against them.
    mutating func forbidden(node: String) {
        picture.forbidden.insert(.nodes)
        picture.nodes[node]?.failure = nil
        picture.nodes[node]?.breaker.succeeded()
    }

    mutating func abandoned(node: String, at now: Timestamp) {
        picture.nodes[node]?.breaker.abandoned(at: now)
    }

    mutating func mainCalls(at now: Timestamp) -> [PMGMainCall] {
        let time = steady(now)
        return PMGMainCall.allCases.filter { call in mainDue[call].map { time + Self.slack >= $0 } ?? true }
    }

    mutating func finished(_ call: PMGMainCall, answered: Bool, at now: Timestamp) {
        mainDue[call] = steady(now) + (answered ? call.period : min(call.period, Self.retryPeriod))
    }

    mutating func apply(_ call: PMGMainCall, _ body: [UInt8], at now: Timestamp) throws(ProxmoxError) {
        switch call {
        case .recent:
            let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body) { $0 } }
            picture.recent = .init(value: PMGRecentMail(rows.content), at: now)
            picture.forbidden.remove(.statistics)
        case .version:
            picture.version = PMGVersion(try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content })
        }
    }

    private mutating func note(_ status: PMGNodeStatus, of node: String, asked: Timestamp, at now: Timestamp) {
        let half = now.since(asked) / 2
        // Whole seconds: it was some moment of that second.
        let skew = status.time.map { ClockSkew(ahead: ($0 + .milliseconds(500)).since(asked + half), uncertainty: half + .milliseconds(500)) }
        // The one that runs comes with the figures, the installed ones with the packages.
        let kernel = PackageVersions.state(running: status.kernel, newestInstalled: ledger.nodes[node]?.kernel.value?.newestInstalled)
        changeLedger { ledger in
            if let skew { ledger.nodes[node, default: NodeLedger()].clock.answered(skew, at: now) }
            if ledger.nodes[node]?.kernel.value != kernel { ledger.nodes[node, default: NodeLedger()].kernel.answered(kernel, at: now) }
            ledger.mailNodes[node, default: MailNodeLedger()].isInSync = status.isInSync
        }
    }

    // MARK: The ledger

    mutating func changeLedger(_ change: (inout SourceLedger) -> Void) {
        change(&ledger)
        ledger.revision += 1
    }
}
