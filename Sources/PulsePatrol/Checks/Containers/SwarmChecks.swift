import PulseCore

/// Swarm: its services, and its nodes as the leader tells of them.
struct SwarmRule: Sendable {
    /// A task takes a while to be started somewhere else.
    static let patience = Duration.seconds(600)
    static let oldRollback = Duration.days(14)

    static func service(_ look: Look) throws -> SwarmServiceFacts {
        guard case .swarmService(let facts) = look.resource.facts else { throw NotEvaluable("It is no service.") }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("The manager does not answer at the moment.") }
        return facts
    }

    /// The nodes, on the host of the leader only, so that a swarm is told of once.
    static func nodes(_ look: Look) throws -> [SwarmNodeRecord] {
        guard let swarm = (try look.host().engines ?? []).compactMap(\.swarm).first(where: \.isManager) else { return [] }
        let nodes = try look.told(look.ledger?.engines, "Its engine's lists").flatMap(\.swarmNodes)
        guard let leader = nodes.first(where: { $0.isLeader == true }) else { return nodes }
        return leader.nodeID == swarm.nodeID ? nodes : []
    }

    static func failures(_ facts: SwarmServiceFacts) -> String {
        facts.failures.first.map { " Newest failure: \($0.printable(limit: 200))." } ?? ""
    }
}

extension Check {
    static let swarmReplicas = Check(
        "DOCKER-SWARM-REPLICAS", key: "docker-service-replicas", "Swarm service lacks replicas", .reliability, on: [.swarmService], needs: [.facts],
        page: CheckPage(
            why: "With fewer tasks than it wants, a service is slow, or down.",
            decides:
                "Warning when a service runs fewer tasks than it wants for \(Words.duration(SwarmRule.patience)), critical when it runs none. "
                + "Not while "
                + "it is being updated, not for jobs, not for services scaled to none.", advice: "Look at `docker service ps`."),
        role: CausalRole(symptoms: [.unavailable, .slow])
    ) { look in
        let facts = try SwarmRule.service(look)
        guard !facts.mode.hasSuffix("-job"), let desired = facts.desired, let running = facts.running, running < desired else { return .clear }
        if facts.updateState == "updating" { return .hidden("It is being updated.") }
        if let age = look.age(look.resource.state.since), age < SwarmRule.patience { return .hidden("It lacks tasks for \(Words.duration(age)).") }
        return .raised(
            Raised(
                running == 0 ? .critical : .warning, "Swarm service lacks replicas",
                description: "\(running) of \(desired) tasks of \(look.name) run.\(SwarmRule.failures(facts))",
                recommendation: "Run `docker service ps --no-trunc \(look.resource.name)` on a manager for why its tasks fail or wait.",
                evidence: "\(running) of \(desired) running.\(SwarmRule.failures(facts))",
                items: [.fact(look.id, "tasks", "\(running) of \(desired)")]))
    }

    static let swarmUpdate = Check(
        "DOCKER-SWARM-UPDATE", key: "docker-service-update", "Update of a swarm service got stuck", .reliability, on: [.swarmService],
        needs: [.facts],
        page: CheckPage(
            why: "A paused update leaves a service half old and half new; one that was rolled back is not what somebody wanted.",
            decides: "Warning when an update or its rollback is paused, watch when it was rolled back within the last "
                + "\(Words.duration(SwarmRule.oldRollback)).", advice: "Read the message, mend the image or its settings, update again.")
    ) { look in
        let facts = try SwarmRule.service(look)
        let state = facts.updateState ?? ""
        let isPaused = state == "paused" || state == "rollback_paused"
        guard isPaused || state == "rollback_completed" else { return .clear }
        if !isPaused, let age = look.age(facts.updatedAt), age >= SwarmRule.oldRollback { return .clear }
        let message = facts.updateMessage.map { ": \($0.printable(limit: 200))" } ?? ""
        return .raised(
            Raised(
                isPaused ? .warning : .watch, isPaused ? "Update of a swarm service got stuck" : "Update of a swarm service was rolled back",
                description: "The last update of \(look.name) is \(state.replacing("_", with: " "))\(message).\(SwarmRule.failures(facts))",
                recommendation: "Run `docker service ps --no-trunc \(look.resource.name)`, mend the image or its settings, and update again.",
                evidence: "Update state \(state)\(message).", items: [.fact(look.id, "update", state, at: facts.updatedAt)]))
    }

    static let swarmNode = Check(
        "DOCKER-SWARM-NODE-DOWN", key: "docker-swarm-node-down", "Swarm node is down", .reliability, on: [.host], needs: [.ledger("swarm nodes")],
        page: CheckPage(
            why: "Its tasks run elsewhere, if there is room.",
            decides: "Warning for each node that the swarm's leader calls down or disconnected. Not for nodes that are drained.",
            advice: "Check the machine, or remove the node."), role: CausalRole(symptoms: [.unavailable])
    ) { look in
        Answer(
            raised: try SwarmRule.nodes(look).filter { ["down", "disconnected"].contains($0.state ?? "") && $0.availability != "drain" }.map { node in
                Raised(
                    instance: node.nodeID, .warning, "Swarm node is down",
                    description: "The leader \(look.name) calls the swarm node \(node.hostname.printable(limit: 80)) \(node.state ?? "down").",
                    recommendation: "Check that \(node.hostname.printable(limit: 80)) is up and reaches the managers on port 2377; "
                        + "`docker node rm` it if it is gone for good.",
                    evidence: "State \(node.state ?? "unknown"), \(node.role ?? "unknown role"), availability \(node.availability ?? "unknown").",
                    items: [.record(look.id, "swarm node", node.nodeID, "\(node.hostname): \(node.state ?? "unknown")")])
            })
    }

    static let swarmQuorum = Check(
        "DOCKER-SWARM-QUORUM", key: "docker-swarm-quorum", "Swarm can lose no more managers", .reliability, on: [.host],
        needs: [.ledger("swarm nodes"), .facts],
        page: CheckPage(
            why: "Without a majority of its managers a swarm cannot be changed any more, and heals nothing.",
            decides:
                "Critical when the reachable managers are no majority or the engine says that its swarm is in error; warning when some are "
                + "unreachable "
                + "and one more would end the majority. A swarm whose managers are all there is no finding, be it one.",
            advice: "Bring the managers back, or demote those that are gone."), role: CausalRole(explains: [Explanation(.unavailable, .source)])
    ) { look in
        if let swarm = (try look.host().engines ?? []).compactMap(\.swarm).first(where: { $0.isManager && $0.state == "error" }) {
            return .raised(
                Raised(
                    .critical, "Swarm has lost its majority", description: "The engine of \(look.name), a manager, says that its swarm is in error.",
                    recommendation: "Bring the other managers back; if they are lost, `docker swarm init --force-new-cluster` on \(look.name).",
                    evidence: "Swarm state \(swarm.state).", items: [.fact(look.id, "swarm", swarm.state)]))
        }
        let managers = try SwarmRule.nodes(look).filter { $0.role == "manager" }
        let reachable = managers.count { $0.reachability != "unreachable" && $0.state != "down" }
        let majority = managers.count / 2 + 1
        guard reachable < managers.count, reachable <= majority else { return .clear }
        return .raised(
            Raised(
                reachable < majority ? .critical : .warning, reachable < majority ? "Swarm has lost its majority" : "Swarm can lose no more managers",
                description: "\(reachable) of \(managers.count) managers of the swarm of \(look.name) are reachable; it needs \(majority).",
                recommendation:
                    "Bring the managers back, or run `docker node demote` and `docker node rm` for those that are gone, and promote others.",
                evidence: "\(reachable) of \(managers.count) managers reachable.",
                items: [.fact(look.id, "managers", "\(reachable) of \(managers.count)")]))
    }
}
