import PulseCore
import Testing

@testable import PulseProxmox

@Suite("When backups, tasks and disks are asked for", .timeLimit(.minutes(5)))
struct DepthPlanTests {
    private let start = Timestamp(seconds: 1_790_000_000)

    private func wants(_ topics: [DepthTopic], nodes: [String]) -> [DepthWant] {
        nodes.flatMap { node in topics.map { DepthWant(DepthKey($0, place: node), node: node) } }
    }

    private func answer(_ calls: [DepthCall], _ plan: inout DepthPlan, at now: Timestamp, _ outcome: DepthOutcome = .answered) {
        for call in calls { plan.finished(call, outcome, at: now) }
    }

    @Test("one call per node is under way, and never more than the rate in ten seconds")
    func limits() {
        var plan = DepthPlan()
        plan.update(wants([.clock, .services, .zfs, .disks, .updates], nodes: ["a", "b", "c"]), nodes: 3, at: start)
        let first = outcome { plan.take(at: start) { _, _ in true } }
        #expect(Set(first.map(\.node)) == ["a", "b", "c"] && first.count == 3)
        #expect(outcome { plan.take(at: start) { _, _ in true } } == [])
        answer(first, &plan, at: start)
        let second = outcome { plan.take(at: start) { _, _ in true } }
        answer(second, &plan, at: start)
        #expect(second.count == 3)
        #expect(outcome { plan.take(at: start) { _, _ in true } } == [], "six in ten seconds are enough")
        #expect(outcome { plan.take(at: start + .seconds(10)) { _, _ in true } }.count == 3)
    }

    @Test("a node without a free place holds up nobody else")
    func noPlace() {
        var plan = DepthPlan()
        plan.update(wants([.clock, .zfs], nodes: ["a", "b"]), nodes: 2, at: start)
        let calls = outcome { plan.take(at: start) { node, _ in node != "a" } }
        #expect(calls.map(\.node) == ["b"])
        let quick = outcome { plan.take(at: start) { _, maySit in !maySit } }
        #expect(quick.map(\.topic) == [.clock], "what may sit waits for its place, and what is quick goes on")
    }

    @Test(
        "how long a call is left alone depends on what came of it",
        arguments: [
            (DepthOutcome.forbidden, 3600), (.unsupported, 86_400), (.absent, 3600), (.failed, 300), (.nodeUnreachable, 300),
        ])
    func pauses(result: DepthOutcome, seconds: Int) {
        var plan = DepthPlan()
        plan.update(wants([.zfs], nodes: ["a"]), nodes: 1, at: start)
        answer(plan.take(at: start) { _, _ in true }, &plan, at: start, result)
        #expect(outcome { plan.take(at: start + .seconds(seconds - 1)) { _, _ in true } } == [])
        #expect(outcome { plan.take(at: start + .seconds(seconds)) { _, _ in true } }.count == 1)
    }

    @Test("what is forbidden is asked again when the permissions change, what is unknown when the version does")
    func lifted() {
        var plan = DepthPlan()
        plan.update(wants([.zfs], nodes: ["a", "b"]), nodes: 2, at: start)
        for call in plan.take(at: start, lend: { _, _ in true }) { plan.finished(call, call.node == "a" ? .forbidden : .unsupported, at: start) }
        plan.lift(.forbidden, at: start + .seconds(20))
        #expect(outcome { plan.take(at: start + .seconds(20)) { _, _ in true } }.map(\.node) == ["a"])
        plan.lift(.unsupported, at: start + .seconds(40))
        #expect(outcome { plan.take(at: start + .seconds(40)) { _, _ in true } }.map(\.node) == ["b"])
    }

    @Test("a reason to ask again counts at once, also while the call is under way, and not for what is forbidden")
    func hurry() {
        var plan = DepthPlan()
        let key = DepthKey(.archives, place: "a", .named("local"))
        plan.update([DepthWant(key, node: "a")], nodes: 1, at: start)
        let first = plan.take(at: start) { _, _ in true }
        plan.hurry(key, at: start)
        answer(first, &plan, at: start)
        let second = outcome { plan.take(at: start) { _, _ in true } }
        #expect(second.count == 1)
        answer(second, &plan, at: start, .forbidden)
        plan.hurry(key, at: start)
        #expect(outcome { plan.take(at: start + .seconds(60)) { _, _ in true } } == [])
    }

    @Test("a guest that moved is not asked again for it; it is asked where it is now")
    func moved() {
        var plan = DepthPlan()
        let key = DepthKey(.snapshots, .guest(vmid: 100, isContainer: false))
        plan.update([DepthWant(key, node: "a")], nodes: 2, at: start)
        answer(plan.take(at: start) { _, _ in true }, &plan, at: start)
        plan.update([DepthWant(key, node: "b")], nodes: 2, at: start + .seconds(10))
        #expect(outcome { plan.take(at: start + .seconds(1000)) { _, _ in true } } == [])
        #expect(outcome { plan.take(at: start + .seconds(3600)) { _, _ in true } }.map(\.node) == ["b"])
    }

    @Test("what is asked once is not asked again; what is no longer wanted is forgotten")
    func once() {
        var plan = DepthPlan()
        let log = DepthWant(DepthKey(.taskLog, place: "a", .named("UPID")), node: "a")
        plan.update([log], nodes: 1, at: start)
        answer(plan.take(at: start) { _, _ in true }, &plan, at: start)
        plan.update([log], nodes: 1, at: start + .seconds(10))
        #expect(outcome { plan.take(at: start + .seconds(1_000_000)) { _, _ in true } } == [])
        plan.update([], nodes: 1, at: start + .seconds(20))
        plan.update([log], nodes: 1, at: start + .seconds(30))
        #expect(outcome { plan.take(at: start + .seconds(30)) { _, _ in true } }.count == 1)
    }
}
