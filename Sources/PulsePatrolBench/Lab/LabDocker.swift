import PulseCore

/// `dock`: a machine with an agent, with containers of compose and a service of Swarm.
enum LabDocker {
    static let slug = SourceSlug(naming: "dock", avoiding: [])
    private static let containers = ["shop-web", "shop-api", "shop-db", "grafana", "watchtower"]

    static func build(_ world: inout World) {
        world.source(slug, .agent, "dock", address: "dock")
        world.sources[slug]?.version = "1.0.0"
        host(&world)
        for name in containers { container(&world, name) }
        batch(&world)
        service(&world)
        let engines = Told([records(world)], at: world.told)
        world.ledgers[slug]?.engines = engines
    }

    private static func host(_ world: inout World) {
        let id = ResourceID.reported(.host, slug, path: "")
        LabHosts.add(&world, id, slug, "dock", mounts: [("/", 0.52, 100 * Size.gibi), ("/var/lib/docker", 0.44, 400 * Size.gibi)])
        guard case .host(var facts)? = world.resources[id]?.facts else { return }
        var engine = EngineFacts(product: "docker")
        (engine.version, engine.apiVersion, engine.isRootless, engine.storageDriver) = ("28.3.3", "1.51", false, "overlay2")
        var swarm = EngineFacts.Swarm(state: "active", isManager: true)
        (swarm.clusterID, swarm.nodeID) = ("swarm1", "node1")
        engine.swarm = swarm
        (engine.imageBytes, engine.containerBytes, engine.volumeBytes) = (Int64(24 * Size.gibi), Int64(Size.gibi), Int64(90 * Size.gibi))
        (engine.cacheBytes, engine.reclaimableBytes) = (Int64(2 * Size.gibi), Int64(5 * Size.gibi))
        facts.engines = [engine]
        world.resources[id]?.facts = .host(facts)
    }

    private static func container(_ world: inout World, _ name: String) {
        var facts = ContainerFacts(engine: "docker", containerID: "c0ffee-\(name)", image: "ghcr.io/example/\(name):1.4", state: "running")
        (facts.imageID, facts.imageDigest) = ("sha256:1\(name)", "sha256:2\(name)")
        (facts.health, facts.restartCount, facts.restartPolicy) = ("healthy", 1, "unless-stopped")
        (facts.createdAt, facts.startedAt) = (world.start - .days(30), world.start - .days(9))
        (facts.wasOutOfMemory, facts.wasStoppedByHand, facts.isPrivileged) = (false, false, false)
        (facts.project, facts.service) = name.hasPrefix("shop-") ? ("shop", String(name.dropFirst(5))) : (nil, nil)
        (facts.memoryLimit, facts.writtenBytes) = (Int64(2 * Size.gibi), Int64(20 * Size.mebi))
        facts.networks = [ContainerFacts.Network(name: "shop_default", addresses: ["172.18.0.2"])]
        facts.mounts = [ContainerFacts.Mount(type: "volume", source: "\(name)-data", destination: "/data", isReadOnly: false)]
        var update = ImageUpdate(.current)
        (update.currentDigest, update.latestDigest, update.checkedAt) = ("sha256:2\(name)", "sha256:2\(name)", world.now - .hours(3))
        facts.update = update
        let id = ResourceID.reported(.container, slug, path: name)
        world.add(id, slug, name, parent: .reported(.host, slug, path: ""), .running, since: .days(9), .container(facts))
        world.processor(id, 0.03)
        world.memory(id, 0.3, of: 2 * Size.gibi)
        world.traffic(id, network: 80_000, disk: 60_000)
        world.figure(id, .restarts, 0)
        world.figure(id, .processes, 14, noise: 0.02)
    }

    /// One that did its work and ended.
    private static func batch(_ world: inout World) {
        var facts = ContainerFacts(engine: "docker", containerID: "c0ffee-migrate", image: "ghcr.io/example/shop-api:1.4", state: "exited")
        (facts.exitCode, facts.restartPolicy, facts.restartCount) = (0, "no", 0)
        (facts.project, facts.service, facts.wasOutOfMemory, facts.wasStoppedByHand) = ("shop", "migrate", false, false)
        (facts.createdAt, facts.startedAt) = (world.start - .days(9), world.start - .days(9))
        facts.finishedAt = world.start - .days(9) + .seconds(40)
        let id = ResourceID.reported(.container, slug, path: "shop-migrate")
        world.add(id, slug, "shop-migrate", parent: .reported(.host, slug, path: ""), .stopped, since: .days(9), .container(facts))
        for metric in [Metric.cpu, .memoryUsed] { world.figure(id, metric, 0, quality: .unknown(.notRunning)) }
    }

    private static func service(_ world: inout World) {
        var facts = SwarmServiceFacts(clusterID: "swarm1", serviceID: "svc1", image: "ghcr.io/example/edge:2.0", mode: "replicated")
        (facts.stack, facts.desired, facts.running, facts.updateState) = ("front", 2, 2, "completed")
        (facts.createdAt, facts.updatedAt) = (world.start - .days(60), world.start - .days(6))
        world.add(.reported(.swarmService, slug, path: "front_edge"), slug, "front_edge", .running, since: .days(6), .swarmService(facts))
    }

    private static func records(_ world: World) -> EngineRecords {
        var records = EngineRecords(product: "docker")
        records.images = containers.map { name in
            var image = ImageRecord(imageID: "sha256:1\(name)", tags: ["ghcr.io/example/\(name):1.4"], digests: ["sha256:2\(name)"])
            (image.size, image.containers, image.createdAt) = (Int64(400 * Size.mebi), 1, world.start - .days(40))
            return image
        }
        records.volumes = containers.map { name in
            var volume = VolumeRecord(name: "\(name)-data")
            (volume.driver, volume.size, volume.containers) = ("local", Int64(6 * Size.gibi), 1)
            return volume
        }
        records.swarmNodes = [("node1", "dock", true), ("node2", "dock2", false)].map { id, name, isLeader in
            var node = SwarmNodeRecord(nodeID: id, hostname: name)
            (node.role, node.state, node.availability, node.isLeader) = (isLeader ? "manager" : "worker", "ready", "active", isLeader)
            (node.reachability, node.engineVersion) = (isLeader ? "reachable" : nil, "28.3.3")
            return node
        }
        return records
    }
}
