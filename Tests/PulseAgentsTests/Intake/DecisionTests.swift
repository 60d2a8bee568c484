import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

@Suite("Counting, clocks and liveness of agents", .timeLimit(.minutes(1)))
struct DecisionTests {
    @Test("a report counts once, in its run and in those before it")
    func runs() {
        var ledger = RunLedger()
        #expect(ledger.count(1, of: "a") == true)
        #expect(ledger.count(1, of: "a") == false)
        #expect(ledger.count(5, of: "a") == true)
        #expect(ledger.count(4, of: "a") == false)
        #expect(ledger.count(1, of: "b") == true)
        #expect(ledger.count(5, of: "a") == false)
        #expect(ledger.through("b") == 1 && ledger.through("c") == 0)
        for run in ["c", "d", "e"] { _ = ledger.count(1, of: run) }
        #expect(ledger.runs.map(\.name) == ["b", "c", "d", "e"])
    }

    @Test("times of an agent whose clock is off are moved by the offset, small ones are left", arguments: [0, 5, -5, 6, -6, 86_400, -86_400])
    func clock(behind: Int) {
        var clock = AgentClock()
        let now = Stage.start
        let sentAt = now - .seconds(behind)
        clock.heard(sentAt: sentAt, at: now)
        let shift = abs(behind) > 5 ? Duration.seconds(behind) : .zero
        #expect(clock.moment(of: sentAt - .seconds(20), sentAt: sentAt) == sentAt - .seconds(20) + shift)
        #expect(clock.moment(of: sentAt + .seconds(3600), sentAt: sentAt) == sentAt + shift)
        #expect((clock.problem(of: "nas") != nil) == (abs(behind) > 300))
    }

    @Test("an absurd clock is told of in words")
    func absurd() {
        var clock = AgentClock()
        clock.heard(sentAt: Stage.start - .seconds(3 * 86_400), at: Stage.start)
        #expect(clock.problem(of: "nas")?.sentence == "The clock of nas is 3 days behind; its times are corrected by that.")
    }

    @Test("an agent falls silent after three intervals and not before half a minute, once", arguments: [(5, 30), (10, 30), (60, 180)])
    func liveness(interval: Int, limit: Int) {
        var liveness = AgentLiveness(startedAt: Stage.start)
        liveness.heard(at: Stage.start, interval: .seconds(interval))
        #expect(liveness.pass(to: Stage.start + .seconds(limit)) == .none)
        #expect(liveness.isReporting(at: Stage.start + .seconds(limit)))
        #expect(liveness.pass(to: Stage.start + .seconds(limit + 1)) == .fellSilent)
        #expect(liveness.pass(to: Stage.start + .seconds(limit + 2)) == .none)
        liveness.heard(at: Stage.start + .seconds(limit + 3))
        #expect(liveness.pass(to: Stage.start + .seconds(2 * limit + 4)) == .fellSilent)
    }

    @Test("after a start an agent that was seen before has its time to report")
    func afterStart() {
        var known = AgentLiveness(startedAt: Stage.start, lastSeenAt: Stage.start - .seconds(3600), interval: .seconds(10))
        #expect(known.mayReport(at: Stage.start + .seconds(30)) && !known.isReporting(at: Stage.start))
        #expect(!known.mayReport(at: Stage.start + .seconds(31)))
        #expect(known.pass(to: Stage.start + .seconds(31)) == .fellSilent)
        #expect(AgentLiveness(startedAt: Stage.start).mayReport(at: Stage.start + .seconds(30)))
    }

    @Test("an interval beyond what agents may have is brought within", arguments: [(0, 5), (-7, 5), (Int.max / 2, 3600)])
    func interval(said: Int, taken: Int) {
        var liveness = AgentLiveness(startedAt: Stage.start)
        liveness.heard(at: Stage.start, interval: .seconds(said))
        #expect(liveness.interval == .seconds(taken))
    }

    @Test("the first agent speaks for a cluster until it is silent")
    func claims() {
        var claims = ClusterClaims()
        func holder(_ agent: String, after seconds: Int) -> String {
            claims.holder(of: "u", asking: agent, limit: .seconds(30), at: Stage.start + .seconds(seconds))
        }
        #expect(holder("a", after: 0) == "a")
        #expect(holder("b", after: 1) == "a")
        #expect(holder("a", after: 20) == "a")
        #expect(holder("b", after: 50) == "a")
        #expect(holder("b", after: 51) == "b")
        #expect(holder("a", after: 52) == "b")
        claims.release(agent: "b")
        #expect(holder("a", after: 53) == "a")
    }
}
