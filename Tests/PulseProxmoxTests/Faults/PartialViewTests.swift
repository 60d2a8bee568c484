import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("A part is away or hidden: it is marked, and the rest goes on", .timeLimit(.minutes(5)))
struct PartialViewTests {
    @Test("without the right to audit the system its matters are hidden, not empty; the command is named, and given it all comes")
    func hiddenTopics() async throws {
        try await Stage.run(EstateOptions(nodesPerCluster: 2, guestsPerCluster: 6)) { stage in
            try await stage.estate.apply(.permissionRemoved(privilege: "Sys.Audit", from: stage.cluster.token.id))
            let source = stage.source()
            let observation = await stage.watch(source, for: .seconds(400))
            let ledger = try #require(observation.ledger)
            for (node, part) in ledger.nodes {
                for problem in [part.services.problem, part.kernel.problem, part.disks.problem, part.pools.problem] {
                    #expect(problem?.code == "privilege_missing", "\(node): \(String(describing: problem))")
                    #expect(problem?.nextStep.contains("pveum acl modify") == true, "\(node): \(String(describing: problem))")
                }
                #expect(part.services.isHidden && part.kernel.isHidden && part.disks.isHidden && part.pools.isHidden, "\(node)")
            }
            #expect(observation.kind(.disk).isEmpty && observation.kind(.pool).isEmpty)
            #expect(observation.completeKinds.isDisjoint(with: [.disk, .pool]))
            let asked = source.callCounts["services"]
            _ = await stage.watch(source, for: .seconds(600), step: .seconds(30))
            #expect(source.callCounts["services"] == asked, "what is forbidden was asked again and again")
            try await stage.estate.apply(.permissionsRestored(for: stage.cluster.token.id))
            let given = await stage.watch(source, for: .seconds(1200), step: .seconds(30))
            #expect(given.ledger?.nodes.values.allSatisfy { $0.services.problem == nil && $0.disks.value != nil } == true)
            #expect(!given.kind(.disk).isEmpty)
        }
    }

    @Test(
        "half of a cluster is away: it is marked and not shown as fresh or healthy, the other half goes on",
        arguments: [Fault.NodeFailure.powerOff, .refused])
    func halfAway(failure: Fault.NodeFailure) async throws {
        try await Stage.run(EstateOptions(nodesPerCluster: 6, guestsPerCluster: 36)) { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(400))
            let away = Set(stage.cluster.nodes.prefix(3).map(\.name))
            // The first of them is the one that answered.
            for node in away.sorted() { try await stage.estate.apply(.nodeDown(node: node, failure)) }
            let soon = await stage.watch(source, for: .seconds(60))
            check(soon, before, away, stage)
            let later = await stage.watch(source, for: .seconds(900), step: .seconds(30))
            check(later, before, away, stage)
            for node in away.sorted() { try await stage.estate.apply(.nodeUp(node: node)) }
            let back = await stage.watch(source, for: .seconds(900), step: .seconds(10))
            #expect(back.report.condition == .reachable, "\(back.report.problems)")
            #expect(back.kind(.node).allSatisfy { $0.status == .online && $0.metrics[.cpu]?.isCurrent == true })
            #expect(back.ledger?.nodes.values.allSatisfy { $0.services.problem == nil } == true)
        }
    }

    private func check(_ observation: Observation, _ before: Observation, _ away: Set<String>, _ stage: Stage) {
        #expect(observation.report.condition == .degraded && observation.codes.contains("quorum_lost"), "\(observation.report.problems)")
        #expect(Set(observation.resources.map(\.id)).isSuperset(of: before.resources.map(\.id)))
        for node in observation.kind(.node) {
            let isAway = away.contains(node.name ?? "")
            #expect(node.status == (isAway ? .offline : .online) && node.metrics[.cpu]?.isCurrent == !isAway, "\(node.id)")
        }
        for resource in observation.resources {
            guard let node = resource.placedOn else { continue }
            if away.contains(node) {
                #expect(!resource.isFresh && resource.status == .unknown, "\(resource.id) \(resource.status)")
                #expect(resource.metrics.entries.allSatisfy { !$0.measurement.isCurrent }, "\(resource.id)")
            } else if resource.status == .running {
                #expect(resource.isFresh && resource.metrics[.cpu]?.isCurrent == true, "\(resource.id)")
            }
        }
        for (node, part) in observation.ledger?.nodes ?? [:] {
            let problems = [part.tasks.problem, part.services.problem, part.certificates.problem, part.clock.problem, part.disks.problem]
            if away.contains(node) {
                #expect(problems.allSatisfy { $0?.code == "node_offline" }, "\(node): \(problems)")
            } else {
                #expect(problems.allSatisfy { $0 == nil }, "\(node): \(problems)")
            }
        }
    }

    @Test("half of a cluster that hangs: what only it could tell grows old with a reason, and the other half is asked as before")
    func halfHanging() async throws {
        let options = EstateOptions(nodesPerCluster: 4, guestsPerCluster: 16)
        try await Stage.run(options) { stage in
            let source = stage.source(endpoints: [stage.endpoint(stage.cluster.nodes[0])])
            await stage.watch(source, for: .seconds(400))
            let away = Set(stage.cluster.nodes.suffix(2).map(\.name))
            for node in away.sorted() { try await stage.estate.apply(.nodeDown(node: node, .hanging)) }
            let observation = await stage.watch(source, for: .seconds(1500), step: .seconds(60))
            for (node, part) in observation.ledger?.nodes ?? [:] {
                for problem in [part.tasks.problem, part.services.problem, part.certificates.problem, part.disks.problem] {
                    #expect(problem?.code == (away.contains(node) ? "node_unreachable" : nil), "\(node): \(String(describing: problem))")
                }
                #expect(part.services.value?.isEmpty == false)
            }
            #expect(observation.kind(.guest).count == 16)
            let others = observation.kind(.guest).filter { $0.status == .running && !away.contains($0.guest?.node ?? "") }
            #expect(!others.isEmpty && others.allSatisfy { $0.isFresh && $0.metrics[.cpu]?.isCurrent == true })
            for node in away.sorted() { try await stage.estate.apply(.nodeUp(node: node)) }
            let back = await stage.watch(source, for: .seconds(900), step: .seconds(10))
            for (node, part) in back.ledger?.nodes ?? [:] {
                for problem in [part.tasks.problem, part.services.problem, part.certificates.problem, part.disks.problem] {
                    #expect(problem == nil, "\(node): \(String(describing: problem))")
                }
            }
        }
    }
}

extension ObservedResource {
    /// The node a guest, disk or pool is on; nil of what belongs to the whole cluster.
    fileprivate var placedOn: String? {
        switch facts {
        case .guest(let facts): facts.node
        case .disk(let facts): facts.node
        case .pool(let facts): facts.node
        default: nil
        }
    }
}
