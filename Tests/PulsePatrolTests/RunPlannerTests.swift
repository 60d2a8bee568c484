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

    /// As the keeper asks all the time, until something is due.
    private func comes(_ planner: inout RunPlanner, from: Int, to end: Int) -> (at: Int, order: RunPlanner.Order)? {
        for second in stride(from: from, through: end, by: 10) {
            if let order = planner.due(at: start + .seconds(second)) { return (second, order) }
        }
        return nil
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
        #expect(planner.due(at: start + .seconds(130)) == nil, "one at a time")
        planner.ended()
        let next = comes(&planner, from: 140, to: 7200)
        #expect(next?.at == 120 + 3600 && next?.order.scope == .everything)
    }

    @Test("a restart does not look again before the interval is over")
    func restart() throws {
        var planner = try planner(last: .seconds(600))
        #expect(comes(&planner, from: 0, to: 7200)?.at == 3000)
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
        let next = comes(&planner, from: 300, to: 2000)
        #expect(next?.at == 790 && next?.order.trigger == .event)
    }

    @Test("after a leap of the clock, or a night asleep, sources are given time to tell something first, and then there is one run")
    func leap() throws {
        var planner = try planner(last: .zero)
        #expect(comes(&planner, from: 0, to: 600) == nil)
        let night = 86_400
        #expect(comes(&planner, from: night, to: night + 3000)?.at == night + 120)
        planner.ended()
        #expect(comes(&planner, from: night + 130, to: night + 7200)?.at == night + 120 + 3600)
    }

    @Test("a clock that is set back makes nothing wait for a time that it has shown before", arguments: [3600, 86_400])
    func setBack(seconds: Int) throws {
        var planner = try planner(last: .zero)
        #expect(comes(&planner, from: 0, to: 3600)?.at == 3600)
        planner.ended()
        planner.happened("a backup failed", to: guest, at: start + .seconds(3610))
        let now = 3620 - seconds
        let event = comes(&planner, from: now, to: now + 600)
        #expect(event?.at == now + 120 && event?.order.trigger == .event)
        planner.ended()
        #expect(comes(&planner, from: now + 130, to: now + 7200)?.at == now + 3600)
    }

    private func look(_ triggers: inout PatrolTriggers, _ estate: SmallEstate, tasks: [WorkOutcome] = []) -> [String] {
        var ledger = SourceLedger()
        ledger.nodes["pve1"] = NodeLedger()
        let records = tasks.enumerated().map { number, outcome in
            var task = TaskRecord(id: "UPID:\(number)", node: "pve1", type: "vzdump", startedAt: estate.now, outcome: outcome)
            task.subject = "101"
            return task
        }
        if !records.isEmpty { ledger.nodes["pve1"]?.tasks = Told(records, at: estate.now) }
        return triggers.look(at: estate.value.fleet, Ledger([SmallEstate.source: ledger])).map { "\($0.what) \($0.resources.sorted())" }
    }

    @Test("a node that goes and comes back is news; that nobody can say how it is, is none")
    func machines() throws {
        var triggers = PatrolTriggers()
        func look(_ status: Status) -> [String] { self.look(&triggers, SmallEstate(nodeStatus: status)) }
        #expect(look(.offline).isEmpty && look(.unknown).isEmpty)
        #expect(look(.online) == ["node pve1 came back [node:lab/pve1]"])
        #expect(look(.unknown).isEmpty && look(.online).isEmpty && look(.unknown).isEmpty)
        #expect(look(.offline) == ["node pve1 went offline [node:lab/pve1]"])
    }

    @Test("a backup that fails is news, once; what a list held when it was first read is none")
    func backups() throws {
        var triggers = PatrolTriggers()
        let (estate, failed) = (SmallEstate(), WorkOutcome.failed("no space"))
        #expect(look(&triggers, estate).isEmpty)
        #expect(look(&triggers, estate, tasks: [failed, .running]).isEmpty)
        #expect(look(&triggers, estate, tasks: [failed, failed]) == ["a backup failed on pve1 [guest:lab/101]"])
        #expect(look(&triggers, estate, tasks: [failed, failed]).isEmpty)
    }

    @Test("a guest with findings that its source no longer has is news; one that nobody can see is none")
    func gone() throws {
        var triggers = PatrolTriggers()
        func look(_ estate: SmallEstate, _ watched: Set<ResourceID>) -> [String] {
            triggers.look(at: estate.value.fleet, Ledger([:]), watched: watched).map(\.what)
        }
        let (here, away, unseen) = (SmallEstate(), SmallEstate(guestStatus: nil), SmallEstate(complete: [.node], guestStatus: nil))
        #expect(look(here, guest).isEmpty && look(unseen, guest).isEmpty)
        #expect(look(away, guest) == ["guest lab/101 is gone"])
        #expect(look(away, guest).isEmpty)
        #expect(look(here, []).isEmpty && look(away, []).isEmpty)
    }
}
