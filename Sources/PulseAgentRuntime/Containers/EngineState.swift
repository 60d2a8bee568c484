import PulseAgentProtocol
import PulseCore

/// What is known of one engine, between two questions to it.
struct EngineState: Sendable {
    var identity: EngineIdentity?
    var watch = ContainerWatch()
    var plan = ListPlan()
    var machine = MachineSize()
    var extras = ContainerTranslation.Extras()
    var lists: EngineLists?
    var facts: EngineFacts?
    var services: [ReportedObject] = []
    /// The swarm that this engine manages.
    var clusterID: String?
    /// True while events come in.
    var hasEvents = false
    /// False where nobody counts what a container uses: on cgroup v1, an engine that runs as a user may make no cgroups, and answers with what all of
    /// its machine uses. Of such an engine it is not believed before it said how it is.
    var countsUse = true
    var answeredLists: Set<ListPlan.List> = []
    /// What could not be asked for, though the engine answers.
    var listProblems: [ListPlan.List: EngineProblem] = [:]
    /// Of its machine, as registries call it.
    var architecture = "amd64"

    init() {}

    /// Another engine listens at the address, or the same one in another version: nothing that was known holds.
    mutating func identified(_ identity: EngineIdentity) {
        guard identity != self.identity else { return }
        self = EngineState()
        self.identity = identity
        watch = ContainerWatch(tellsStops: identity.product == .docker)
        lists = EngineLists(product: identity.product.rawValue)
        var facts = EngineFacts(product: identity.product.rawValue)
        facts.version = identity.version
        facts.apiVersion = identity.apiVersion.description
        facts.isRootless = identity.isRootless
        self.facts = facts
        countsUse = !identity.isRootless
    }

    /// An event without a moment of its own is long ago: it makes its container be looked at, and counts for nothing else.
    mutating func event(_ event: EngineEvent) {
        watch.event(event, at: event.at ?? Timestamp(milliseconds: 0))
        plan.event(event)
    }

    /// The stream of events ended, and some may have been missed.
    mutating func lostEvents() {
        hasEvents = false
        watch.doubtEverything()
    }

    /// False until the lists of records were answered once.
    var hasLists: Bool { answeredLists.isSuperset(of: [.images, .volumes, .networks]) }

    /// The lists that this engine has.
    var possibleLists: [ListPlan.List] {
        var lists: [ListPlan.List] = [.info, .images, .volumes, .networks, .diskUse]
        if identity?.product == .podman { lists.append(.pods) }
        if clusterID != nil { lists.append(.swarm) }
        return lists
    }

    mutating func answered(_ list: ListPlan.List, _ problem: EngineProblem?) {
        listProblems[list] = problem
        // One that cannot be had does not hold the others back.
        answeredLists.insert(list)
    }

    mutating func take(_ info: InfoAnswer) {
        machine.processors = info.processors.flatMap { $0 > 0 ? $0 : nil }
        machine.memory = info.memory.flatMap { $0 > 0 ? $0 : nil }
        architecture = ["x86_64": "amd64", "aarch64": "arm64"][info.architecture ?? ""] ?? info.architecture?.cut(toBytes: 32) ?? "amd64"
        facts?.storageDriver = info.storageDriver?.cut(toBytes: 64)
        if let rootless = info.rootless { facts?.isRootless = rootless }
        countsUse = info.cgroupDriver != "none" && !(facts?.isRootless == true && info.cgroupVersion == "1")
        guard let swarm = info.swarm, let state = swarm.state, state != "inactive" else {
            facts?.swarm = nil
            (clusterID, services) = (nil, [])
            return
        }
        var engine = EngineFacts.Swarm(state: state.cut(toBytes: 32), isManager: swarm.isManager == true)
        engine.nodeID = swarm.nodeID?.cut(toBytes: 64).unlessEmpty
        engine.clusterID = swarm.cluster?.id?.cut(toBytes: 64).unlessEmpty
        facts?.swarm = engine
        clusterID = engine.isManager ? engine.clusterID : nil
        if clusterID == nil { services = [] }
    }

    mutating func take(_ images: [ImageRow]) {
        lists?.take(images: images)
        let pairs = images.prefix(AgentLimits.records * 2).map { ($0.id, ($0.digests ?? []).filter { !$0.hasPrefix("<none>") }) }
        extras.digests = [String: [String]](pairs) { first, _ in first }
    }

    mutating func take(_ answer: DiskUseAnswer) {
        let use = DiskUse(answer)
        facts?.imageBytes = use.images
        facts?.containerBytes = use.containers
        facts?.volumeBytes = use.volumes
        facts?.cacheBytes = use.cache
        facts?.reclaimableBytes = use.reclaimable
        if let rows = answer.volumes?.rows { lists?.take(use: rows) }
        extras.written = use.written
    }

    /// The images that containers are of, each once.
    var updateSubjects: [UpdateSubject] {
        var subjects: [String: UpdateSubject] = [:]
        for container in watch.containers.values {
            guard let facts = container.details?.facts, let imageID = facts.imageID, subjects.count < ImageUpdateMemory.most else { continue }
            // Of an image that was not listed yet nobody knows whether it came from a registry.
            guard let known = extras.digests[imageID] else { continue }
            let repository = ImageReference(facts.image)?.repositoryName
            let digests = known.filter { ImageReference($0)?.repositoryName == repository }
            let subject = UpdateSubject(
                image: facts.image, imageID: imageID, digests: digests.compactMap { $0.split(separator: "@").last.map(String.init) },
                architecture: architecture)
            subjects[subject.key] = subject
        }
        return subjects.values.sorted { $0.key < $1.key }
    }
}
