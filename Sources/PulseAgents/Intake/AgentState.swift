import PulseAgentProtocol
import PulseCore

/// What is known of one agent at this moment: events in, decisions out. No clock, no storage.
struct AgentState: Sendable {
    /// What is said of the agent itself at the next tick, where nothing else is said anyway.
    enum Notice: Equatable, Sendable {
        /// After a start of the server: it is known, and has not reported yet.
        case introduced
        case silent
        case revoked
    }

    var record: AgentRecord
    var names: SourceNames
    var estate = AgentEstate()
    var liveness: AgentLiveness
    var clock = AgentClock()
    var runs: RunLedger
    /// From before the start of the server, until it reports.
    var lastHost: ReportedObject?
    /// Tags that it was installed with or that its profile gives.
    var ownTags: [String] = []
    /// The moment of a report that nobody was told of yet.
    var pending: Timestamp?
    var notice: Notice?
    /// The agent that speaks for the cluster that this one sees as well.
    var clusterSpeaker: String?
    /// What it is to have by profiles.
    var offer: ProfileShelf.Offer?
    /// Why the last report was refused.
    var refusal: Problem?
    /// When somebody asked last that it asks registries.
    var imageCheck: Timestamp?
    /// Of an agent of v5, between its reports.
    var recall = V5Recall()
    var kept = KeptRows()

    init(_ record: AgentRecord, liveness: AgentLiveness, runs: RunLedger = RunLedger(), cluster: SourceSlug? = nil, lastHost: ReportedObject? = nil) {
        self.record = record
        self.liveness = liveness
        self.runs = runs
        self.lastHost = lastHost
        names = SourceNames(machine: record.source, cluster: cluster)
    }

    /// What has been written to disk, so that only what differs is written again.
    struct KeptRows: Sendable {
        var record: AgentRecord?
        var runs = RunLedger()
        var seenAt: Timestamp?
        var host: ReportedObject?
        var hostAt: Timestamp?
    }
}

extension AgentState {
    /// What came of a batch.
    struct Taken: Sendable {
        var late: [Sample] = []
        var refusal: AgentRefusal?
    }

    /// Takes in a checked batch. One that has nothing new is an old request that came again, and says nothing of the agent either.
    mutating func take(_ batch: AgentBatch, at now: Timestamp) -> Taken {
        guard batch.reports.contains(where: { $0.sequence > runs.through(batch.run) }) else { return Taken() }
        clock.heard(sentAt: batch.sentAt, at: now)
        note(batch.agent)
        var taken = Taken()
        for (index, report) in batch.reports.enumerated() where report.sequence > runs.through(batch.run) {
            // Older than two intervals is history.
            let moment = clock.moment(of: report.measuredAt, sentAt: batch.sentAt)
            let outcome = take(
                report, at: moment, isCurrent: index == batch.reports.count - 1 && now.since(moment) <= liveness.interval * 2, &taken.late)
            if case .tooMany(let count) = outcome {
                taken.refusal = refuse(count)
                break
            }
            _ = runs.count(report.sequence, of: batch.run)
            refusal = nil
        }
        liveness.heard(at: now, interval: estate.status.map { .seconds($0.interval) })
        return taken
    }

    /// - Parameter kinds: of which the report has the figures; nil for all.
    mutating func take(
        _ report: AgentReport, at moment: Timestamp, isCurrent: Bool, figuresOf kinds: Set<ResourceKind>? = nil, _ late: inout [Sample]
    ) -> AgentEstate.Outcome {
        // What nobody was told of yet must not get lost when the next report takes its place.
        let waiting = pending == nil ? [] : samples(kinds)
        let outcome = estate.apply(report, at: moment, figuresOf: kinds)
        switch outcome {
        case .applied:
            late += isCurrent ? waiting : waiting + samples(kinds)
            pending = isCurrent ? moment : nil
            if isCurrent { notice = nil }
        case .unknownBase:
            var samples = EstateSamples(names: names)
            samples.add(report, at: moment)
            late += samples.samples
            estate.forgetVersion()
        case .gathering, .tooMany: break
        }
        return outcome
    }

    private func samples(_ kinds: Set<ResourceKind>?) -> [Sample] {
        var samples = EstateSamples(names: names)
        samples.add(estate, kinds: kinds)
        return samples.samples
    }

    private mutating func note(_ header: AgentHeader) {
        ownTags = header.tags
        record.hostname = header.hostname
        record.machineID = header.machineID ?? record.machineID
        record.version = header.version
        record.platform = header.platform
        record.architecture = header.architecture
    }

    private mutating func refuse(_ count: Int) -> AgentRefusal {
        let sentence = "An agent tells of at most \(AgentLimits.objects) things, and \(record.hostname) has \(count)."
        let nextStep = "Leave some out by the agent's settings: exclude namespaces, or containers."
        refusal = Problem(code: "too_much", sentence: sentence, nextStep: nextStep)
        // Parts of the chain are missing now.
        estate.forgetVersion()
        return .tooMuch("\(sentence) \(nextStep)")
    }
}
