import Foundation
import PulseCore
import PulsePatrol
import PulsePatrolWiring
import PulseSimulator
import Testing

@testable import PulseServer

@Suite("Patrol over a restart", .timeLimit(.minutes(5)))
struct PatrolServerRestartTests {
    @Test("findings, what people said of them, runs and schedule are there again, and looking before everything is read ends nothing")
    func restart() async throws {
        try await withEstate { live in
            // What lies on pools and disks is read last after a start.
            try await live.estate.apply(.poolState(node: "pve1", pool: "tank", .degraded))
            await live.collect()
            _ = try await live.settled()
            let found = try await live.findings()
            #expect(found.contains { $0.resourceId == "pool:lab/pve1/tank" })
            try await live.post("dismiss", #"{"finding_id": "\#(found[0].id)", "reason": "expected_behavior", "note": "by design"}"#)
            try live.server.patrol.change { try $0.acknowledge(found[1].id, Standing.Word(at: live.now, by: "ann", note: "on it")) }
            try await live.put("schedule", #"{"interval_minutes": 1440}"#)
            let before = try await live.findings()
            let runs = try await live.runs().map(\.id)
            try await live.restart()
            let after = try await live.findings()
            #expect(after == before && after[0].state == "dismissed" && after[1].acknowledgedBy == "ann" && after[1].userNote == "on it")
            #expect(try await live.runs().map(\.id) == runs)
            #expect(try await live.patrolStatus().intervalMinutes == 1440)
            for round in 0...3 {
                if round > 0 { await live.step() }
                let run = try await live.patrol()
                #expect(run.resolvedIds == [] && run.findingIds == [], "\(round)")
            }
            await live.collect()
            let run = try await live.patrol()
            #expect(run.resolvedIds == [] && run.findingIds == [] && run.existingFindings == found.count)
            let end = try await live.findings()
            #expect(end.map(\.id) == before.map(\.id) && end.map(\.state) == before.map(\.state))
            #expect(zip(end, before).allSatisfy { $0.timesRaised > $1.timesRaised && $0.detectedAt == $1.detectedAt })
        }
    }

    @Test("a damaged file of findings is kept under another name and told of, and the server runs")
    func damaged() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 10, standalone: true)) { live in
            await live.collect()
            let before = try await live.settled()
            let runs = try await live.runs().map(\.id)
            try await live.restart { directory in try Data(#"{"version": 1, "findings": ["#.utf8).write(to: Self.file(directory)) }
            let troubles = try await live.patrolStatus().troubles
            #expect(troubles.count == 1)
            let words = (troubles.first ?? "").split { " ,;".contains($0) }.map(String.init)
            let name = try #require(words.first { $0.hasPrefix("ai_findings.json.unreadable-") })
            let kept = try Data(contentsOf: Self.file(live.directory, name))
            #expect(String(decoding: kept, as: UTF8.self) == #"{"version": 1, "findings": ["#)
            await Self.runs(live.keeper) { [log = live.log] in !log.all.isEmpty }
            let line = live.log.all[0]
            #expect(line.hasPrefix("error: Patrol could not read a file") && line.contains(name))
            #expect(try await live.findings().isEmpty)
            #expect(try await live.runs().map(\.id) == runs)
            await live.collect()
            #expect(try await live.settled() == before)
        }
    }

    /// As the server runs it, until something is so.
    private static func runs(_ keeper: PatrolKeeper, until isSo: @Sendable () -> Bool) async {
        await withTaskGroup { group in
            group.addTask { try? await keeper.run() }
            while !isSo() { await Task.yield() }
            group.cancelAll()
        }
    }

    private static func file(_ directory: String, _ name: String = "ai_findings.json") -> URL { URL(fileURLWithPath: "\(directory)/\(name)") }
}
