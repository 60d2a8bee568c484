import PulseCore

struct EngineRule: Sendable {
    static let reclaimable = Int64(10) << 30
    static let diskShare = 0.80
    /// An engine that is restarted for an update comes back sooner.
    static let silence = Duration.seconds(600)
}

extension Check {
    static let engineReclaimable = Check(
        "DOCKER-RECLAIMABLE", key: "docker-reclaimable-space", "Unused images and layers fill the disk", .capacity, on: [.host],
        needs: [.facts, .current(.diskUsed), .current(.diskTotal)],
        page: CheckPage(
            why: "Room that nothing uses is missing where the disk fills up.",
            decides: "Watch when an engine could give back \(Words.bytes(EngineRule.reclaimable)) and the root file system is at "
                + "\(Words.percent(EngineRule.diskShare)) or more. With room to spare, unused images are no finding.", advice: "Prune.")
    ) { look in
        let engines = (try look.host().engines ?? []).filter { ($0.reclaimableBytes ?? 0) >= EngineRule.reclaimable }
        guard !engines.isEmpty else { return .clear }
        let share = try look.share(.diskUsed, of: .diskTotal)
        guard share >= EngineRule.diskShare else { return .clear }
        return Answer(
            raised: engines.map { engine in
                let bytes = Words.bytes(engine.reclaimableBytes ?? 0)
                return Raised(
                    instance: engine.product, .watch, "Unused images and layers fill the disk",
                    description:
                        "\(engine.product) on \(look.name) could give back \(bytes), and the root file system is at \(Words.percent(share)).",
                    recommendation:
                        "Run `\(engine.product) system df` and then `\(engine.product) image prune` and `\(engine.product) builder prune` on "
                        + "\(look.name).",
                    evidence: "\(bytes) reclaimable, disk at \(Words.percent(share)).",
                    items: [
                        .fact(look.id, "reclaimable", bytes),
                        .limit("reclaimable", Words.bytes(EngineRule.reclaimable), value: Double(EngineRule.reclaimable)),
                    ])
            })
    }

    static let engineUnreachable = Check(
        "DOCKER-ENGINE-UNREACHABLE", key: "docker-engine-unreachable", "Container engine does not answer", .reliability, on: [.host],
        needs: [.ledger("lists of the engine")],
        page: CheckPage(
            why: "Without its engine nobody knows how the containers are, and none is restarted.",
            decides: "Critical when the agent reports but its engine, which answered before, has not answered for "
                + "\(Words.duration(EngineRule.silence)).", advice: "Check the engine's service."),
        role: CausalRole(explains: [
            Explanation(.unavailable, .placed), Explanation(.unseen, .placed), Explanation(.unavailable, .source), Explanation(.unseen, .source),
        ])
    ) { look in
        _ = try look.host()
        guard let told = look.ledger?.engines, let problem = told.problem, problem.code != Problem.inPart else { return .clear }
        guard let at = told.at, told.value?.isEmpty == false else { return .hidden(problem.sentence) }
        guard look.now.since(at) >= EngineRule.silence else {
            return .hidden("It does not answer for less than \(Words.duration(EngineRule.silence)).")
        }
        return .raised(
            Raised(
                .critical, "Container engine does not answer",
                description: "The container engine of \(look.name) last answered at \(Words.minute(at)): \(problem.sentence.printable(limit: 200))",
                recommendation: "Run `systemctl status docker` (or podman) and read its journal on \(look.name). \(problem.nextStep)",
                evidence: problem.sentence.printable(limit: 200), items: [.record(look.id, "engine", "engines", problem.code, at: at)]))
    }
}

extension CheckCatalogue {
    static let containers: [Check] = [
        .containerRestarts, .containerDead, .containerUnhealthy, .containerOOM, .containerExited, .containerNotStarted, .containerMemory,
        .containerCPU,
        .containerUpdate, .containerWritten, .swarmReplicas, .swarmUpdate, .swarmNode, .swarmQuorum, .engineReclaimable, .engineUnreachable,
    ]
}
