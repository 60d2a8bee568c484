import PulseAgentProtocol
import PulseCore

/// A Docker report of v5 in our words.
struct V5DockerTranslation {
    let report: V5DockerReport
    let moment: Timestamp
    let said: Timestamp
    /// What is known of the containers, for what is kept over reports.
    let known: [ObjectKey: ReportedObject]

    func picture(_ recall: inout V5Recall) -> V5Picture {
        recall.engine = engine
        var picture = V5Picture(kinds: Set(recall.kinds(of: .docker)))
        var rates = recall.rates[V5Identity.Module.docker.rawValue] ?? V5Rates()
        rates.begin()
        for container in report.containers ?? [] { add(container, to: &picture, &rates) }
        for service in report.services ?? [] { picture.objects += [object(service)].compactMap { $0 } }
        if picture.kinds.contains(.host) { addHost(to: &picture, &recall, &rates) }
        rates.end()
        recall.rates[V5Identity.Module.docker.rawValue] = rates
        picture.objects = Self.unique(picture.objects)
        return picture
    }

    private var engine: EngineFacts {
        let host = report.host
        var engine = EngineFacts(product: V5Words.said(host?.runtime)?.lowercased() == "podman" ? "podman" : "docker")
        engine.version = V5Words.said(host?.runtimeVersion) ?? V5Words.said(host?.dockerVersion)
        if let swarm = host?.swarm, let state = V5Words.said(swarm.localState), state != "inactive" {
            var facts = EngineFacts.Swarm(state: state, isManager: swarm.controlAvailable == true)
            (facts.clusterID, facts.nodeID) = (V5Words.said(swarm.clusterId), V5Words.said(swarm.nodeId))
            engine.swarm = facts
        }
        return engine
    }

    private func add(_ container: V5Container, to picture: inout V5Picture, _ rates: inout V5Rates) {
        guard let name = V5Words.said(container.name) ?? V5Words.said(container.id) else { return }
        let plain = name.hasPrefix("/") ? String(name.dropFirst()) : name
        let key = V5Key.key(.container, plain)
        let facts = V5ContainerFacts(container, engine: engine.product, host: report.host, at: moment, before: known[key]?.facts).facts
        picture.objects.append(
            ReportedObject(key, name: plain, parent: ObjectKey(.host), status: Self.status(facts), facts: .container(facts)))
        var figures = ObjectFigures(key)
        let isRunning = facts.state == "running"
        // v5 counts a full processor as 100 %.
        let processors = Double(max(1, report.host?.totalCpu ?? 1))
        figures.values[.cpu] = isRunning ? V5Words.share(container.cpuPercent.map { $0 / processors }) : .unknown(.notRunning)
        figures.values[.memoryUsed] = isRunning ? V5Words.size(container.memoryUsageBytes) : .unknown(.notRunning)
        if let limit = facts.memoryLimit { figures.values[.memoryTotal] = .value(Double(limit)) }
        figures.values[.diskRead] = rates.rate(of: "read \(key.path)", isRunning ? container.blockIo?.readBytes : nil, at: said)
        figures.values[.diskWrite] = rates.rate(of: "write \(key.path)", isRunning ? container.blockIo?.writeBytes : nil, at: said)
        picture.figures.append(figures)
    }

    private func addHost(to picture: inout V5Picture, _ recall: inout V5Recall, _ rates: inout V5Rates) {
        let host = report.host
        let name = host?.hostname ?? "unnamed"
        var facts = HostFacts(hostname: name)
        (facts.machineID, facts.osName, facts.kernel) = (host?.machineId, V5Words.said(host?.os), host?.kernelVersion)
        (facts.architecture, facts.loadAverage) = (host?.architecture, host?.loadAverage)
        facts.processors = ProcessorFacts(threads: host?.totalCpu)
        facts.startedAt = recall.start(host?.uptimeSeconds, at: moment)
        facts.filesystems = (host?.disks ?? []).compactMap(V5Words.filesystem)
        facts.interfaces = (host?.network ?? []).compactMap(V5Words.interface)
        facts.engines = [engine]
        picture.objects.append(ReportedObject(ObjectKey(.host), name: V5Words.said(host?.name) ?? name, status: .online, facts: .host(facts)))
        var figures = ObjectFigures(ObjectKey(.host))
        figures.values[.cpu] = V5Words.share(host?.cpuUsagePercent)
        figures.values[.load1] = host?.loadAverage?.first.map { .value($0) } ?? .unknown(.notReported)
        V5Words.levels(host?.memory, host?.disks, into: &figures.values)
        if case .unknown = figures.values[.memoryTotal] { figures.values[.memoryTotal] = V5Words.size(host?.totalMemoryBytes) }
        picture.figures.append(figures)
    }

    private func object(_ service: V5DockerReport.Service) -> ReportedObject? {
        guard let name = V5Words.said(service.name) ?? V5Words.said(service.id) else { return nil }
        var facts = SwarmServiceFacts(
            clusterID: report.host?.swarm?.clusterId ?? "", serviceID: service.id ?? "", image: service.image ?? "",
            mode: service.mode ?? "replicated")
        (facts.stack, facts.desired, facts.running) = (V5Words.said(service.stack), service.desiredTasks, service.runningTasks)
        facts.ports = (service.endpointPorts ?? []).prefix(64).map {
            ContainerFacts.Port(container: $0.targetPort ?? 0, host: $0.publishedPort, transport: $0.protocol ?? "tcp")
        }
        (facts.updateState, facts.updateMessage) = (V5Words.said(service.updateStatus?.state), V5Words.said(service.updateStatus?.message))
        (facts.createdAt, facts.updatedAt) = (V5Time.moment(service.createdAt), V5Time.moment(service.updatedAt))
        return ReportedObject(V5Key.key(.swarmService, name), name: name, status: Self.status(facts), facts: .swarmService(facts))
    }

    private static func status(_ facts: ContainerFacts) -> Status {
        switch facts.state {
        case "running": facts.health == "unhealthy" ? .degraded : .running
        case "paused": .paused
        case "restarting", "dead": .failing
        case "created", "exited", "removing": .stopped
        default: .unknown
        }
    }

    private static func status(_ facts: SwarmServiceFacts) -> Status {
        guard let desired = facts.desired, let running = facts.running else { return .unknown }
        if desired == 0 { return .stopped }
        return running >= desired ? .running : running == 0 ? .failing : .degraded
    }

    /// The last of those with one name.
    private static func unique(_ objects: [ReportedObject]) -> [ReportedObject] {
        Array(Dictionary(objects.map { ($0.key, $0) }) { $1 }.values)
    }
}

/// A container of v5's report as facts.
struct V5ContainerFacts {
    private(set) var facts: ContainerFacts

    init(_ container: V5Container, engine: String, host: V5DockerReport.Host?, at moment: Timestamp, before: Facts?) {
        facts = ContainerFacts(
            engine: engine, containerID: container.id ?? "", image: container.image ?? "", state: container.state?.lowercased() ?? "unknown")
        facts.imageDigest = V5Words.said(container.imageDigest)
        facts.health = container.health.flatMap { ["healthy", "unhealthy", "starting"].contains($0) ? $0 : nil }
        facts.exitCode = ["exited", "dead"].contains(facts.state) ? container.exitCode : nil
        facts.createdAt = V5Time.moment(container.createdAt)
        facts.startedAt = V5Time.moment(container.startedAt)
        facts.finishedAt = V5Time.moment(container.finishedAt)
        facts.restartCount = container.restartCount
        let labels = container.labels ?? [:]
        facts.labels = labels
        facts.project = V5Words.said(container.podman?.composeProject) ?? labels["com.docker.compose.project"]
        facts.service = V5Words.said(container.podman?.composeService) ?? labels["com.docker.compose.service"]
        facts.pod = V5Words.said(container.podman?.podName)
        // Without a limit v5 sends what the machine has.
        if let limit = container.memoryLimitBytes, limit > 0, limit != host?.totalMemoryBytes { facts.memoryLimit = limit }
        facts.writtenBytes = container.writableLayerBytes
        fillPlaces(container)
        facts.update = update(container.updateStatus, at: moment, before)
    }

    private mutating func fillPlaces(_ container: V5Container) {
        facts.ports = (container.ports ?? []).prefix(256).compactMap { port in
            port.privatePort.map {
                ContainerFacts.Port(
                    container: $0, host: port.publicPort.flatMap { $0 > 0 ? $0 : nil }, transport: port.protocol ?? "tcp",
                    address: V5Words.said(port.ip))
            }
        }
        facts.networks = (container.networks ?? []).prefix(64).compactMap { network in
            V5Words.said(network.name).map { ContainerFacts.Network(name: $0, addresses: [network.ipv4, network.ipv6].compactMap(V5Words.said)) }
        }
        facts.mounts = (container.mounts ?? []).prefix(64).map { mount in
            ContainerFacts.Mount(
                type: mount.type ?? "bind", source: V5Words.said(mount.name) ?? V5Words.said(mount.source), destination: mount.destination ?? "",
                isReadOnly: mount.rw == false)
        }
    }

    /// Since when there is an update is kept as long as it is the same one.
    private func update(_ status: V5Container.Update?, at moment: Timestamp, _ before: Facts?) -> ImageUpdate? {
        guard let status else { return nil }
        var update = ImageUpdate(V5Words.said(status.error) != nil ? .unknown : status.updateAvailable == true ? .newDigest : .current)
        (update.currentDigest, update.latestDigest) = (V5Words.said(status.currentDigest), V5Words.said(status.latestDigest))
        (update.checkedAt, update.problem) = (V5Time.moment(status.lastChecked), V5Words.said(status.error))
        guard update.verdict == .newDigest else { return update }
        update.firstSeenAt = moment
        if case .container(let old)? = before, let last = old.update, last.verdict == .newDigest, last.latestDigest == update.latestDigest {
            update.firstSeenAt = last.firstSeenAt ?? moment
        }
        return update
    }
}
