import PulseCore
import PulseSimulator
import Testing

@testable import PulseServer

@Suite("Patrol when a cluster does not let Pulse in", .timeLimit(.minutes(5)))
struct PatrolServerAccessTests {
    @Test("a privilege that is taken away is a finding; what it hides cannot be judged, and is not resolved")
    func privilege() async throws {
        try await withEstate { live in
            await live.collect()
            let before = try await live.settled()
            let token = live.estate.clusters[0].token.id
            try await live.estate.apply(.permissionRemoved(privilege: "VM.Audit", from: token))
            await live.step(24, of: .seconds(30))
            let run = try await live.patrol()
            #expect(run.resolvedIds == [] && run.reasons(of: "PVE-GUEST-AGENT-OFF") == ["Nobody can say whether it runs."])
            let during = try await live.findings()
            #expect(during.filter { before.contains($0.id) && $0.unjudged != nil }.count == before.count)
            let new = during.filter { !before.contains($0.id) }
            #expect(new.map(\.line) == ["PULSE-PRIVILEGE-MISSING cluster:lab VM.Audit /vms"])
            try await live.estate.apply(.permissionsRestored(for: token))
            await live.step(24, of: .seconds(30))
            #expect(try await live.patrol().resolvedIds == new.map(\.id))
            #expect(try await live.findings().filter { $0.unjudged != nil }.map(\.line) == [])
        }
    }

    @Test("a certificate that changed is a critical finding of a server that has no other address, and resolves nothing")
    func certificate() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 10, standalone: true)) { live in
            await live.collect()
            let before = try await live.settled()
            let node = live.estate.clusters[0].nodes[0]
            try await live.estate.apply(.certificateChanged(node: node.name))
            await live.step(12, of: .seconds(30))
            let run = try await live.patrol()
            #expect(run.resolvedIds == [] && run.reasons(of: "PVE-GUEST-AGENT-OFF") == ["Nobody can say whether it runs."])
            let during = try await live.findings()
            #expect(during.filter { before.contains($0.id) && $0.unjudged != nil }.count == before.count)
            let new = during.filter { !before.contains($0.id) }
            #expect(new.map(\.line) == ["PULSE-CERTIFICATE-CHANGED node:lab/pve \(node.url)"] && new.map(\.severity) == ["critical"])
        }
    }
}
