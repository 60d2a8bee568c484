import PulseCore

/// What there is to say about a mail gateway after a flight.
struct PMGReport {
    private let state: PMGSourceState
    private let interval: Duration

    init(_ state: PMGSourceState, _ interval: Duration) {
        self.state = state
        self.interval = interval
    }

    private var configuration: ProxmoxSourceConfiguration { state.configuration }
    private var picture: PMGPicture { state.picture }
    private var ledger: SourceLedger { state.ledger }

    func observation(at now: Timestamp, answered: Bool, _ way: SourceWay) -> Observation {
        let (standing, endpoints, lastAnswerAt) = (way.standing, way.pool.reports, way.lastAnswerAt)
        if answered { return self.answered(at: now, endpoints: endpoints, lastAnswerAt: lastAnswerAt) }
        var report = report(endpoints: endpoints, lastAnswerAt: lastAnswerAt)
        switch standing {
        case nil: break
        case .unreachable(let problem): (report.condition, report.problems) = (.unreachable, [problem])
        case .refused(let problem): (report.condition, report.problems) = (.refused, [problem])
        case .answered: complete(&report)
        }
        return Observation(source: configuration.slug, at: now, report: report, ledger: ledger)
    }

    /// What there is to say after a flight that was answered.
    func answered(at now: Timestamp, endpoints: [EndpointReport], lastAnswerAt: Timestamp? = nil) -> Observation {
        var report = report(endpoints: endpoints, lastAnswerAt: lastAnswerAt ?? now)
        complete(&report)
        let normaliser = PMGNormaliser(picture: picture, context: context, now: now)
        return Observation(
            source: configuration.slug, at: now, report: report, resources: normaliser.resources(), completeKinds: normaliser.completeKinds(),
            ledger: ledger)
    }

    private func report(endpoints: [EndpointReport], lastAnswerAt: Timestamp?) -> SourceReport {
        SourceReport(
            source: configuration.slug, kind: .mailGateway, name: configuration.name, condition: .connecting, endpoints: endpoints,
            version: picture.version?.version, lastAnswerAt: lastAnswerAt, interval: interval)
    }

    private func complete(_ report: inout SourceReport) {
        report.problems = problems
        report.missingPrivileges = PMGRole.missing(picture.forbidden, credentials: configuration.credentials)
        let isWhole = report.problems.isEmpty && report.missingPrivileges.isEmpty && report.endpoints.allSatisfy { $0.problem == nil }
        report.condition = isWhole ? .reachable : .degraded
    }

    private var problems: [Problem] { nodeProblems + rowProblems }

    private var nodeProblems: [Problem] {
        var result: [Problem] = []
        let away = picture.nodeNames.filter { picture.nodes[$0]?.failure != nil }
        if !away.isEmpty {
            result.append(
                Problem(
                    code: "node_unreachable",
                    sentence: "The gateway answers, but not for \(Self.list(away)). What waits in the queues there is not known.",
                    nextStep: "Look whether the node is running and its neighbours reach port 8006 there; `pmgcm status` shows the cluster."))
        }
        let behind = picture.nodeNames.filter { picture.nodes[$0]?.status?.value.isInSync == false }
        if !behind.isEmpty {
            result.append(
                Problem(
                    code: "not_in_sync",
                    sentence: "The database of \(Self.list(behind)) lags behind the cluster by more than three minutes.",
                    nextStep: "Look at `pmgcm status`, and at pmgmirror and pmgtunnel there: journalctl -u pmgmirror -u pmgtunnel."))
        }
        result += Problem.clocksOff(of: Set(picture.nodeNames), in: ledger)
        return result
    }

    private var rowProblems: [Problem] {
        var result: [Problem] = []
        if picture.droppedRows > 0 {
            result.append(
                Problem(
                    code: "rows_not_understood", sentence: "\(picture.droppedRows) rows of the answer could not be understood and were left out.",
                    nextStep: "Please report it with the output of `pmgsh get /nodes`."))
        }
        if picture.notFiniteNumbers > 0 {
            result.append(
                Problem(
                    code: "numbers_invalid", sentence: "\(picture.notFiniteNumbers) figures of the answer are no numbers and are shown as unknown.",
                    nextStep: "Look whether a file system of the gateway reports nonsense."))
        }
        return result
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ").printable(limit: 120) }

    private var context: PMGNormaliser.Context {
        var context = PMGNormaliser.Context(slug: configuration.slug, name: configuration.name)
        let port = configuration.endpoints.first?.port ?? ProxmoxProduct.mailGateway.defaultPort
        for member in picture.members {
            if let address = member.address { context.webAddresses[member.name] = ProxmoxAddress(host: address, port: port).url }
        }
        // What the operator set up is what the operator can reach.
        for endpoint in configuration.endpoints { if let node = endpoint.node { context.webAddresses[node] = endpoint.url } }
        context.entry = configuration.endpoints.first?.url
        let quarantines = ledger.quarantines.value ?? []
        context.spamQuarantine = quarantines.first { $0.name == "spam" }?.count
        context.virusQuarantine = quarantines.first { $0.name == "virus" }?.count
        return context
    }
}
