import PulseCore

/// An estate at one moment, before the patrol sees it.
struct World {
    let start: Timestamp
    let now: Timestamp
    var resources: [ResourceID: Resource] = [:]
    var sources: [SourceSlug: SourceReport] = [:]
    var ledgers: [SourceSlug: SourceLedger] = [:]
    var figures: Figures

    init(start: Timestamp, now: Timestamp, figures: Figures) { (self.start, self.now, self.figures) = (start, now, figures) }

    /// When parts of ledgers were told.
    var told: Timestamp { now - .seconds(90) }

    mutating func source(_ slug: SourceSlug, _ kind: SourceKind, _ name: String, address: String, node: String? = nil, fingerprint: String? = nil) {
        let endpoint = EndpointReport(address: address, node: node, lastAnswerAt: now - .seconds(5), fingerprint: fingerprint)
        sources[slug] = SourceReport(
            source: slug, kind: kind, name: name, condition: .reachable, endpoints: [endpoint], lastAnswerAt: now - .seconds(5),
            interval: .seconds(10))
        sources[slug]?.completeKinds = Set(ResourceKind.allCases)
        ledgers[slug] = ledgers[slug] ?? SourceLedger()
    }

    mutating func add(
        _ id: ResourceID, _ source: SourceSlug, _ name: String, parent: ResourceID? = nil, _ status: Status, since: Duration? = .seconds(20 * 86_400),
        tags: [String] = [], _ facts: Facts
    ) {
        resources[id] = Resource(
            id: id, source: source, name: name, parent: parent, state: ResourceState(status, since: since.map { start - $0 }), tags: tags,
            facts: facts, lastSeen: now - .seconds(5))
    }

    /// A figure as it is without a scenario. It is the same at every moment of a scenario, so it is told once.
    mutating func figure(
        _ id: ResourceID, _ metric: Metric, part: String = "", _ base: Double, rhythm: Double = 0, noise: Double = 0, ceiling: Double = .infinity,
        quality: Quality = .measured
    ) {
        let key = SeriesKey(id, metric, part: part)
        figures.signals[key] = Signal(key, base: base, rhythm: rhythm, noise: noise, ceiling: ceiling, quality: quality)
    }

    /// Used and whole, the first by its share of the second.
    mutating func space(_ id: ResourceID, _ share: Double, of total: Double, part: String = "", noise: Double = 0.001) {
        figure(id, .diskUsed, part: part, share * total, noise: noise, ceiling: total)
        figure(id, .diskTotal, part: part, total)
    }

    mutating func memory(_ id: ResourceID, _ share: Double, of total: Double, quality: Quality = .measured) {
        figure(id, .memoryUsed, share * total, rhythm: 0.05, noise: 0.01, ceiling: total, quality: quality)
        figure(id, .memoryTotal, total)
    }

    mutating func traffic(_ id: ResourceID, network: Double, disk: Double) {
        for (metric, base) in [(Metric.networkIn, network), (.networkOut, network * 0.6), (.diskRead, disk * 0.4), (.diskWrite, disk)] {
            figure(id, metric, base, rhythm: 0.3, noise: 0.15)
        }
    }

    mutating func processor(_ id: ResourceID, _ share: Double) { figure(id, .cpu, share, rhythm: 0.3, noise: 0.12, ceiling: 1) }

    /// What is measured at this moment becomes part of the resources.
    mutating func measure() {
        for (key, _) in figures.signals where key.part.isEmpty && resources[key.resource] != nil {
            resources[key.resource]?.metrics[key.metric] = figures.measurement(key, at: now)
        }
        for (key, _) in figures.signals where key.metric == .diskUsed && !key.part.isEmpty { mount(key) }
    }

    /// The list of file systems says the same as the figures.
    private mutating func mount(_ key: SeriesKey) {
        guard let used = figures.level(key, at: now), let total = figures.level(SeriesKey(key.resource, .diskTotal, part: key.part), at: now) else {
            return
        }
        switch resources[key.resource]?.facts {
        case .host(var facts)?:
            facts.filesystems.fill(key.part, used, total)
            resources[key.resource]?.facts = .host(facts)
        case .guest(var facts)?:
            facts.filesystems?.fill(key.part, used, total)
            resources[key.resource]?.facts = .guest(facts)
        default: break
        }
    }
}

extension [Filesystem] {
    fileprivate mutating func fill(_ mountpoint: String, _ used: Double, _ total: Double) {
        for index in indices where self[index].mountpoint == mountpoint {
            (self[index].used, self[index].total) = (Int64(used), Int64(total))
        }
    }
}

/// Names of this size in the worlds.
enum Size {
    static let mebi = 1_048_576.0
    static let gibi = 1_073_741_824.0
    static let tebi = 1_099_511_627_776.0
}

extension Duration {
    static func minutes(_ number: Int) -> Duration { .seconds(number * 60) }
    static func hours(_ number: Int) -> Duration { .seconds(number * 3600) }
    static func days(_ number: Int) -> Duration { .seconds(number * 86_400) }
}

extension Timestamp {
    /// The last time before this moment at which it was so many minutes after midnight.
    func last(minute: Int) -> Timestamp {
        let midnight = Timestamp(milliseconds: milliseconds - milliseconds % 86_400_000)
        let today = midnight + .minutes(minute)
        return today <= self ? today : today - .days(1)
    }
}
