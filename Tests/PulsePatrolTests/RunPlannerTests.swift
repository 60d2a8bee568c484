import PulseCore
import PulsePatrol
import Testing

@Suite("When patrol looks", .timeLimit(.minutes(1)))
struct RunPlannerTests {
    private let start = SmallEstate.start
    private let guest: Set<ResourceID> = [SmallEstate.guest]

    private func planner(_ minutes: Int = 60, last: Duration? = nil) throws -> RunPlanner {
        RunPlanner(schedule: try #require(PatrolSchedule(minutes: minutes)), last: last.map { start - $0 }, started: start)
    }

    @Test("ten minutes to seven days, or never", arguments: [(0, true), (9, false), (10, true), (10_080, true), (10_081, false), (-1, false)])
    func range(minutes: Int, isAllowed: Bool) {
        #expect((PatrolSchedule(minutes: minutes) != nil) == isAllowed)
    }

    @Test("the first run waits until sources have told something, later ones for the interval")
    func schedule() throws {
        var planner = try planner()
        #expect(planner.due(at: start + .seconds(119)) == nil)
        #expect(planner.due(at: start + .seconds(120))?.trigger == .schedule)
        #expect(planner.due(at: start + .seconds(10_000)) == nil, "one at a time")
        planner.ended()
        #expect(planner.due(at: start + .seconds(120 + 3599)) == nil)
        #expect(planner.due(at: start + .seconds(120 + 3600))?.scope == .everything)
    }

    @Test("a restart does not look again before the interval is over")
    func restart() throws {
        var planner = try planner(last: .seconds(600))
        #expect(planner.due(at: start + .seconds(2999)) == nil)
        #expect(planner.due(at: start + .seconds(3000)) != nil)
    }

    @Test("a change of the schedule counts at once, and off is off")
    func change() throws {
        var planner = try planner(10_080, last: .seconds(700))
        #expect(planner.due(at: start + .seconds(200)) == nil)
        planner.schedule = try #require(PatrolSchedule(minutes: 10))
        #expect(planner.due(at: start + .seconds(200)) != nil)
        planner.ended()
        planner.schedule = try #require(PatrolSchedule(minutes: 0))
        planner.happened("x", to: guest, at: start + .seconds(300))
        #expect(planner.next == nil && planner.due(at: start + .seconds(1_000_000)) == nil)
    }

    @Test("a person is served when it is off, once, and not beside another run")
    func person() throws {
        var planner = try planner(0)
        #expect(planner.ask(by: "ann") && !planner.ask(by: "bob"))
        #expect(planner.due(at: start)?.by == "ann")
        #expect(planner.isBusy && !planner.ask(by: "bob"))
        planner.ended()
        #expect(!planner.isBusy && planner.due(at: start) == nil)
    }

    @Test("what happens within a minute is one scoped run, and such runs keep their distance")
    func events() throws {
        var planner = try planner(last: .zero)
        planner.happened("a node came back", to: [SmallEstate.node], at: start + .seconds(130))
        planner.happened("a backup failed", to: guest, at: start + .seconds(150))
        #expect(planner.due(at: start + .seconds(189)) == nil)
        let due = planner.due(at: start + .seconds(190))
        let order = try #require(due)
        #expect(order.scope == .resources([SmallEstate.node, SmallEstate.guest]) && order.by == "a node came back")
        planner.ended()
        planner.happened("another", to: guest, at: start + .seconds(300))
        #expect(planner.due(at: start + .seconds(700)) == nil)
        #expect(planner.due(at: start + .seconds(790))?.trigger == .event)
    }

    @Test("a node that goes and comes back, and a backup that fails, are news; what was so before is not")
    func triggers() throws {
        var triggers = PatrolTriggers()
        func look(_ estate: SmallEstate, _ outcome: WorkOutcome?) -> [String] {
            var ledger = SourceLedger()
            if let outcome {
                var task = TaskRecord(id: "UPID:1", node: "pve1", type: "vzdump", startedAt: estate.now, outcome: outcome)
                task.subject = "101"
                ledger.nodes["pve1"] = NodeLedger()
                ledger.nodes["pve1"]?.tasks = Told([task], at: estate.now)
            }
            return triggers.look(at: estate.value.fleet, Ledger([SmallEstate.source: ledger])).map { "\($0.what) \($0.resources.sorted())" }
        }
        #expect(look(SmallEstate(nodeStatus: .offline), nil).isEmpty)
        #expect(look(SmallEstate(nodeStatus: .unknown), nil) == ["node pve1 came back [node:lab/pve1]"])
        #expect(look(SmallEstate(), .running).isEmpty)
        #expect(look(SmallEstate(), .failed("no space")) == ["a backup failed on pve1 [guest:lab/101]"])
        #expect(look(SmallEstate(), .failed("no space")).isEmpty)
    }
}
