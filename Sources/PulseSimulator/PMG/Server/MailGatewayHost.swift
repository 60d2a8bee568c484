import NIOCore
import Synchronization

/// The world of one mail gateway while it runs.
final class MailGatewayHost: ServerHost {
    let product = SimulatedProduct.mailGateway
    let options: EstateOptions
    let clock: SimulatedClock
    let log: RequestLog
    let index: Int
    private let world: Mutex<MailWorld>
    private let workers: [String: Workers]

    init(_ world: MailWorld, _ options: EstateOptions, _ clock: SimulatedClock, _ log: RequestLog) {
        self.options = options
        self.clock = clock
        self.log = log
        index = world.index
        workers = Dictionary(world.nodes.map { ($0.name, Workers(count: options.workersPerNode)) }, uniquingKeysWith: { first, _ in first })
        self.world = Mutex(world)
    }

    var snapshot: MailWorld { world.withLock { $0 } }

    func clock(of node: String) -> Double { clock.now + (snapshot.node(node)?.clockSkew ?? 0) }
    func isHanging(_ node: String) -> Bool { snapshot.node(node)?.failure == .hanging }

    func apply(_ fault: MailGatewayFault) throws {
        let now = clock.now
        try world.withLock { world in
            var changed = world
            try changed.apply(fault, at: now)
            world = changed
        }
    }

    func setFingerprint(_ fingerprint: String, of node: String) {
        world.withLock { world in
            if let index = world.nodeIndex(node) { world.nodes[index].fingerprint = fingerprint }
        }
    }

    func answer(_ request: APIRequest, at entry: String) -> APIAnswer {
        let world = snapshot
        if world.node(entry)?.failure == .hanging { return APIAnswer(status: 200, phrase: "OK", body: .text(""), silent: true) }
        return MailServer(world: world, now: clock.now, entry: entry, options: options).answer(request)
    }

    func delay(of answer: APIAnswer, at entry: String) -> TimeAmount {
        let latency = snapshot.node(entry)?.latency ?? .zero
        let work = answer.work + latency
        guard work > .zero, let workers = workers[answer.workplace ?? entry] else { return TimeAmount(answer.pause) }
        return workers.occupy(for: work, at: .now()) + TimeAmount(answer.pause)
    }
}
