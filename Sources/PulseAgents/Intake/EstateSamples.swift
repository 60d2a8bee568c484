import PulseAgentProtocol
import PulseCore

/// Under which ids the things of one agent are shown.
struct SourceNames: Equatable, Sendable {
    let machine: SourceSlug
    /// Nil when the agent speaks for no cluster: then what it says of one is nobody's.
    var cluster: SourceSlug?

    func source(of kind: ResourceKind) -> SourceSlug? {
        if ReportedKinds.machine.contains(kind) { return machine }
        return ReportedKinds.cluster.contains(kind) ? cluster : nil
    }

    func id(_ key: ObjectKey) -> ResourceID? { source(of: key.kind).map { key.id(in: $0) } }
}

/// Figures as samples with their own times: what becomes of a report that came too late to be the current state.
struct EstateSamples {
    let names: SourceNames
    private(set) var samples: [Sample] = []

    init(names: SourceNames) {
        self.names = names
    }

    /// Everything that was measured at the moment of the newest report.
    ///
    /// - Parameter kinds: nil for all.
    mutating func add(_ estate: AgentEstate, kinds: Set<ResourceKind>? = nil) {
        for (key, figures) in estate.figures where kinds?.contains(key.kind) != false {
            guard let object = estate.objects[key], let id = names.id(key) else { continue }
            add(id, figures)
            add(object, id, at: figures.at)
        }
    }

    /// The figures of a report that builds on something unknown: whose they are is known from their keys.
    mutating func add(_ report: AgentReport, at moment: Timestamp) {
        for figures in report.figures {
            guard let id = names.id(figures.key) else { continue }
            add(id, AgentEstate.Figures(values: figures.values, parts: figures.parts, at: moment))
        }
    }

    private mutating func add(_ id: ResourceID, _ figures: AgentEstate.Figures) {
        for (metric, figure) in figures.values {
            if case .value(let value) = figure { add(id, metric, "", figures.at, value) }
        }
        for part in figures.parts { add(id, part.metric, part.part, figures.at, part.value) }
    }

    /// What facts hold that history keeps too.
    private mutating func add(_ object: ReportedObject, _ id: ResourceID, at moment: Timestamp) {
        switch object.facts {
        case .host(let facts):
            for system in facts.filesystems {
                if let used = system.used { add(id, .diskUsed, system.mountpoint, moment, Double(used)) }
                if let total = system.total { add(id, .diskTotal, system.mountpoint, moment, Double(total)) }
            }
            for reading in facts.temperatures { add(id, .temperature, reading.label, moment, reading.celsius) }
            for count in facts.diskCounts { add(id, count.metric, count.part, moment, count.value) }
            addUptime(object, id, facts.startedAt, moment)
        case .container(let facts): addUptime(object, id, facts.startedAt, moment)
        case .kubernetesPod(let facts): addUptime(object, id, facts.startedAt, moment)
        default: break
        }
    }

    private mutating func addUptime(_ object: ReportedObject, _ id: ResourceID, _ startedAt: Timestamp?, _ moment: Timestamp) {
        guard let startedAt, startedAt <= moment, [.online, .running].contains(object.status) else { return }
        add(id, .uptime, "", moment, moment.since(startedAt).asSeconds)
    }

    private mutating func add(_ id: ResourceID, _ metric: Metric, _ part: String, _ at: Timestamp, _ value: Double) {
        if let sample = Sample(SeriesKey(id, metric, part: part), at: at, value: value) { samples.append(sample) }
    }
}
