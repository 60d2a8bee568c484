import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("Backups, tasks, disks and Ceph against the simulated estate", .timeLimit(.minutes(5)))
struct DepthTests {
    @Test("within minutes every matter has its answer or its reason")
    func everything() async throws {
        try await Stage.run(EstateOptions(nodesPerCluster: 3, guestsPerCluster: 12, backupServers: 1)) { stage in
            let source = stage.source(endpoints: [stage.endpoint(stage.cluster.nodes[0])])
            let observation = await stage.watch(source, for: .seconds(400))
            let ledger = try #require(observation.ledger)
            #expect(ledger.jobs.value?.isEmpty == false && ledger.jobs.value?.allSatisfy { $0.coverage != nil } == true)
            #expect(ledger.highAvailability.value?.isQuorate == true)
            let archives = ledger.archives.values.map { "\($0.value?.count ?? -1) \($0.problem?.code ?? "")" }
            #expect(!archives.isEmpty && ledger.archives.values.allSatisfy { $0.problem?.code == Problem.inPart }, "\(archives)")
            #expect(ledger.targets.contains { $0.datastore == "main" })
            #expect(ledger.snapshots.count == stage.cluster.vmids.count)
            for (node, part) in ledger.nodes {
                #expect(part.tasks.value != nil && part.services.value != nil && part.certificates.value != nil, "\(node)")
                #expect(part.clock.value.map { abs($0.ahead.asSeconds) <= 2 } == true, "\(node)")
                #expect(part.updates.value != nil || part.updates.problem?.code == "privilege_missing", "\(node)")
                #expect(part.pools.value != nil && part.disks.value != nil, "\(node)")
            }
            #expect(!observation.kind(.disk).isEmpty && !observation.kind(.pool).isEmpty)
        }
    }
}
