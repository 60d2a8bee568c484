import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("What goes wrong with disks, pools, Ceph, certificates and clocks, as a source tells it", .timeLimit(.minutes(5)))
struct HardwareFaultTests {
    private func watched(_ faults: [Fault], _ body: (Stage, PVESource, Observation) async throws -> Void) async throws {
        try await Stage.run(EstateOptions(nodesPerCluster: 3, guestsPerCluster: 9)) { stage in
            for fault in faults { try await stage.estate.apply(fault) }
            let source = stage.source()
            try await body(stage, source, await stage.watch(source, for: .seconds(400)))
        }
    }

    @Test("a scrub of a hundred days ago is told with its day, what it found, and the pool's state")
    func oldScrub() async throws {
        try await watched([
            .scrubOld(node: "pve1", pool: "tank", .seconds(100 * 86_400)), .scrubErrors(node: "pve1", pool: "tank", 3),
            .poolState(node: "pve1", pool: "tank", .degraded),
        ]) { stage, _, observation in
            let pool = try #require(observation["pool:lab/pve1/tank"] ?? observation.kind(.pool).first { $0.name == "tank" })
            #expect(pool.status == .degraded && pool.pool?.health == "DEGRADED")
            let age = try #require(pool.pool?.scrubbedAt.map { stage.now.since($0) })
            #expect(abs(age.asSeconds - 100 * 86_400) < 3600, "\(age)")
            #expect(pool.pool?.errors?.contains("3 data errors") == true && pool.pool?.devices?.isEmpty == false)
        }
    }

    @Test("a disk that SMART gives up is failing, a worn one has its wear, and the others are well")
    func failedDisk() async throws {
        let faults: [Fault] = [.diskFailed(node: "pve1", disk: "/dev/sda"), .diskWorn(node: "pve2", disk: "nvme0n1", remaining: 4)]
        try await watched(faults) { _, _, observation in
            let disks = observation.kind(.disk)
            let failed = disks.filter { $0.status == .failing }
            #expect(failed.map { $0.disk?.device } == ["/dev/sda"] && failed.first?.disk?.health?.hasPrefix("FAIL") == true)
            #expect(disks.count > 6 && disks.filter { $0.status != .failing }.allSatisfy { $0.status == .online })
            let worn = disks.first { $0.disk?.node == "pve2" && $0.disk?.device == "/dev/nvme0n1" }
            let wear = try #require(worn?.metrics[.wear]?.value)
            #expect(abs(wear - 0.96) < 0.001, "\(wear)")
        }
    }

    @Test("a Ceph that warns is degraded and says which checks; one that fails is failing; and it comes back")
    func ceph() async throws {
        try await watched([.osdDown(2), .cephFlag("noout", true)]) { stage, source, observation in
            let ceph = try #require(observation.kind(.ceph).first)
            #expect(ceph.status == .degraded && ceph.ceph?.health == "HEALTH_WARN")
            #expect(ceph.ceph?.osdsUp == (ceph.ceph?.osdsTotal ?? 0) - 1)
            let state = try #require(observation.ledger?.ceph.value ?? nil)
            #expect(Set(state.checks.map(\.code)).isSuperset(of: ["OSD_DOWN", "OSDMAP_FLAGS"]) && state.flags == ["noout"])
            #expect(state.checks.allSatisfy { !$0.message.isEmpty })
            #expect(state.osds?.filter { $0.isUp == false }.map(\.id) == [2])
            try await stage.estate.apply(.cephCheck(code: "POOL_FULL", .error, message: "1 pool(s) full"))
            #expect(await stage.watch(source, for: .seconds(180)).kind(.ceph).first?.status == .failing)
            try await stage.estate.apply(.cephHealthy)
            let healed = await stage.watch(source, for: .seconds(720), step: .seconds(30))
            #expect(healed.kind(.ceph).first?.status == .online)
            #expect((healed.ledger?.ceph.value ?? nil)?.checks.isEmpty == true)
        }
    }

    @Test("a certificate that runs out has its day")
    func certificate() async throws {
        try await watched([.certificateEnds(node: "pve2", in: .seconds(3 * 86_400))]) { stage, _, observation in
            func ends(_ node: String) -> [Duration] {
                observation.ledger?.nodes[node]?.certificates.value?.compactMap { $0.notAfter?.since(stage.now) } ?? []
            }
            #expect(ends("pve2").contains { $0 > .seconds(2 * 86_400) && $0 < .seconds(3 * 86_400) }, "\(ends("pve2"))")
            #expect(!ends("pve1").isEmpty && ends("pve1").allSatisfy { $0 > .seconds(30 * 86_400) })
        }
    }

    @Test("a clock an hour off is told, and no figure is believed to be older or newer for it", arguments: [3600, -3600])
    func clock(ahead: Int) async throws {
        try await watched([.clockSkew(node: "pve2", .seconds(ahead))]) { _, _, observation in
            #expect(observation.codes == ["clock_off"], "\(observation.report.problems)")
            #expect(observation.report.problems.first?.sentence.contains("pve2") == true)
            let skew = try #require(observation.ledger?.nodes["pve2"]?.clock.value)
            #expect(abs(skew.ahead.components.seconds - Int64(ahead)) <= 2)
            #expect(observation.kind(.node).allSatisfy { $0.isFresh && $0.metrics[.cpu]?.isCurrent == true })
            let running = observation.kind(.guest).filter { $0.status == .running }
            #expect(!running.isEmpty && running.allSatisfy { $0.isFresh && $0.metrics[.cpu]?.isCurrent == true })
        }
    }
}
