import PulseCore

/// The series that the checks of a kind read of one of its resources, each with the longest stretch that any of them needs, in hours.
struct HistoryWish: Sendable {
    private var whole: [Metric: Int] = [:]
    private var parts: [Metric: Int] = [:]

    init(_ checks: [Check]) {
        for need in checks.flatMap(\.needs) {
            switch need {
            case .history(let metric, let hours): whole[metric] = max(whole[metric] ?? 0, hours)
            case .parts(let metric, let hours): parts[metric] = max(parts[metric] ?? 0, hours)
            case .facts, .current, .ledger, .backups, .sources: break
            }
        }
    }

    func series(of resource: Resource) -> [SeriesKey] {
        let own = whole.keys.filter { resource.metrics[$0] != nil }.map { SeriesKey(resource.id, $0) }
        return own + parts.keys.flatMap { metric in resource.parts(of: metric).map { SeriesKey(resource.id, metric, part: $0) } }
    }

    /// The longest stretch of a series that any check needs; nil when none needs it.
    func hours(of key: SeriesKey) -> Int? { (key.part.isEmpty ? whole : parts)[key.metric] }

    /// Without making them: as many as ``series(of:)`` at most.
    func count(of resource: Resource) -> Int { whole.count + parts.keys.reduce(0) { $0 + resource.parts(of: $1).count } }
}

extension Resource {
    /// More parts of one metric are not looked at, whatever a source says.
    private static let partLimit = 64

    /// The parts of a metric whose history is worth reading: those that the facts name.
    func parts(of metric: Metric) -> [String] {
        let names: [String] =
            switch (facts, metric) {
            case (.host(let host), .diskUsed): Self.filling(host.filesystems.filter { $0.mountpoint != "/" })
            case (.host(let host), .temperature): host.temperatures.map(\.label)
            case (.host(let host), .fanSpeed): (host.fans ?? []).map(\.label)
            case (.host(let host), .diskLatency): (host.disks ?? []).map(\.device)
            case (.host(let host), .reallocatedSectors), (.host(let host), .pendingSectors), (.host(let host), .mediaErrors),
                (.host(let host), .linkErrors):
                host.namedDisks.filter { $0.disk.counts[metric] ?? 0 > 0 }.map(\.name)
            case (.host(let host), .networkErrors), (.host(let host), .networkIn), (.host(let host), .networkOut):
                host.interfaces.map(\.name)
            case (.guest(let guest), .diskUsed): (guest.filesystems ?? []).count > 1 ? Self.filling(guest.filesystems ?? []) : []
            default: []
            }
        return Array(names.prefix(Self.partLimit))
    }

    /// One that is alone is the whole, and so is the root of a host.
    private static func filling(_ filesystems: [Filesystem]) -> [String] { filesystems.filter(\.isHalfFull).map(\.mountpoint) }
}

extension Filesystem {
    /// What is less than half full has time, and history is the dearest that a run reads.
    var isHalfFull: Bool { Double(used ?? 0) >= Double(total ?? .max) / 2 }
}
