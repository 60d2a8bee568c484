import PulseCore

/// A machine with Docker and a Kubernetes cluster, with something in every fact and list, as their agents tell.
enum EveryAgent {
    static let nas = SourceSlug(naming: "nas", avoiding: [])
    static let prod = SourceSlug(naming: "prod", avoiding: [])

    static func observations(at now: Timestamp) -> [Observation] { [machine(at: now), cluster(at: now)] }

    static func machine(_ slug: SourceSlug = nas, named name: String = "nas", at now: Timestamp) -> Observation {
        let host = ResourceID.reported(.host, slug, path: "")
        var ledger = SourceLedger()
        ledger.revision = 1
        ledger.engines = Told([engineRecords(name, at: now)], at: now)
        return Observation(
            source: slug, at: now, report: report(slug, .agent, name, at: now),
            resources: [
                ObservedResource(
                    id: host, name: name, parent: nil, status: .online, tags: ["rack-1"], facts: .host(hostFacts(name, at: now)),
                    metrics: figures(at: now)),
                ObservedResource(
                    id: .reported(.container, slug, path: "web"), name: "\(name)-web", parent: host, status: .running,
                    facts: .container(container(name, at: now)), metrics: figures(at: now)),
                ObservedResource(
                    id: .reported(.swarmService, slug, path: "shop_api"), name: "\(name)_api", parent: nil, status: .degraded,
                    facts: .swarmService(service(name, at: now))),
            ], completeKinds: [.host, .container, .swarmService], ledger: ledger)
    }

    private static func report(_ slug: SourceSlug, _ kind: SourceKind, _ name: String, at now: Timestamp) -> SourceReport {
        SourceReport(
            source: slug, kind: kind, name: name, condition: .reachable, version: "0.6.0", lastAnswerAt: now, interval: .seconds(10))
    }

    private static func figures(at now: Timestamp) -> MetricTable {
        var metrics = MetricTable()
        metrics[.cpu] = .measured(0.25, at: now)
        metrics[.memoryUsed] = .measured(1_000_000, at: now)
        metrics[.memoryTotal] = .measured(4_000_000, at: now)
        metrics[.diskLatency] = .measured(0.0042, at: now)
        metrics[.steal] = .unknown(.notReported)
        return metrics
    }

    private static func hostFacts(_ name: String, at now: Timestamp) -> HostFacts {
        var facts = HostFacts(hostname: name)
        (facts.machineID, facts.osName, facts.kernel, facts.architecture) = ("0123456789abcdef0123456789abcdef", "Debian 12", "6.1.0", "x86_64")
        (facts.loadAverage, facts.startedAt, facts.virtualization) = ([0.5, 0.25, 0.125], now - .seconds(3600), "none")
        facts.interfaces = [NetworkInterface(name: "eth0", hardwareAddress: "BC:24:11:00:00:09", addresses: ["10.0.0.9/24"])]
        facts.temperatures = [TemperatureReading(label: "Package id 0", celsius: 48)]
        facts.fans = [FanReading(label: "fan1", turns: 1200)]
        facts.arrays = [array]
        facts.pools = [pool(at: now)]
        facts.disks = [disk(at: now)]
        facts.failedUnits = ["nfs-mount.service"]
        var packages = PackageState(manager: "apt")
        (packages.pending, packages.security, packages.listsAt) = (12, 3, now - .seconds(7200))
        facts.packages = packages
        facts.isRebootDue = true
        facts.clock = ClockState(isSynchronised: true, estimatedError: 0.01)
        facts.engines = [engine]
        return facts
    }

    private static var array: SoftwareArray {
        var array = SoftwareArray(device: "md0", state: "clean")
        (array.level, array.devicesWanted, array.devicesActive, array.devicesFailed) = ("raid1", 2, 1, 1)
        array.members = [.init(device: "sda1", state: "active", slot: 0), .init(device: "sdb1", state: "faulty")]
        return array
    }

    private static func pool(at now: Timestamp) -> ZFSPool {
        var pool = ZFSPool(name: "tank")
        (pool.health, pool.size, pool.allocated, pool.fragmentation) = ("ONLINE", 1 << 40, 1 << 39, 0.25)
        (pool.scrubbedAt, pool.checksumErrors) = (now - .seconds(86_400), 0)
        return pool
    }

    private static func disk(at now: Timestamp) -> HostDisk {
        var disk = HostDisk(device: "sda", answer: .answered)
        (disk.model, disk.serial, disk.bus, disk.size) = ("WDC", "W-1", "sata", 4 << 40)
        (disk.passed, disk.celsius, disk.powerOnHours, disk.askedAt) = (true, 34, 1000, now)
        return disk
    }

    private static var engine: EngineFacts {
        var engine = EngineFacts(product: "docker")
        (engine.version, engine.storageDriver, engine.imageBytes) = ("28.1.0", "overlay2", 5_000_000)
        engine.swarm = EngineFacts.Swarm(state: "active", isManager: true)
        return engine
    }

    private static func container(_ name: String, at now: Timestamp) -> ContainerFacts {
        var facts = ContainerFacts(engine: "docker", containerID: "c0ffee", image: "ghcr.io/\(name)/web:1.2", state: "running")
        (facts.health, facts.restartCount, facts.project, facts.service) = ("healthy", 2, "shop", "web")
        (facts.createdAt, facts.startedAt, facts.memoryLimit) = (now - .seconds(7200), now - .seconds(600), 4_000_000)
        facts.ports = [.init(container: 80, host: 8080)]
        facts.networks = [.init(name: "shop_default", addresses: ["172.18.0.2", "fd00::2"])]
        facts.mounts = [.init(type: "volume", source: "shop_data", destination: "/data", isReadOnly: false)]
        facts.labels = ["com.docker.compose.project": "shop"]
        var update = ImageUpdate(.newDigest)
        (update.currentDigest, update.latestDigest, update.checkedAt, update.firstSeenAt) = ("sha256:1", "sha256:2", now, now - .seconds(86_400))
        facts.update = update
        return facts
    }

    private static func service(_ name: String, at now: Timestamp) -> SwarmServiceFacts {
        var facts = SwarmServiceFacts(clusterID: "s-1", serviceID: "svc-1", image: "ghcr.io/\(name)/api:1", mode: "replicated")
        (facts.desired, facts.running, facts.createdAt, facts.updateState) = (3, 2, now - .seconds(60), "paused")
        facts.ports = [.init(container: 8000, host: 18_000)]
        facts.failures = ["no suitable node"]
        return facts
    }

    private static func engineRecords(_ name: String, at now: Timestamp) -> EngineRecords {
        var records = EngineRecords(product: "docker")
        var image = ImageRecord(imageID: "sha256:aa", tags: ["ghcr.io/\(name)/web:1.2"], digests: ["sha256:1"])
        (image.size, image.createdAt, image.containers) = (5_000_000, now - .seconds(86_400), 1)
        records.images = [image, ImageRecord(imageID: "sha256:\(name)")]
        var volume = VolumeRecord(name: "\(name)_data")
        (volume.driver, volume.size) = ("local", 1000)
        records.volumes = [volume]
        var network = NetworkRecord(networkID: "n-1", name: "\(name)_default")
        network.subnets = ["172.18.0.0/16"]
        records.networks = [network]
        records.swarmNodes = [SwarmNodeRecord(nodeID: "node-1", hostname: name)]
        records.leftOut = 4
        return records
    }
}

extension EveryAgent {
    static func cluster(_ slug: SourceSlug = prod, named name: String = "prod", at now: Timestamp) -> Observation {
        var ledger = SourceLedger()
        ledger.revision = 1
        ledger.kubernetes = Told(kubernetesRecords(name, at: now), at: now)
        var facts = KubernetesClusterFacts(uid: "u-1")
        (facts.version, facts.distribution, facts.nodesTotal, facts.nodesReady) = ("v1.36.0", "k3s", 1, 1)
        let id = ResourceID.reported(.kubernetesCluster, slug, path: "")
        func part(_ kind: ResourceKind, _ path: String, _ status: Status, _ facts: Facts) -> ObservedResource {
            let last = path.split(separator: "/").last.map(String.init) ?? ""
            return ObservedResource(
                id: .reported(kind, slug, path: path), name: "\(name)-\(last)", parent: id, status: status, facts: facts)
        }
        let workloads: [ResourceKind] = [
            .kubernetesDeployment, .kubernetesStatefulSet, .kubernetesDaemonSet, .kubernetesJob, .kubernetesCronJob,
        ]
        return Observation(
            source: slug, at: now, report: report(slug, .kubernetes, name, at: now),
            resources: [
                ObservedResource(id: id, name: name, parent: nil, status: .online, facts: .kubernetesCluster(facts)),
                part(.kubernetesNode, "worker-1", .online, .kubernetesNode(nodeFacts(at: now))),
                part(.kubernetesPod, "shop/api-0", .failing, .kubernetesPod(podFacts(name, at: now))),
                part(.kubernetesClaim, "shop/data", .available, .kubernetesClaim(claimFacts)),
            ] + workloads.map { part($0, "shop/api", .running, .kubernetesWorkload(workloadFacts(name, at: now))) },
            completeKinds: Set(workloads + [.kubernetesCluster, .kubernetesNode, .kubernetesPod, .kubernetesClaim]), ledger: ledger)
    }

    private static func nodeFacts(at now: Timestamp) -> KubernetesNodeFacts {
        var facts = KubernetesNodeFacts(isReady: true)
        (facts.roles, facts.kubelet, facts.processors, facts.memory, facts.createdAt) = (["control-plane"], "v1.36.0", 4, 8 << 30, now)
        facts.conditions = [KubernetesCondition(type: "MemoryPressure", status: "True")]
        return facts
    }

    private static func podFacts(_ name: String, at now: Timestamp) -> KubernetesPodFacts {
        var facts = KubernetesPodFacts(namespace: "shop", phase: "Running")
        (facts.node, facts.ownerKind, facts.ownerName, facts.restarts) = ("\(name)-worker-1", "StatefulSet", "api", 7)
        var container = KubernetesContainer(name: "api", restarts: 7)
        (container.image, container.state, container.reason, container.lastFinishedAt) = ("api:1", "waiting", "CrashLoopBackOff", now)
        facts.containers = [container, KubernetesContainer(name: "migrate", isInit: true, isReady: true)]
        return facts
    }

    private static func workloadFacts(_ name: String, at now: Timestamp) -> KubernetesWorkloadFacts {
        var facts = KubernetesWorkloadFacts(namespace: "shop")
        (facts.images, facts.desired, facts.ready, facts.createdAt) = (["\(name)/api:1"], 2, 1, now)
        return facts
    }

    private static var claimFacts: KubernetesClaimFacts {
        var facts = KubernetesClaimFacts(namespace: "shop", phase: "Bound")
        (facts.storageClass, facts.requested, facts.usedBy) = ("local-path", 1 << 30, ["api-0"])
        return facts
    }

    private static func kubernetesRecords(_ name: String, at now: Timestamp) -> KubernetesRecords {
        var records = KubernetesRecords()
        var service = KubernetesServiceRecord(namespace: "shop", name: "\(name)-api", type: "ClusterIP")
        (service.addresses, service.ports) = (["10.43.0.7"], ["80:30080/TCP"])
        records.services = [service]
        var ingress = KubernetesIngressRecord(namespace: "shop", name: "\(name)-web")
        ingress.hosts = ["\(name).example.org"]
        records.ingresses = [ingress]
        records.volumes = [KubernetesVolumeRecord(name: "\(name)-pv", phase: "Bound")]
        var event = KubernetesEventRecord(
            namespace: "shop", objectKind: "Pod", objectName: "\(name)-api-0", type: "Warning", reason: "BackOff", message: "restarting", count: 9)
        event.lastAt = now
        records.events = [event]
        return records
    }
}
