import PulseCore

/// When the lists that seldom change are asked for again: every so often, and soon after an event tells that one changed.
struct ListPlan: Sendable, Equatable {
    enum List: Hashable, Sendable, CaseIterable {
        case info
        case images
        case volumes
        case networks
        case swarm
        case pods
        /// It can take the engine minutes to reckon.
        case diskUse

        var interval: Duration {
            switch self {
            case .swarm: .seconds(30)
            case .pods: .seconds(60)
            case .info, .images, .volumes, .networks, .diskUse: .seconds(300)
            }
        }

        /// Not oftener than this, whatever events say.
        var shortest: Duration { self == .diskUse ? .seconds(300) : .seconds(10) }
    }

    private var askedAt: [List: Timestamp] = [:]
    private var changed: Set<List> = []

    init() {}

    mutating func event(_ event: EngineEvent) {
        switch event.subject {
        case .image: changed.insert(.images)
        case .volume: changed.insert(.volumes)
        case .network where event.container == nil: changed.insert(.networks)
        case .service: changed.insert(.swarm)
        // Also when a swarm begins or ends.
        case .node: changed.formUnion([.swarm, .info])
        case .container where event.action == "create" || event.action == "destroy": changed.formUnion([.pods, .images])
        case .container, .network: break
        }
    }

    /// What to ask for now; it is taken as asked for.
    mutating func due(_ lists: [List], at now: Timestamp) -> [List] {
        let due = lists.filter { list in
            guard let last = askedAt[list], last <= now else { return true }
            let elapsed = now.since(last)
            return elapsed >= list.interval || (changed.contains(list) && elapsed >= list.shortest)
        }
        for list in due {
            askedAt[list] = now
            changed.remove(list)
        }
        return due
    }
}
