import PulseAgentProtocol
import PulseCore

/// Makes the services of a swarm, as its manager tells them, what is reported of them.
struct SwarmTranslation: Sendable {
    /// Failures that are told of one service.
    private static let failures = 5

    let clusterID: String

    func objects(services: [ServiceRow], tasks: [TaskRow]) -> [ReportedObject] {
        let byService = Dictionary(grouping: tasks) { $0.service ?? "" }
        return services.prefix(AgentLimits.records).compactMap { row in
            row.specification?.name?.unlessEmpty.map { object(row, name: $0.name, byService[row.id] ?? []) }
        }.sorted { $0.key.path < $1.key.path }
    }

    private func object(_ row: ServiceRow, name: String, _ tasks: [TaskRow]) -> ReportedObject {
        let mode = row.specification?.mode
        var facts = SwarmServiceFacts(
            clusterID: clusterID, serviceID: row.id.cut(toBytes: 64),
            // Swarm adds the digest that it found.
            image: (row.specification?.template?.container?.image?.split(separator: "@").first.map(String.init) ?? "").text, mode: Self.word(mode))
        facts.stack = row.specification?.labels?["com.docker.stack.namespace"]?.name
        facts.running = tasks.count { $0.status?.state == "running" }
        facts.desired = Self.desired(mode, tasks)
        facts.ports = (row.endpoint?.ports ?? []).prefix(ContainerDetails.rows).compactMap { port in
            port.target.map { ContainerFacts.Port(container: $0, host: port.published, transport: (port.transport ?? "tcp").cut(toBytes: 8)) }
        }
        facts.updateState = row.update?.state?.unlessEmpty?.cut(toBytes: 32)
        facts.updateMessage = row.update?.message?.oneLine.text.unlessEmpty
        facts.createdAt = Timestamp(engine: row.created)
        facts.updatedAt = Timestamp(engine: row.updated)
        facts.failures = Self.failures(tasks)
        return ReportedObject(ObjectKey(.swarmService, name), name: name, status: Self.status(facts), facts: .swarmService(facts))
    }

    private static func word(_ mode: ServiceRow.Specification.Mode?) -> String {
        if mode?.global != nil { return "global" }
        if mode?.replicatedJob != nil { return "replicated-job" }
        return mode?.globalJob != nil ? "global-job" : "replicated"
    }

    /// A global service wants one task per node that fits: those that the manager wants to run.
    private static func desired(_ mode: ServiceRow.Specification.Mode?, _ tasks: [TaskRow]) -> Int? {
        if let replicas = mode?.replicated?.replicas { return replicas }
        if let total = mode?.replicatedJob?.total { return total }
        return tasks.count { $0.wanted == "running" || $0.wanted == "complete" }
    }

    private static func failures(_ tasks: [TaskRow]) -> [String] {
        let failed = tasks.filter { $0.status?.error?.unlessEmpty != nil }.sorted { ($0.status?.at ?? "") > ($1.status?.at ?? "") }
        return failed.prefix(failures).map { task in
            let place = task.slot.map { "task \($0)" } ?? "node \(task.node?.prefix(12) ?? "?")"
            return "\(place): \((task.status?.error ?? "").oneLine)".cut(toBytes: 256)
        }
    }

    private static func status(_ facts: SwarmServiceFacts) -> Status {
        guard let desired = facts.desired, let running = facts.running else { return .unknown }
        // A job is done when nothing of it runs any more.
        if facts.mode.hasSuffix("-job") { return running > 0 ? .running : .stopped }
        if desired == 0 { return .stopped }
        return running >= desired ? .running : running == 0 ? .failing : .degraded
    }
}
