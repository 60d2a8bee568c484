import PulseCore
import PulseSimulator
import Testing

@testable import PulseServer

@Suite("Patrol and a clock that jumps", .timeLimit(.minutes(5)))
struct PatrolServerClockTests {
    @Test("Pulse's clock leaps a day: one look, once there is something new to look at, and nothing is taken for late or gone")
    func forwards() async throws {
        try await withEstate { live in
            await live.collect()
            let before = try await live.settled()
            let count = try await live.runs().count
            await live.jump(by: .seconds(86_400))
            #expect(try await live.runs().count == count, "all that is known is a day old")
            let blind = try await live.patrol()
            #expect(blind.findingIds == [] && blind.resolvedIds == [])
            await live.collect()
            let run = try await live.patrol()
            #expect(run.findingIds == [] && run.resolvedIds == [])
            #expect(try await live.findings().map(\.id) == before)
            // The blind one was a whole run, so the next one is an interval away.
            #expect(try await live.runs().count == count + 2)
        }
    }

    @Test("everything leaps a day, as when a machine slept: one look by schedule after a pause")
    func slept() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 10, standalone: true)) { live in
            await live.collect()
            _ = try await live.settled()
            let count = try await live.runs().count
            await live.step(1, of: .seconds(86_400))
            #expect(try await live.runs().count == count)
            await live.step(12, of: .seconds(30))
            let runs = try await live.runs()
            #expect(runs.count == count + 1 && runs.first?.trigger == "schedule" && runs.first?.problem == nil)
            #expect(runs.first?.reasons(of: "PVE-GUEST-AGENT-OFF").filter { !$0.hasPrefix("It does not run") } == [])
        }
    }

    @Test("the clock is set back an hour: runs go on at their distance, and nothing changes")
    func backwards() async throws {
        try await withEstate { live in
            await live.collect()
            let before = try await live.settled()
            try await live.put("schedule", #"{"interval_minutes": 10}"#)
            let count = try await live.runs().count
            await live.jump(by: .seconds(-3600))
            let run = try await live.patrol()
            #expect(run.findingIds == [] && run.resolvedIds == [])
            await live.step(45, of: .seconds(30))
            let runs = try await live.runs()
            #expect(runs.count == count + 3 && runs.prefix(2).map(\.trigger) == ["schedule", "schedule"])
            #expect(runs.prefix(3).flatMap { $0.findingIds + $0.resolvedIds } == [])
            #expect(try await live.findings().map(\.id) == before)
            #expect(try ages(ofTasksIn: live).allSatisfy { $0 >= .zero && $0 < .seconds(600) }, "lists are asked as before")
        }
    }

    private func ages(ofTasksIn live: LiveEstate) throws -> [Duration] {
        let nodes = try #require(live.ledger).nodes
        return try live.estate.clusters[0].nodes.map { live.now.since(try #require(nodes[$0.name]?.tasks.at)) }
    }
}
