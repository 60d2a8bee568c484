import PulseCore

/// `prod`: a cluster of Kubernetes with three nodes.
enum LabKubernetes {
    static let slug = SourceSlug(naming: "prod", avoiding: [])
    private static let cluster = ResourceID.reported(.kubernetesCluster, slug, path: "")

    static func build(_ world: inout World) {
        world.source(slug, .kubernetes, "prod", address: "prod")
        world.sources[slug]?.version = "1.0.0"
        var facts = KubernetesClusterFacts(uid: "uid-prod")
        (facts.version, facts.distribution, facts.nodesTotal, facts.nodesReady) = ("v1.33.4+k3s1", "k3s", 3, 3)
        (facts.podsTotal, facts.podsRunning, facts.namespaces, facts.hasMetrics) = (7, 6, 5, true)
        facts.certificates = [
            KubernetesCertificate(.apiServer, notBefore: world.start - .days(100), notAfter: world.start + .days(265)),
            KubernetesCertificate(.agent, notBefore: world.start - .days(100), notAfter: world.start + .days(265)),
        ]
        world.add(cluster, slug, "prod", .online, .kubernetesCluster(facts))
        for number in 1...3 { node(&world, "k\(number)", isControl: number == 1) }
        workloads(&world)
        pods(&world)
        claim(&world)
        let kubernetes = Told(records(world), at: world.told)
        world.ledgers[slug]?.kubernetes = kubernetes
    }

    private static func node(_ world: inout World, _ name: String, isControl: Bool) {
        var facts = KubernetesNodeFacts(isReady: true)
        facts.roles = isControl ? ["control-plane"] : []
        (facts.kubelet, facts.runtime, facts.osName) = ("v1.33.4+k3s1", "containerd://2.0.5", "Debian GNU/Linux 13 (trixie)")
        (facts.processors, facts.memory, facts.pods, facts.createdAt) = (8, Int64(16 * Size.gibi), 110, world.start - .days(200))
        let id = ResourceID.reported(.kubernetesNode, slug, path: name)
        world.add(id, slug, name, parent: cluster, .online, .kubernetesNode(facts))
        world.processor(id, 0.2)
        world.memory(id, 0.5, of: 16 * Size.gibi)
        world.space(id, 0.4, of: 200 * Size.gibi)
    }

    private static func workload(
        _ world: inout World, _ kind: ResourceKind, _ namespace: String, _ name: String, _ shape: (inout KubernetesWorkloadFacts) -> Void
    ) {
        var facts = KubernetesWorkloadFacts(namespace: namespace)
        (facts.images, facts.createdAt) = (["ghcr.io/example/\(name):1.0"], world.start - .days(100))
        shape(&facts)
        world.add(.reported(kind, slug, path: "\(namespace)/\(name)"), slug, name, parent: cluster, .running, .kubernetesWorkload(facts))
    }

    private static func workloads(_ world: inout World) {
        let night = world.now.last(minute: 150)
        func steady(_ count: Int) -> (inout KubernetesWorkloadFacts) -> Void {
            { ($0.desired, $0.ready, $0.updated, $0.available) = (count, count, count, count) }
        }
        workload(&world, .kubernetesDeployment, "shop", "api", steady(2))
        workload(&world, .kubernetesStatefulSet, "shop", "db", steady(1))
        workload(&world, .kubernetesDaemonSet, "monitoring", "node-exporter", steady(3))
        workload(&world, .kubernetesCronJob, "shop", "report") {
            ($0.schedule, $0.isSuspended, $0.active) = ("30 2 * * *", false, 0)
            ($0.lastScheduledAt, $0.lastSucceededAt) = (night, night + .minutes(3))
        }
        workload(&world, .kubernetesJob, "shop", "report-1") {
            ($0.desired, $0.active, $0.succeeded, $0.failed, $0.ownerName) = (1, 0, 1, 0, "report")
            ($0.startedAt, $0.finishedAt) = (night, night + .minutes(3))
        }
        world.resources[.reported(.kubernetesJob, slug, path: "shop/report-1")]?.state = ResourceState(.stopped, since: night + .minutes(3))
    }

    private static func pods(_ world: inout World) {
        for (namespace, name, node, kind, owner) in [
            ("shop", "api-1", "k2", "Deployment", "api"), ("shop", "api-2", "k3", "Deployment", "api"), ("shop", "db-0", "k2", "StatefulSet", "db"),
            ("monitoring", "node-exporter-1", "k1", "DaemonSet", "node-exporter"),
            ("monitoring", "node-exporter-2", "k2", "DaemonSet", "node-exporter"),
            ("monitoring", "node-exporter-3", "k3", "DaemonSet", "node-exporter"),
        ] { pod(&world, namespace, name, node: node, kind, owner) }
        pod(&world, "shop", "report-1-x", node: "k3", "Job", "report-1")
        let done = ResourceID.reported(.kubernetesPod, slug, path: "shop/report-1-x")
        guard case .kubernetesPod(var facts)? = world.resources[done]?.facts else { return }
        (facts.phase, facts.isReady, facts.containers[0].isReady) = ("Succeeded", false, false)
        (facts.containers[0].state, facts.containers[0].reason, facts.containers[0].exitCode) = ("terminated", "Completed", 0)
        world.resources[done]?.facts = .kubernetesPod(facts)
        world.resources[done]?.state = ResourceState(.stopped, since: world.now.last(minute: 153))
    }

    private static func pod(_ world: inout World, _ namespace: String, _ name: String, node: String, _ kind: String, _ owner: String) {
        var facts = KubernetesPodFacts(namespace: namespace, phase: "Running")
        (facts.node, facts.ownerKind, facts.ownerName, facts.isReady, facts.restarts) = (node, kind, owner, true, 0)
        (facts.createdAt, facts.startedAt, facts.quality) = (world.start - .days(8), world.start - .days(8), "Burstable")
        (facts.processorRequest, facts.processorLimit) = (0.1, 1)
        (facts.memoryRequest, facts.memoryLimit) = (Int64(256 * Size.mebi), Int64(Size.gibi))
        var container = KubernetesContainer(name: "main", isReady: true)
        (container.image, container.state) = ("ghcr.io/example/\(owner):1.0", "running")
        facts.containers = [container]
        let id = ResourceID.reported(.kubernetesPod, slug, path: "\(namespace)/\(name)")
        world.add(id, slug, name, parent: cluster, .running, since: .days(8), .kubernetesPod(facts))
        world.processor(id, 0.02)
        world.memory(id, 0.35, of: Size.gibi)
        world.figure(id, .restarts, 0)
    }

    private static func claim(_ world: inout World) {
        var facts = KubernetesClaimFacts(namespace: "shop", phase: "Bound")
        (facts.storageClass, facts.volume, facts.accessModes) = ("local-path", "pvc-1", ["ReadWriteOnce"])
        (facts.requested, facts.capacity, facts.createdAt) = (Int64(50 * Size.gibi), Int64(50 * Size.gibi), world.start - .days(100))
        facts.usedBy = ["db-0"]
        let id = ResourceID.reported(.kubernetesClaim, slug, path: "shop/data-db-0")
        world.add(id, slug, "data-db-0", parent: cluster, .available, .kubernetesClaim(facts))
        world.space(id, 0.4, of: 50 * Size.gibi)
    }

    private static func records(_ world: World) -> KubernetesRecords {
        var records = KubernetesRecords()
        var service = KubernetesServiceRecord(namespace: "shop", name: "api", type: "LoadBalancer")
        (service.addresses, service.ports) = (["192.0.2.60"], ["80:30080/TCP"])
        records.services = [service]
        var volume = KubernetesVolumeRecord(name: "pvc-1", phase: "Bound")
        (volume.storageClass, volume.capacity, volume.claim, volume.reclaimPolicy) = ("local-path", Int64(50 * Size.gibi), "shop/data-db-0", "Delete")
        records.volumes = [volume]
        return records
    }
}
