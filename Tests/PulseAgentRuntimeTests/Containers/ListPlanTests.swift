import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("When engines are asked for more", .timeLimit(.minutes(1)))
struct ListPlanTests {
    private static let start = Timestamp(seconds: 1_795_438_736)

    @Test("lists are asked for every so often, and soon after an event")
    func lists() {
        var plan = ListPlan()
        #expect(plan.due([.images, .networks, .diskUse], at: Self.start) == [.images, .networks, .diskUse])
        #expect(plan.due([.images, .networks, .diskUse], at: Self.start + .seconds(20)) == [])
        plan.event(EngineEvent(.image, "pull", id: "x", at: nil))
        #expect(plan.due([.images, .networks, .diskUse], at: Self.start + .seconds(30)) == [.images])
        plan.event(EngineEvent(.image, "pull", id: "x", at: nil))
        #expect(plan.due([.images], at: Self.start + .seconds(35)) == [], "ten seconds have not passed")
        #expect(plan.due([.images], at: Self.start + .seconds(40)) == [.images])
        #expect(plan.due([.networks, .diskUse], at: Self.start + .seconds(300)) == [.networks, .diskUse])
        #expect(plan.due([.networks], at: Self.start) == [.networks], "a clock that was set back")
    }

    @Test("a stream that ends at once is opened ever more seldom, one that told something soon")
    func backoff() {
        var backoff = EventBackoff()
        let waits = (0..<8).map { _ in backoff.ended(delivered: false, random: 0.99) }
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(waits.allSatisfy { $0 <= .seconds(60) && $0 >= .seconds(1) })
        #expect(backoff.ended(delivered: true, random: 0) == .milliseconds(500))
        #expect(backoff.ended(delivered: false, random: 0) == .seconds(1))
    }

    @Test(
        "the version of the interface that both speak",
        arguments: [
            ("1.41", "1.12", "1.41"), ("1.52", "1.44", "1.51"), ("1.60", "1.54", "1.54"), ("1.51", nil, "1.51"), ("1.39", "1.24", "1.39"),
        ] as [(String, String?, String)])
    func version(engine: String, minimum: String?, expected: String) throws {
        let engine = try #require(APIVersion(engine))
        #expect(APIVersion.agreed(engine: engine, minimum: minimum.flatMap(APIVersion.init)).description == expected)
    }

    @Test(
        "addresses of engines",
        arguments: [
            ("unix:///run/d.sock", "/run/d.sock"), ("/run/d.sock", "/run/d.sock"), ("tcp://proxy:2375", "http://proxy:2375"),
            ("http://proxy:2375/", "http://proxy:2375"), ("ssh://host", nil), ("", nil), ("tcp://", nil), ("tcp://a b", nil),
            ("/" + String(repeating: "x", count: 107), nil),
        ] as [(String, String?)])
    func address(text: String, expected: String?) {
        #expect(EngineAddress(text: text)?.description == expected)
    }
}
