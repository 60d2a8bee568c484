import PulseCore

/// What an inspection told of a container.
struct ContainerDetails: Sendable {
    /// The most of each list inside a container's facts.
    static let rows = 64

    private(set) var facts: ContainerFacts
    /// The number of its first process on the engine's machine.
    let process: Int?
    let hasOwnNetwork: Bool
    let processorLimit: Double?

    init(_ answer: ContainerInspection, id: String, engine: String) {
        let host = answer.host
        process = answer.state?.processID.flatMap { $0 > 0 ? $0 : nil }
        hasOwnNetwork = !["host", "none"].contains(host?.networkMode ?? "")
        processorLimit = ProcessorLimit.processors(host)
        facts = ContainerFacts(
            engine: engine, containerID: id.cut(toBytes: 64), image: (answer.configuration?.image ?? answer.image ?? "").text,
            state: (answer.state?.status ?? "unknown").lowercased().cut(toBytes: 32))
        facts.processorLimit = processorLimit
        facts.memoryLimit = host?.memory.flatMap { $0 > 0 ? $0 : nil }
        facts.imageID = answer.image?.text
        facts.createdAt = Timestamp(engine: answer.created)
        facts.restartCount = answer.restartCount
        facts.restartPolicy = host?.restartPolicy?.name?.unlessEmpty?.cut(toBytes: 32)
        facts.isPrivileged = host?.isPrivileged
        facts.labels = (answer.configuration?.labels ?? [:]).reportable
        fillState(answer.state)
        fillPlaces(answer)
    }

    private mutating func fillState(_ state: ContainerInspection.State?) {
        facts.startedAt = Timestamp(engine: state?.startedAt)
        facts.health = state?.health?.status?.unlessEmpty.flatMap { $0 == "none" ? nil : $0.cut(toBytes: 32) }
        if facts.health == "unhealthy" || facts.health == "starting" {
            facts.healthOutput = state?.health?.checks.last { $0.exitCode != 0 }?.output.flatMap { $0.oneLine.text.unlessEmpty }
        }
        facts.error = state?.error?.oneLine.text.unlessEmpty
        guard facts.state != "running", facts.state != "paused", facts.state != "created" else { return }
        facts.finishedAt = Timestamp(engine: state?.finishedAt)
        facts.exitCode = state?.exitCode
        // Podman says false always; what it did not see is unknown when the container was killed.
        let isVague = facts.engine == "podman" && state?.wasOutOfMemory == false && state?.exitCode == 137
        facts.wasOutOfMemory = isVague ? nil : state?.wasOutOfMemory
    }

    private mutating func fillPlaces(_ answer: ContainerInspection) {
        facts.networks = (answer.network?.networks ?? [:]).sorted { $0.key < $1.key }.prefix(Self.rows).map { name, endpoint in
            let addresses = [endpoint.wrappedValue?.address, endpoint.wrappedValue?.addressV6].compactMap { $0?.unlessEmpty?.cut(toBytes: 64) }
            return ContainerFacts.Network(name: name.name, addresses: addresses)
        }
        facts.mounts = answer.mounts.prefix(Self.rows).map { mount in
            let source = mount.type == "volume" ? mount.name ?? mount.source : mount.source
            return ContainerFacts.Mount(
                type: (mount.type ?? "bind").cut(toBytes: 32), source: source?.unlessEmpty?.text, destination: (mount.destination ?? "").text,
                isReadOnly: mount.isWritable == false)
        }
        facts.ports = Self.ports(answer.network?.ports ?? [:])
    }

    /// `8080/tcp` with where it is published, sorted, because the engine tells them in any order.
    private static func ports(_ table: [String: Lenient<LenientList<ContainerInspection.NetworkSettings.Binding>>]) -> [ContainerFacts.Port] {
        let ports = table.flatMap { name, bindings -> [ContainerFacts.Port] in
            let parts = name.split(separator: "/")
            guard let number = parts.first.flatMap({ Int($0) }), (1...65_535).contains(number) else { return [] }
            let transport = parts.count > 1 ? String(parts[1]).cut(toBytes: 8) : "tcp"
            let rows = bindings.wrappedValue?.rows ?? []
            guard !rows.isEmpty else { return [ContainerFacts.Port(container: number, transport: transport)] }
            return rows.prefix(8).map {
                let address = $0.address?.unlessEmpty?.cut(toBytes: 64)
                return ContainerFacts.Port(container: number, host: $0.port.flatMap { Int($0) }, transport: transport, address: address)
            }
        }
        return ports.inOrder(limit: rows)
    }
}
