import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Plan of the calls about nodes and guests", .timeLimit(.minutes(5)))
struct DetailPlanTests {
    private let start = Timestamp(seconds: 1_000_000)

    private func machines(_ numbers: Range<Int>, on nodes: [String], running: Bool = true) -> [DetailPlan.Target] {
        numbers.map { .init(vmid: $0, isContainer: false, node: nodes[$0 % nodes.count], isRunning: running) }
    }

    /// Lets the plan run in virtual time; every call ends at once as `outcome` says.
    private func run(
        _ plan: inout DetailPlan, for duration: Int, from begin: Timestamp, nodes: Set<String>, targets: [DetailPlan.Target],
        outcome: (DetailCall) -> DetailOutcome = { _ in .answered }
    ) -> [(second: Int, call: DetailCall)] {
        var made: [(Int, DetailCall)] = []
        for second in 0..<duration {
            let now = begin + .seconds(second)
            if second % 10 == 0 { plan.update(onlineNodes: nodes, guests: targets, at: now) }
            // Calls take next to no time, so more than one round fits into a second.
            for _ in 0..<4 {
                let calls = plan.take(at: now)
                for call in calls {
                    made.append((second, call))
                    if call.kind == .guestStatus { plan.agent(of: call.vmid, isEnabled: true, at: now) }
                    plan.finished(call, outcome(call), at: now)
                }
            }
        }
        return made
    }

    @Test("five nodes and 120 guests with agents: at most 20 calls in ten seconds")
    func budget() {
        let nodes = (1...5).map { "pve\($0)" }
        var plan = DetailPlan()
        let made = run(&plan, for: 3600, from: start, nodes: Set(nodes), targets: machines(100..<220, on: nodes))
        let perWindow = Dictionary(grouping: made.filter { $0.second >= 900 }) { $0.second / 10 }.mapValues(\.count)
        // The main flight makes 1 + 1/3 calls in the same time, and every ten minutes 3 more.
        #expect((perWindow.values.max() ?? 0) <= 20)
        #expect(perWindow.count > 260)
        for kind in [DetailCall.Kind.filesystems, .agentInterfaces, .osInfo, .guestStatus] {
            #expect(Set(made.filter { $0.call.kind == kind }.map(\.call.vmid)).count == 120)
        }
    }

    @Test("every guest is asked for its status about every two minutes")
    func period() {
        var plan = DetailPlan()
        let made = run(&plan, for: 3600, from: start, nodes: ["a"], targets: machines(100..<110, on: ["a"]))
        let seconds = made.filter { $0.call == DetailCall(.guestStatus, node: "a", vmid: 105) }.map(\.second)
        #expect((28...32).contains(seconds.count))
        #expect(zip(seconds.dropFirst(2), seconds.dropFirst(1)).allSatisfy { (115...130).contains($0 - $1) })
    }

    @Test("the periods grow with the number of guests, and the rate stays")
    func scales() {
        let nodes = (1...20).map { "pve\($0)" }
        var plan = DetailPlan()
        let made = run(&plan, for: 1200, from: start, nodes: Set(nodes), targets: machines(100..<5100, on: nodes))
        #expect(plan.scale > 5)
        let perWindow = Dictionary(grouping: made.filter { $0.second >= 60 }) { $0.second / 10 }.mapValues(\.count)
        #expect((perWindow.values.max() ?? 0) <= 80)
    }

    @Test("two calls per node at a time, of those that may hang one")
    func inFlight() {
        var plan = DetailPlan()
        plan.update(onlineNodes: ["a", "b"], guests: machines(100..<140, on: ["a", "b"]), at: start)
        for target in 100..<140 { plan.agent(of: target, isEnabled: true, at: start) }
        let calls = plan.take(at: start) + plan.take(at: start + .seconds(5))
        for node in ["a", "b"] {
            let here = calls.filter { $0.node == node }
            #expect(here.count == 2)
            #expect(here.count { $0.kind.maySit } <= 1)
        }
        #expect(outcome { plan.take(at: start + .seconds(60)) }.isEmpty)
    }

    @Test("a hanging agent leaves the other place of its node to the quick calls")
    func hangingAgent() {
        var plan = DetailPlan()
        plan.update(onlineNodes: ["a"], guests: machines(100..<120, on: ["a"]), at: start)
        var answered: Set<Int> = []
        for second in 0..<120 {
            let now = start + .seconds(second)
            for call in plan.take(at: now) {
                // Calls to agents and storages never come to an end.
                guard !call.kind.maySit else { continue }
                if call.kind == .guestStatus { answered.insert(call.vmid) }
                plan.agent(of: call.vmid, isEnabled: true, at: now)
                plan.finished(call, .answered, at: now)
            }
        }
        #expect(answered.count == 20)
    }

    @Test("a node that is not online is not asked, nor are its guests; when it is back they are")
    func offline() {
        let targets = machines(100..<110, on: ["a"])
        var plan = DetailPlan()
        plan.update(onlineNodes: [], guests: targets, at: start)
        #expect(outcome { plan.take(at: start + .seconds(600)) }.isEmpty)
        plan.update(onlineNodes: ["a"], guests: targets, at: start + .seconds(610))
        #expect(outcome { plan.take(at: start + .seconds(610)) }.contains(DetailCall(.nodeStatus, node: "a")))
    }

    @Test("guests of a node that went away and came back are asked again")
    func nodeReturns() {
        let targets = machines(100..<110, on: ["a"])
        var plan = DetailPlan()
        _ = run(&plan, for: 60, from: start, nodes: ["a"], targets: targets)
        _ = run(&plan, for: 60, from: start + .seconds(60), nodes: [], targets: targets)
        let made = run(&plan, for: 300, from: start + .seconds(120), nodes: ["a"], targets: targets)
        #expect(Set(made.filter { $0.call.kind == .guestStatus }.map(\.call.vmid)).count == 10)
    }

    @Test("silence of an agent is answered with silence: 5 minutes, doubling to an hour, for all its calls")
    func silence() {
        let targets = machines(100..<101, on: ["a"])
        var plan = DetailPlan()
        let made = run(&plan, for: 20_000, from: start, nodes: ["a"], targets: targets) { $0.kind.asksAgent ? .agentSilent : .answered }
        let asked = made.filter { $0.call.kind.asksAgent }.map(\.second)
        let gaps = zip(asked.dropFirst(), asked).map { $0 - $1 }
        #expect(gaps.prefix(5).map { ($0 + 5) / 300 } == [1, 2, 4, 8, 12])
        #expect(gaps.allSatisfy { $0 <= 3605 })
    }

    @Test(
        "an agent that may not be asked is left alone for an hour, one that is off for ten minutes",
        arguments: [
            (DetailOutcome.forbidden, 3600), (.agentOff, 600),
        ])
    func pauses(outcome: DetailOutcome, seconds: Int) {
        var plan = DetailPlan()
        let made = run(&plan, for: 8000, from: start, nodes: ["a"], targets: machines(100..<101, on: ["a"])) {
            $0.kind.asksAgent ? outcome : .answered
        }
        let asked = made.filter { $0.call.kind.asksAgent }.map(\.second)
        #expect(asked.count >= 2)
        #expect(zip(asked.dropFirst(), asked).allSatisfy { $0 - $1 >= seconds })
    }

    @Test("a node that nobody reaches is asked less and less, the others as before")
    func unreachableNode() {
        let targets = machines(100..<120, on: ["a", "b"])
        var plan = DetailPlan()
        let made = run(&plan, for: 600, from: start, nodes: ["a", "b"], targets: targets) { $0.node == "a" ? .nodeUnreachable : .answered }
        #expect(made.count { $0.call.node == "a" } <= 16)
        #expect(made.count { $0.call == DetailCall(.nodeStatus, node: "b") } == 10)
    }

    @Test("a guest that moves is asked on its new node")
    func migration() {
        var plan = DetailPlan()
        _ = run(&plan, for: 60, from: start, nodes: ["a", "b"], targets: machines(100..<101, on: ["a"]))
        let made = run(&plan, for: 600, from: start + .seconds(60), nodes: ["a", "b"], targets: machines(100..<101, on: ["b"]))
        #expect(made.filter { $0.call.vmid == 100 }.allSatisfy { $0.call.node == "b" })
        #expect(made.contains { $0.call.kind == .guestStatus })
    }

    @Test("guests that don't run are not asked at all")
    func stopped() {
        var plan = DetailPlan()
        let made = run(&plan, for: 600, from: start, nodes: ["a"], targets: machines(100..<110, on: ["a"], running: false))
        #expect(made.allSatisfy { $0.call.kind.isAboutNode })
    }
}
