import PulseCore
import PulseSimulator
import Testing

@testable import PulseServer

/// A whole server, a simulated cluster over HTTPS, and patrol over its routes.
@Suite("Patrol of a quiet cluster", .timeLimit(.minutes(5)))
struct PatrolServerQuietTests {
    /// What the builder of the simulated world deals out to the first twenty guests of seed 1, and nothing else.
    private static let facts = [
        "PVE-BACKUP-DISKS guest:lab/106", "PVE-BACKUP-DISKS guest:lab/107", "PVE-BACKUP-NO-JOB guest:lab/117", "PVE-GUEST-AGENT-OFF guest:lab/102",
        "PVE-GUEST-AGENT-OFF guest:lab/109", "PVE-GUEST-AGENT-OFF guest:lab/118", "PVE-GUEST-AGENT-SILENT guest:lab/105",
        "PVE-GUEST-FILESYSTEM guest:lab/112 /", "PVE-GUEST-FILESYSTEM guest:lab/117 /", "PVE-GUEST-SNAPSHOT-OLD guest:lab/114",
        "PVE-GUEST-SNAPSHOT-OLD guest:lab/117",
    ]

    @Test("it finds what the cluster has and nothing else, and looking again changes nothing")
    func twice() async throws {
        try await withEstate { live in
            await live.collect()
            let first = try await live.patrol()
            let found = try await live.findings()
            #expect(found.map(\.line) == Self.facts)
            #expect(first.failures.isEmpty && first.problem == nil && !first.scoped)
            #expect(first.notEvaluableReasons.filter { $0.reason.contains("not read yet") }.map(\.check) == [])
            let second = try await live.patrol()
            #expect(second.findingIds == [] && second.resolvedIds == [] && second.existingFindings == found.count)
            let again = try await live.findings()
            #expect(again.map(\.id) == found.map(\.id) && again.map(\.evidence) == found.map(\.evidence))
            #expect(again.map(\.timesRaised) == found.map { $0.timesRaised + 1 })
            // The first one by schedule came while lists were still being read: what it said was true as well.
            let runs = try await live.runs()
            #expect(runs.map(\.trigger) == ["person", "person", "schedule"] && runs.flatMap(\.resolvedIds) == [])
        }
    }
}
