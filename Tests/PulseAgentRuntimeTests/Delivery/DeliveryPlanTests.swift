import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import Testing

@Suite("When an agent sends", .timeLimit(.minutes(1)))
struct DeliveryPlanTests {
    private static let now = Timestamp(seconds: 1_000)
    private static let answered = DeliveryPlan.Outcome.answered(AgentReply(through: 1, serverTime: now))

    @Test("while all is well it sends at once")
    func well() {
        var plan = DeliveryPlan()
        #expect(plan.isDue(at: Self.now))
        plan.happened(Self.answered, at: Self.now, dice: 0.5)
        #expect(plan.isDue(at: Self.now) && plan.condition == .delivering)
    }

    @Test("failures double the pause from 5 s to 5 min, a half of it by chance, and an answer ends it")
    func backOff() {
        var plan = DeliveryPlan()
        var pauses: [Double] = []
        for _ in 0..<9 {
            plan.happened(.failed(sentence: "down"), at: Self.now, dice: 1)
            pauses.append(plan.nextAttempt.map { $0.since(Self.now).asSeconds } ?? 0)
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300])
        #expect(!plan.isDue(at: Self.now + .seconds(299)) && plan.isDue(at: Self.now + .seconds(300)))
        plan.happened(.failed(sentence: "down"), at: Self.now, dice: 0)
        #expect(plan.nextAttempt == Self.now + .seconds(150))
        plan.happened(Self.answered, at: Self.now, dice: 0)
        #expect(plan.isDue(at: Self.now))
    }

    @Test("it says since when it waits, and keeps the first moment")
    func since() {
        var plan = DeliveryPlan()
        plan.happened(.failed(sentence: "down"), at: Self.now, dice: 0)
        plan.happened(.failed(sentence: "still down"), at: Self.now + .seconds(60), dice: 0)
        #expect(plan.condition == .waiting(since: Self.now, sentence: "still down"))
    }

    @Test("a server that asks for patience gets it, but not for more than an hour", arguments: [(30, 30), (7_200, 3_600)])
    func busy(asked: Int, waited: Int) {
        var plan = DeliveryPlan()
        plan.happened(.busy(wait: .seconds(asked)), at: Self.now, dice: 0)
        #expect(plan.nextAttempt == Self.now + .seconds(waited))
    }

    @Test("what is too large is halved down to 64 KiB, and grows again")
    func size() {
        var plan = DeliveryPlan()
        for _ in 0..<20 { plan.happened(.tooLarge, at: Self.now, dice: 0) }
        #expect(plan.batchBytes == 64 << 10)
        for _ in 0..<20 { plan.happened(Self.answered, at: Self.now, dice: 0) }
        #expect(plan.batchBytes == 4 << 20)
    }

    @Test("an agent that is refused asks every five minutes, and says so once")
    func refused() {
        var plan = DeliveryPlan()
        plan.happened(.refused(sentence: "revoked"), at: Self.now, dice: 0)
        plan.happened(.refused(sentence: "revoked"), at: Self.now + .seconds(300), dice: 0)
        #expect(plan.condition == .refused(since: Self.now, sentence: "revoked"))
        #expect(plan.nextAttempt == Self.now + .seconds(600))
    }
}
