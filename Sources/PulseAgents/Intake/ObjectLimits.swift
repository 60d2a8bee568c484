import PulseAgentProtocol
import PulseCore

/// Of a reported thing: names, tags and texts that people read, and numbers that are summed up elsewhere.
enum ObjectLimits {
    /// No size is larger, bytes; sums of some thousand still fit into 64 bits.
    private static let largest: Int64 = 1 << 50
    /// No figure is larger in its unit.
    private static let largestFigure = 1e18

    static func check(_ object: inout ReportedObject) {
        object.name = object.name.fitting(AgentLimits.name)
        object.tags = HeaderLimits.tags(object.tags)
        switch object.facts {
        case .host(let facts): object.facts = .host(checked(facts))
        case .container(let facts): object.facts = .container(checked(facts))
        case .swarmService(let facts): object.facts = .swarmService(checked(facts))
        case .kubernetesPod(let facts): object.facts = .kubernetesPod(checked(facts))
        case .kubernetesNode(let facts): object.facts = .kubernetesNode(checked(facts))
        case .kubernetesClaim(let facts): object.facts = .kubernetesClaim(checked(facts))
        case .kubernetesCluster, .kubernetesWorkload, .cluster, .node, .guest, .storage, .datastore, .pool, .disk, .ceph, .mail: break
        }
    }

    static func check(_ figures: inout ObjectFigures) {
        figures.parts = figures.parts.prefix(AgentLimits.parts).filter { !$0.part.isEmpty && abs($0.value) <= largestFigure }.map { part in
            let name = part.part.fitting(AgentLimits.name)
            return name == part.part ? part : PartFigure(part.metric, part: name, part.value)
        }
        for (metric, figure) in figures.values {
            if case .value(let value) = figure, !(abs(value) <= largestFigure) { figures.values[metric] = .unknown(.invalidAnswer) }
        }
    }

    private static func checked(_ facts: HostFacts) -> HostFacts {
        var facts = facts
        facts.hostname = HeaderLimits.hostname(facts.hostname)
        facts.filesystems = facts.filesystems.prefix(AgentLimits.parts).map { system in
            var system = system
            system.mountpoint = system.mountpoint.fitting(AgentLimits.name)
            system.total = bounded(system.total)
            system.used = bounded(system.used)
            return system
        }
        facts.temperatures = facts.temperatures.prefix(AgentLimits.parts).map { TemperatureReading(label: $0.label.fitting(64), celsius: $0.celsius) }
        facts.interfaces = Array(facts.interfaces.prefix(AgentLimits.parts))
        facts.failedUnits = facts.failedUnits.map { $0.prefix(AgentLimits.parts).map { $0.fitting(AgentLimits.name) } }
        facts.osName = facts.osName?.fitting(AgentLimits.text)
        facts.kernel = facts.kernel?.fitting(AgentLimits.text)
        return facts
    }

    private static func checked(_ facts: ContainerFacts) -> ContainerFacts {
        var facts = facts
        facts.image = facts.image.fitting(AgentLimits.text)
        facts.error = facts.error?.fitting(AgentLimits.text)
        facts.healthOutput = facts.healthOutput?.fitting(AgentLimits.text)
        facts.memoryLimit = bounded(facts.memoryLimit)
        facts.writtenBytes = bounded(facts.writtenBytes)
        if facts.labels.count > AgentLimits.labels {
            let kept = facts.labels.sorted { $0.key < $1.key }.prefix(AgentLimits.labels)
            facts.labels = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
        facts.labels = facts.labels.mapValues { $0.utf8.count <= AgentLimits.text ? $0 : $0.fitting(AgentLimits.text) }
        facts.mounts = Array(facts.mounts.prefix(AgentLimits.labels))
        facts.ports = Array(facts.ports.prefix(AgentLimits.parts))
        return facts
    }

    private static func checked(_ facts: SwarmServiceFacts) -> SwarmServiceFacts {
        var facts = facts
        facts.image = facts.image.fitting(AgentLimits.text)
        facts.failures = facts.failures.prefix(16).map { $0.fitting(AgentLimits.text) }
        return facts
    }

    private static func checked(_ facts: KubernetesPodFacts) -> KubernetesPodFacts {
        var facts = facts
        facts.message = facts.message?.fitting(AgentLimits.text)
        facts.memoryLimit = bounded(facts.memoryLimit)
        facts.memoryRequest = bounded(facts.memoryRequest)
        facts.containers = Array(facts.containers.prefix(AgentLimits.labels))
        return facts
    }

    private static func checked(_ facts: KubernetesNodeFacts) -> KubernetesNodeFacts {
        var facts = facts
        facts.memory = bounded(facts.memory)
        return facts
    }

    private static func checked(_ facts: KubernetesClaimFacts) -> KubernetesClaimFacts {
        var facts = facts
        facts.requested = bounded(facts.requested)
        facts.capacity = bounded(facts.capacity)
        return facts
    }

    private static func bounded(_ size: Int64?) -> Int64? { size.flatMap { (0...largest).contains($0) ? $0 : nil } }
}

/// Of the lists of engines and clusters: so many rows of each.
enum RecordLimits {
    private static let engines = 8

    static func check(_ report: inout AgentReport) {
        report.engines = report.engines.map { $0.prefix(engines).map(checked) }
        report.kubernetes = report.kubernetes.map(checked)
    }

    private static func checked(_ engine: EngineRecords) -> EngineRecords {
        var engine = engine
        engine.leftOut = max(0, min(engine.leftOut, 1_000_000))
        engine.leftOut += cut(&engine.images) + cut(&engine.volumes) + cut(&engine.networks) + cut(&engine.swarmNodes)
        return engine
    }

    private static func checked(_ cluster: KubernetesRecords) -> KubernetesRecords {
        var cluster = cluster
        cluster.leftOut = max(0, min(cluster.leftOut, 1_000_000))
        cluster.leftOut += cut(&cluster.services) + cut(&cluster.ingresses) + cut(&cluster.volumes) + cut(&cluster.events)
        return cluster
    }

    /// - Returns: how many were left out.
    private static func cut<Row>(_ rows: inout [Row]) -> Int {
        let surplus = max(0, rows.count - AgentLimits.records)
        if surplus > 0 { rows.removeLast(surplus) }
        return surplus
    }
}
