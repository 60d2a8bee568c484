import PulseCore

/// When the state of a container deserves a finding: what happened to it now, never what its lifetime counters hold.
struct ContainerRule: Sendable {
    /// Restarts of the last hour.
    static let restarts = (watch: 3, warning: 6, critical: 11)
    /// An end that nobody has cared for so long is no news any more.
    static let forgotten = Duration.days(30)
    /// Whoever ran for so long was no one-shot.
    static let longLived = Duration.seconds(600)
    static let oomMemory = Duration.days(1)
    static let neverStarted = Duration.hours(1)
    /// SIGINT, SIGKILL and SIGTERM: what a stop from outside looks like.
    static let killed: Set<Int> = [130, 137, 143]

    static let role = CausalRole(symptoms: [.unavailable, .unseen])

    /// Whether its end, which is not 0, was its own doing and matters. A one-shot without policy and project that fails was an experiment.
    static func isOwnFailure(_ facts: ContainerFacts, at now: Timestamp) -> Bool {
        guard let code = facts.exitCode, code != 0, facts.wasStoppedByHand != true, facts.wasOutOfMemory != true else { return false }
        if facts.wasStoppedByHand == nil, killed.contains(code) { return false }
        if let end = facts.finishedAt, now.since(end) >= forgotten { return false }
        return hasPolicy(facts) || facts.project != nil || lived(facts).map { $0 >= longLived } ?? false
    }

    static func hasPolicy(_ facts: ContainerFacts) -> Bool { !["", "no"].contains(facts.restartPolicy ?? "") }

    static func lived(_ facts: ContainerFacts) -> Duration? {
        guard let begin = facts.startedAt, let end = facts.finishedAt, end >= begin else { return nil }
        return end.since(begin)
    }

    static func wasKilledForMemory(_ facts: ContainerFacts, at now: Timestamp) -> Bool {
        guard facts.wasOutOfMemory == true, facts.wasStoppedByHand != true else { return false }
        guard facts.state == "running" || facts.finishedAt != nil else { return true }
        // One that runs again is told of for a day; one that is down as long as anybody may care.
        guard let end = facts.finishedAt else { return false }
        return now.since(end) < (facts.state == "running" ? oomMemory : forgotten)
    }

    static func logs(_ look: Look) -> String {
        guard case .container(let facts) = look.resource.facts else { return "" }
        return "`\(facts.engine) logs --tail 50 \(look.resource.name)`"
    }
}

extension Look {
    /// - Throws: ``NotEvaluable`` when its agent or its engine is silent.
    func container() throws -> ContainerFacts {
        guard case .container(let facts) = resource.facts else { throw NotEvaluable("It is no container.") }
        guard resource.state.status != .unknown else { throw NotEvaluable("Its engine or the agent does not answer at the moment.") }
        return facts
    }
}
