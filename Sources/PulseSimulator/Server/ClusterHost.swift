import NIOCore
import Synchronization

/// The world of one cluster while it runs: the state that requests read and faults change.
final class ClusterHost: ServerHost {
    let product = SimulatedProduct.virtualEnvironment
    let options: EstateOptions
    let clock: SimulatedClock
    let log: RequestLog
    let index: Int
    private let world: Mutex<ClusterWorld>
    private let cache = Mutex<[CacheKey: CachedAnswer]>([:])
    private let workers: [String: Workers]
    private let counter = Mutex<[String: UInt64]>([:])

    /// The dump of `/cluster/resources` is two seconds old at most, as in the original.
    private struct CacheKey: Hashable {
        let path: String
        let subject: String
        let entry: String
    }

    private struct CachedAnswer {
        let revision: Int
        let slot: Int
        let answer: APIAnswer
    }

    init(_ world: ClusterWorld, _ options: EstateOptions, _ clock: SimulatedClock, _ log: RequestLog) {
        self.options = options
        self.clock = clock
        self.log = log
        index = world.index
        workers = Dictionary(world.nodes.map { ($0.name, Workers(count: options.workersPerNode)) }, uniquingKeysWith: { first, _ in first })
        self.world = Mutex(world)
    }

    var snapshot: ClusterWorld {
        let now = clock.now
        return world.withLock { world in
            world.settle(at: now)
            return world
        }
    }

    /// The time a node believes it is.
    func clock(of node: String) -> Double { clock.now + (snapshot.node(node)?.clockSkew ?? 0) }

    func apply(_ fault: Fault) throws {
        let now = clock.now
        try world.withLock { world in
            world.settle(at: now)
            var changed = world
            try changed.apply(fault, at: now)
            world = changed
        }
    }

    func isHanging(_ node: String) -> Bool { snapshot.node(node)?.failure == .hanging }

    func setFingerprint(_ fingerprint: String, of node: String) {
        world.withLock { world in
            guard let index = world.nodeIndex(node) else { return }
            world.nodes[index].fingerprint = fingerprint
            world.revision += 1
        }
    }

    // MARK: Answering

    func answer(_ request: APIRequest, at entry: String) -> APIAnswer {
        let world = snapshot
        let now = clock.now
        if let failure = failure(of: request, at: entry, world) { return failure }
        guard request.method == "GET", request.path == "/cluster/resources", let subject = request.authorization, request.cookie == nil
        else {
            return APIServer(world: world, now: now, entry: entry, options: options).answer(request)
        }
        let key = CacheKey(path: request.query["type"] ?? "", subject: subject, entry: entry)
        let slot = Int(now / 2)
        if request.query.keys.allSatisfy({ $0 == "type" }), let cached = cache.withLock({ $0[key] }), cached.revision == world.revision,
            cached.slot == slot
        {
            return cached.answer
        }
        let answer = APIServer(world: world, now: now, entry: entry, options: options).answer(request)
        if answer.status == 200 { remember(answer, key, slot, world.revision) }
        return answer
    }

    private func remember(_ answer: APIAnswer, _ key: CacheKey, _ slot: Int, _ revision: Int) {
        cache.withLock { cache in
            if cache.count > 64 { cache.removeAll() }
            cache[key] = CachedAnswer(revision: revision, slot: slot, answer: answer)
        }
    }

    /// A node's own troubles come before any meaning of the request.
    private func failure(of request: APIRequest, at entry: String, _ world: ClusterWorld) -> APIAnswer? {
        guard let node = world.node(entry) else { return nil }
        if node.failure == .hanging { return APIAnswer(status: 200, phrase: "OK", body: .text(""), silent: true) }
        guard node.errorRate > 0 else { return nil }
        let number = counter.withLock { counter in
            counter[entry, default: 0] += 1
            return counter[entry] ?? 0
        }
        guard SplitMix64.unit(SplitMix64.mix(node.seed, number)) < node.errorRate else { return nil }
        let phrase = "can't lock file '/var/lock/pve-manager/pve-storage-nas' - got timeout"
        return APIAnswer(status: 500, phrase: phrase, body: .text("{\"data\":null,\"message\":\(JSONText.string(phrase + "\n"))}"))
    }

    /// Real time from now until the answer is sent.
    func delay(of answer: APIAnswer, at entry: String) -> TimeAmount {
        let latency = snapshot.node(entry)?.latency ?? .zero
        let away = answer.workplace == nil ? Duration.zero : latency
        let work = answer.work + (answer.workplace == nil ? latency : .zero)
        guard work > .zero, let workers = workers[answer.workplace ?? entry] else { return TimeAmount(answer.pause + away) }
        return workers.occupy(for: work, at: .now()) + TimeAmount(answer.pause + away)
    }
}
