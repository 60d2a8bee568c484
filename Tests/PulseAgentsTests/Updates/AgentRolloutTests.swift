import PulseAgents
import Testing

@Suite("Which agents are offered a newer version", .timeLimit(.minutes(1)))
struct AgentRolloutTests {
    private static let agents = (0..<1_000).map { "agent-\($0)" }

    @Test("about the share that was asked for, nobody at 0 and everybody at 100", arguments: [0, 5, 50, 100])
    func share(percent: Int) throws {
        let rollout = try #require(AgentRollout(percent: percent))
        let included = Self.agents.count { rollout.includes($0, version: "0.2.0") }
        #expect(abs(included - percent * 10) <= (percent % 100 == 0 ? 0 : 60))
    }

    @Test("a larger share adds agents and takes none away")
    func grows() throws {
        let small = try #require(AgentRollout(percent: 10))
        let large = try #require(AgentRollout(percent: 30))
        #expect(Self.agents.allSatisfy { !small.includes($0, version: "0.2.0") || large.includes($0, version: "0.2.0") })
    }

    @Test("other versions begin with other agents")
    func differs() throws {
        let rollout = try #require(AgentRollout(percent: 10))
        func first(_ version: String) -> Set<String> { Set(Self.agents.filter { rollout.includes($0, version: version) }) }
        #expect(first("0.2.0") != first("0.3.0"))
    }

    @Test("no share outside of 0 to 100", arguments: [-1, 101])
    func limits(percent: Int) {
        #expect(AgentRollout(percent: percent) == nil)
    }
}
