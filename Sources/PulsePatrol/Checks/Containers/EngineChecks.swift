import PulseCore

struct EngineRule: Sendable {
    static let reclaimable = Int64(10) << 30
    static let diskShare = 0.80
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
}

extension CheckCatalogue {
    static let containers: [Check] = [
        .containerRestarts, .containerDead, .containerUnhealthy, .containerOOM, .containerExited, .containerNotStarted, .containerMemory,
        .containerCPU,
        .containerUpdate, .containerWritten, .swarmReplicas, .swarmUpdate, .swarmNode, .swarmQuorum, .engineReclaimable,
    ]
}
