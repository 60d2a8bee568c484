import PulseCore
import PulseSimulator
import Testing

@testable import PulseServer

@Suite("Patrol while nodes and clusters are away", .timeLimit(.minutes(5)))
struct PatrolServerOutageTests {
    private static let guests = ["guest:lab/101", "guest:lab/107"]

    @Test("a node that is off is one finding with what follows from it; when it is back, a look of its own ends all of that")
    func nodeDown() async throws {
        try await withEstate { live in
            await live.collect()
            let before = try await live.settled()
            try await live.estate.apply(.nodeDown(node: "pve2"))
            await live.step(8)
            let gone = try #require(try await live.runs().first)
            // The cluster of the node is all that there is.
            #expect(gone.triggeredBy == "node pve2 went offline" && !gone.scoped && gone.resolvedIds == [])
            let during = try await consequencesSeen(live)
            let offline = try #require(during.first { $0.check == "PVE-NODE-OFFLINE" })
            #expect(offline.resourceId == "node:lab/pve2" && offline.severity == "critical" && offline.cause == nil)
            let consequences = during.filter { $0.cause?.findingId == offline.id }
            let ceph = ["CEPH-OSD-DOWN", "CEPH-MON-DOWN"].map { ($0, "ceph:lab") }
            let expected = [("PVE-CLUSTER-QUORUM-EDGE", "cluster:lab")] + ceph + Self.guests.map { ("PVE-HA-RESOURCE", $0) }
            #expect(Set(consequences.map(\.line)) == Set(expected.map { "\($0.0) \($0.1)" }))
            #expect(Set(consequences.map { $0.cause?.path }) == Set(expected.map { [$0.1, "node:lab/pve2"] }))
            #expect(offline.consequences == consequences.map(\.id).sorted())
            try await live.estate.apply(.nodeUp(node: "pve2"))
            let back = try await live.eventRun(within: 30)
            #expect(back.triggeredBy == "node pve2 came back" && !back.scoped)
            let ended = try await live.finding(offline.id)
            #expect(ended.state == "resolved" && ended.resolution == "condition_gone")
            let after = try await live.findings().filter { !before.contains($0.id) }
            #expect(after.map(\.line) == ["PVE-NODE-UNCLEAN-RESTART node:lab/pve2"])
        }
    }

    /// High availability fences the node after a minute, starts its guests elsewhere after two, and is asked now and then.
    private func consequencesSeen(_ live: LiveEstate) async throws -> [LiveEstate.Finding] {
        for _ in 0..<5 {
            _ = try await live.patrol()
            let found = try await live.findings()
            if found.contains(where: { $0.check == "PVE-HA-RESOURCE" && $0.cause != nil }) { return found }
            await live.step()
        }
        return try await live.findings()
    }

    @Test("a cluster that does not answer is one critical finding; what is found in it stays, with the reason why nobody can judge it")
    func unreachable() async throws {
        try await withEstate { live in
            await live.collect()
            let before = try await live.settled()
            for node in live.estate.clusters[0].nodes { try await live.estate.apply(.nodeDown(node: node.name)) }
            await live.step(12, of: .seconds(30))
            let run = try await live.patrol()
            #expect(run.resolvedIds == [] && run.reasons(of: "PVE-NODE-OFFLINE") == ["Nobody can say whether it is up."])
            let during = try await live.findings()
            let old = during.filter { before.contains($0.id) }
            #expect(old.count == before.count && old.map(\.unjudged) == old.map { _ in "Nobody can say whether it runs." })
            let new = during.filter { !before.contains($0.id) }
            #expect(new.map(\.line) == ["PULSE-SOURCE-UNREACHABLE cluster:lab"] && new.map(\.severity) == ["critical"])
            for node in live.estate.clusters[0].nodes { try await live.estate.apply(.nodeUp(node: node.name)) }
            await live.step(10, of: .seconds(30))
            _ = try await live.patrol()
            #expect(try await live.finding(new[0].id).resolution == "condition_gone")
            // Nobody could tell whether a node was off, so none has come back either.
            #expect(try await live.runs().map(\.trigger).contains("event") == false)
        }
    }
}
