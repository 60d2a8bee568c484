import PulseCore

@testable import PulseProxmox

/// An observation as people read it: one line for each thing known, times in seconds since the start of the case.
struct ObservationText {
    private var lines: [String] = []
    private let start: Timestamp

    static func of(_ observation: Observation, since start: Timestamp) -> String {
        var text = ObservationText(start)
        text.add(observation)
        return text.lines.joined(separator: "\n") + "\n"
    }

    private init(_ start: Timestamp) { self.start = start }

    private mutating func add(_ observation: Observation) {
        let report = observation.report
        lines.append("source \(observation.source) \(report.condition.name)\(report.version.map { ", Proxmox VE \($0)" } ?? "")")
        for problem in report.problems { lines.append("  problem \(problem.code): \(problem.sentence)") }
        for privilege in report.missingPrivileges { lines.append("  lacks \(privilege.privilege) on \(privilege.path): \(privilege.command)") }
        lines.append("complete: \(observation.completeKinds.map(\.rawValue).sorted().joined(separator: " "))")
        for resource in observation.resources { add(resource) }
        if report.kind == .proxmoxVE, let ledger = observation.ledger { lines += LedgerText(ledger, since: start).lines }
    }

    private mutating func add(_ resource: ObservedResource) {
        lines.append("")
        let reason = resource.statusReason.map { " (\($0.rawValue))" } ?? ""
        lines.append(
            "\(resource.id) \(resource.name.map { $0.debugDescription } ?? "without a name"): \(resource.status.rawValue)\(reason)\(resource.isFresh ? "" : ", not fresh")"
        )
        if let parent = resource.parent { lines.append("  in \(parent)") }
        if resource.tags?.isEmpty != true { lines.append("  tags \(resource.tags?.joined(separator: ", ") ?? "not said")") }
        for entry in resource.metrics.entries { lines.append("  \(entry.metric.rawValue) \(words(entry.measurement))") }
        add(resource.facts)
    }

    private func words(_ measurement: Measurement) -> String {
        let value = measurement.value.map { $0 == $0.rounded() ? String(Int64($0)) : String($0) }
        let at = measurement.at.map { " at \($0.since(start).components.seconds)" } ?? ""
        let quality =
            switch measurement.quality {
            case .measured: "measured"
            case .estimated(let reason): "estimated (\(reason.rawValue))"
            case .stale(let reason): "stale (\(reason.rawValue))"
            case .unknown(let reason): "unknown (\(reason.rawValue))"
            }
        return (value.map { "\($0) " } ?? "") + quality + at
    }

    /// The fields that are known, by their names.
    private mutating func add(_ facts: Facts) {
        switch facts {
        case .cluster(let facts): add(fields: facts)
        case .node(let facts): add(fields: facts)
        case .guest(let facts): add(fields: facts)
        case .storage(let facts): add(fields: facts)
        case .host(let facts): add(fields: facts)
        case .datastore(let facts): add(fields: facts)
        case .pool(let facts): add(fields: facts)
        case .disk(let facts): add(fields: facts)
        case .ceph(let facts): add(fields: facts)
        case .mail(let facts): add(fields: facts)
        // No source of Proxmox's tells of these.
        case .container, .swarmService, .kubernetesCluster, .kubernetesNode, .kubernetesPod, .kubernetesWorkload, .kubernetesClaim: break
        }
    }

    private mutating func add(fields facts: some Any, below prefix: String = "") {
        for case (let name?, let value) in Mirror(reflecting: facts).children {
            guard let known = Self.unwrapped(value) else { continue }
            switch known {
            case let list as [GuestDisk]: for entry in list { lines.append("  + \(name): \(entry.name) \(entry.volume) \(entry.size ?? -1)") }
            case let list as [Filesystem]: for entry in list { lines.append("  + \(name): \(Self.words(entry))") }
            case let list as [NetworkInterface]: for entry in list { lines.append("  + \(name): \(Self.words(entry))") }
            case let processors as ProcessorFacts: add(fields: processors, below: "processors.")
            case let moment as Timestamp: lines.append("  + \(prefix)\(name): \(moment.since(start).components.seconds)")
            default: lines.append("  + \(prefix)\(name): \(known)")
            }
        }
    }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }

    private static func words(_ filesystem: Filesystem) -> String {
        let sizes = "\(filesystem.used.map(String.init) ?? "?") of \(filesystem.total.map(String.init) ?? "?")"
        return "\(filesystem.mountpoint) \(filesystem.type ?? "?") on \(filesystem.device ?? "?"), \(sizes)"
    }

    private static func words(_ interface: NetworkInterface) -> String {
        "\(interface.name) \(interface.hardwareAddress ?? "?") \(interface.addresses.joined(separator: " "))"
    }
}
