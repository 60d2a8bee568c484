import PulsePatrolBench
import Testing

@Suite("Files of scenarios", .timeLimit(.minutes(10)))
struct ParserTests {
    @Test(
        "a line that is not understood is named with its file, scenario and reason",
        arguments: [
            ("for 2d", "a file begins with “scenario NAME”"),
            ("scenario a\nblow node:home/pve1", "“blow” is no statement"),
            ("scenario a\nfor 2 days", "is no span"),
            ("scenario a\nset nowhere status = offline", "“nowhere” is no id of a resource"),
            ("scenario a\nset node:home/pve1 status", "“= value” is missing"),
            ("scenario a\nadd node:home/pve1 tags = {a: 1", "a comma or “}” is missing"),
            ("scenario a\nfigure node:home/pve1 disc = 1", "“disc” is no metric"),
            ("scenario a\nfigure node:home/pve1 diskUsed = 3 furlongs", "“furlongs” of “3 furlongs” is no unit"),
            ("scenario a\nmust X-Y node:home/pve1 soon", "“soon” is left over"),
            ("healthy a\nmust X-Y node:home/pve1", "nothing is raised in a healthy world"),
            ("scenario a\nscenario a", "two scenarios of this name"),
            ("scenario a\nset node:home/pve1 a[b = 1", "“]” is missing"),
            ("scenario a\nfault node-down pve1", "“fault” needs a line “simulator …” above it"),
            ("scenario a\nsimulator nodes 2\nstop guest:lab/100", "“stop” does nothing in a simulated world: fault, forget, jump, restart"),
            ("scenario a\nsimulator nodes two", "“two” is no number"),
            ("scenario a\nsimulator racks 2", "“racks” is nothing of a simulated world: backup-servers, "),
            ("scenario a\nsimulator nodes 2\nat -2h\nrestart", "has no past"),
        ])
    func refusal(text: String, sentence: String) throws {
        let error = try #require(throws: ScenarioError.self) { try ScenarioParser.scenarios(text, file: "x.scenarios") }
        #expect(error.description.hasPrefix("x.scenarios:\(text.split(separator: "\n").count): "))
        #expect(error.description.contains(sentence), "\(error)")
    }

    @Test("a simulated world is not played in memory")
    func simulated() async throws {
        let scenario = try #require(try ScenarioParser.scenarios("scenario a\nsimulator nodes 2", file: "x.scenarios").first)
        await #expect(throws: ScenarioError.self) { try await ScenarioPlayer(checks: [], seed: 1).play(scenario) }
    }

    @Test("what does not fit the world is named with the line that says it")
    func misfit() async throws {
        let text = "scenario a\n  world nas\n  set host:nas disks[device=sdz].passed = no"
        let scenario = try #require(try ScenarioParser.scenarios(text, file: "x.scenarios").first)
        let error = try await #require(throws: ScenarioError.self) { try await ScenarioPlayer(checks: [], seed: 1).play(scenario) }
        #expect(error.description == "x.scenarios:3: “a”: disks: no entry has device=sdz")
    }
}
