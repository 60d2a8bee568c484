import PulseAgentProtocol
import PulseCore

/// What one report of v5 comes to: the things and figures of its module.
struct V5Picture {
    /// That this report tells of completely.
    let kinds: Set<ResourceKind>
    var objects: [ReportedObject] = []
    var figures: [ObjectFigures] = []

    /// The difference to what is known, as a report of ours.
    func report(after estate: AgentEstate, sequence: UInt64, at moment: Timestamp, status: AgentStatus) -> AgentReport {
        var report = AgentReport(sequence: sequence, measuredAt: moment, base: estate.version, version: (estate.version ?? 0) + 1)
        report.upserted = objects.filter { estate.objects[$0.key] != $0 }
        let told = Set(objects.map(\.key))
        report.removed = estate.objects.keys.filter { kinds.contains($0.kind) && !told.contains($0) }
        report.figures = figures
        report.status = status
        return report
    }
}

/// Keys of things that v5 names.
enum V5Key {
    private static let longest = 380

    static func key(_ kind: ResourceKind, _ names: String...) -> ObjectKey {
        let path = names.map { ResourceID.encode($0.isEmpty ? "-" : $0) }.joined(separator: "/")
        // A name of that length is nobody's: it is cut, at a place where no encoded byte is cut in two.
        let cut = path.utf8.count <= longest ? path : String(path.prefix(longest).prefix { $0 != "%" })
        return ObjectKey(text: "\(kind.rawValue):\(cut)") ?? ObjectKey(kind, "unnamed")
    }
}

/// Moments as v5 writes them. The zero moment of Go is none.
enum V5Time {
    static func moment(_ text: String?) -> Timestamp? {
        guard let text, text.utf8.count <= 64 else { return nil }
        return Timestamp(rfc3339: text)
    }
}

/// What is remembered of an agent of v5 between its reports.
struct V5Recall: Sendable {
    /// When each module reported last, by this server's clock, and what it said its time was.
    var heard: [String: (at: Timestamp, said: Timestamp, interval: Int)] = [:]
    /// The API token of each module.
    var tokens: [String: String] = [:]
    var rates: [String: V5Rates] = [:]
    var startedAt: Timestamp?
    var engine: EngineFacts?
    var sequence: UInt64 = 0

    /// The moment of a start stays the same although it is reckoned anew from whole seconds each time.
    mutating func start(_ uptime: Int64?, at moment: Timestamp) -> Timestamp? {
        guard let uptime, (0...3_155_760_000).contains(uptime) else { return startedAt }
        let reckoned = moment - .seconds(uptime)
        if let startedAt, reckoned.since(startedAt) < .seconds(30), startedAt.since(reckoned) < .seconds(30) { return startedAt }
        startedAt = reckoned
        return reckoned
    }

    func status(at now: Timestamp, interval: Int) -> AgentStatus {
        var status = AgentStatus(interval: interval)
        status.modules = V5Identity.Module.allCases.compactMap { module in
            guard let last = heard[module.rawValue] else { return nil }
            let isSilent = now.since(last.at) > max(.seconds(last.interval * 3), .seconds(30))
            return AgentStatus.Module(
                module.rawValue, isSilent ? .failing : .working, problem: isSilent ? "The agent tells nothing of \(module.rawValue) any more." : nil,
                nextStep: isSilent ? "Look into the log of the agent on the machine." : nil, kinds: kinds(of: module))
        }
        return status
    }

    /// Without a host module Docker tells of the machine as well.
    func kinds(of module: V5Identity.Module) -> [ResourceKind] {
        switch module {
        case .host: [.host]
        case .docker: heard[V5Identity.Module.host.rawValue] == nil ? [.container, .swarmService, .host] : [.container, .swarmService]
        case .kubernetes: [.kubernetesCluster, .kubernetesNode, .kubernetesPod, .kubernetesDeployment]
        }
    }
}
