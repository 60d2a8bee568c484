import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("Which containers are looked at", .timeLimit(.minutes(1)))
struct ContainerWatchTests {
    private static let start = Timestamp(seconds: 1_795_438_736)

    private static func row(_ name: String, _ state: String = "running", _ status: String = "Up 5 minutes") throws -> ContainerRow {
        try EngineAnswers.decode(ContainerRow.self, EngineAnswers.row(EngineAnswers.id(name), name, state: state, status: status))
    }

    /// A watch that has looked at these once.
    private static func looked(_ rows: [ContainerRow]) throws -> ContainerWatch {
        var watch = ContainerWatch()
        for id in watch.listed(rows, hasEvents: true, at: start) {
            watch.inspected(id, try EngineAnswers.decode(ContainerInspection.self, EngineAnswers.inspection()), engine: "docker", at: start)
        }
        return watch
    }

    @Test("a container is inspected when it is new, and not again while its row says the same")
    func once() throws {
        var watch = ContainerWatch()
        #expect(watch.listed([try Self.row("a1")], hasEvents: true, at: Self.start) == [EngineAnswers.id("a1")])
        watch = try Self.looked([try Self.row("a1")])
        let later = try Self.row("a1", "running", "Up 6 minutes")
        #expect(watch.listed([later], hasEvents: true, at: Self.start + .seconds(60)) == [])
    }

    @Test(
        "a row that says something else is looked into",
        arguments: [
            ("exited", "Exited (3) 1 second ago"), ("running", "Up 5 minutes (unhealthy)"), ("paused", "Up 5 minutes (Paused)"),
            // It runs for less long than before: it was started anew, and no event told.
            ("running", "Up 3 seconds"), ("running", "Up Less than a second"), ("running", "Up About a minute"),
        ])
    func changed(state: String, status: String) throws {
        var watch = try Self.looked([try Self.row("a1")])
        #expect(watch.listed([try Self.row("a1", state, status)], hasEvents: true, at: Self.start + .seconds(10)).count == 1)
    }

    @Test("an event makes a container be looked at, whatever its row says; a check of its health does not")
    func event() throws {
        let rows = [try Self.row("a1"), try Self.row("b2")]
        var watch = try Self.looked(rows)
        watch.event(EngineEvent(.container, "exec_create: /bin/sh -c check", id: EngineAnswers.id("a1"), at: nil), at: Self.start)
        #expect(watch.listed(rows, hasEvents: true, at: Self.start + .seconds(10)) == [])
        watch.event(EngineEvent(.container, "health_status: unhealthy", id: EngineAnswers.id("b2"), at: nil), at: Self.start)
        #expect(watch.listed(rows, hasEvents: true, at: Self.start + .seconds(20)) == [EngineAnswers.id("b2")])
    }

    @Test("without events nothing is trusted for longer than a minute, with them for a quarter of an hour")
    func trust() throws {
        let rows = [try Self.row("a1")]
        let watch = try Self.looked(rows)
        for (seconds, hasEvents, count) in [(50, false, 0), (60, false, 1), (60, true, 0), (900, true, 1)] {
            var copy = watch
            #expect(copy.listed(rows, hasEvents: hasEvents, at: Self.start + .seconds(seconds)).count == count)
        }
        // A clock that was set back.
        var copy = watch
        #expect(copy.listed(rows, hasEvents: true, at: Self.start - .seconds(5)).count == 1)
    }

    @Test("what is not in the list any more is forgotten, with its history")
    func gone() throws {
        var watch = try Self.looked([try Self.row("a1"), try Self.row("b2")])
        _ = watch.listed([try Self.row("b2")], hasEvents: true, at: Self.start + .seconds(10))
        #expect(Array(watch.containers.keys) == [EngineAnswers.id("b2")])
    }

    @Test("of very many, so many are inspected in a picture, and all in the end")
    func turns() throws {
        let rows = try (0..<450).map { try Self.row("c\($0)x", "exited", "Exited (0) 1 day ago") }
        var watch = ContainerWatch()
        let inspection = try EngineAnswers.decode(ContainerInspection.self, EngineAnswers.inspection(status: "exited"))
        var counts: [Int] = []
        for round in 0..<4 {
            let now = Self.start + .seconds(round * 10)
            let due = watch.listed(rows, hasEvents: true, at: now)
            counts.append(due.count)
            for id in due { watch.inspected(id, inspection, engine: "docker", at: now) }
        }
        #expect(counts == [200, 200, 50, 0])
    }

    @Test("containers beyond the limit are counted and not kept, also when only events tell of them")
    func limit() throws {
        let rows = try (0..<10_050).map { try Self.row("\($0)x") }
        var watch = ContainerWatch()
        _ = watch.listed(rows, hasEvents: true, at: Self.start)
        #expect((watch.containers.count, watch.leftOut) == (10_000, 50))
        for number in 0..<100 { watch.event(EngineEvent(.container, "start", id: "new\(number)", at: nil), at: Self.start) }
        #expect(watch.containers.count == 10_000)
    }

    @Test("an engine that is slow to measure gives each its turn, and what had none is not told as of now")
    func measuring() throws {
        var watch = try Self.looked([try Self.row("a1"), try Self.row("b2"), try Self.row("c3")])
        let ids = ["a1", "b2", "c3"].map(EngineAnswers.id)
        for id in ids { watch.placed(id, nil) }
        #expect(watch.turns(ids) == ids)
        let sample = ContainerSample(way: .engine, at: .seconds(5))
        watch.sampled(ids[0], sample, machine: MachineSize(), at: Self.start)
        watch.sampled(ids[1], sample, machine: MachineSize(), at: Self.start - .seconds(10))
        #expect(watch.turns(ids) == [ids[2], ids[1], ids[0]])
        #expect(ids.map { watch.containers[$0]?.hasFigures(at: Self.start) } == [true, false, true])
    }

    @Test(
        "words of a time",
        arguments: [
            ("Up 5 minutes", 300), ("Up Less than a second", 0), ("Up 1 second", 1), ("Up About a minute", 60), ("Up About an hour", 3600),
            ("Up 3 weeks (healthy)", 1_814_400), ("Exited (0) 3 days ago", nil), ("Up", nil), ("Up many years", 0), ("Up 99999999999 days", nil),
        ] as [(String, Int?)])
    func words(status: String, seconds: Int?) {
        #expect(UptimeWords.seconds(in: status) == seconds)
    }
}
