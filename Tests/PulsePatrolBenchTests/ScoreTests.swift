import PulseCore
import PulsePatrol
import PulsePatrolBench
import Testing

/// A made-up catalogue of one check, so that the truth is known beforehand.
@Suite("The score of patrol", .timeLimit(.minutes(10)))
struct ScoreTests {
    private static let page = CheckPage(why: "", decides: "", advice: "")

    /// Raises a warning from 90 % of a machine's memory on; a machine without figures is hidden.
    private static let memory = Check("TEST-MEMORY", key: "test-memory", "Memory", .capacity, on: [.host], page: page) { look in
        let share = try look.share(.memoryUsed, of: .memoryTotal)
        guard share >= 0.9 else { return .clear }
        return .raised(Raised(.warning, "Full", description: "", recommendation: "", evidence: Words.percent(share), items: []))
    }

    private func score(_ text: String, _ checks: [Check] = [memory]) async throws -> Score {
        let scenarios = try ScenarioParser.scenarios(text, file: "x.scenarios")
        return Score(try await Bench(checks: checks, seed: 1).runs(scenarios))
    }

    private static let full = "scenario a\n  world nas\n  at 1h\n    figure host:nas memoryUsed = 95%\n"

    @Test("what has to be found and is found counts, with the time that it took")
    func found() async throws {
        let score = try await score(Self.full + "must TEST-MEMORY host:nas warning by 6h\nnever TEST-MEMORY host:pulse")
        #expect(score.failures.isEmpty, "\(score.failures.map(\.text))")
        #expect((score.musts, score.found, score.falseFindings) == (1, 1, 0))
        #expect(score.medianTime == .seconds(5 * 3600))
        #expect(score.untested(["TEST-MEMORY", "TEST-OTHER"]) == ["TEST-OTHER"])
    }

    @Test(
        "what is not as the truth says is a failure of its kind",
        arguments: [
            ("", "", Score.Failure.Kind.wrong),
            ("", "never TEST-MEMORY host:nas", .wrong),
            ("", "must TEST-MEMORY host:pulse\nmay TEST-MEMORY host:nas", .missed),
            ("", "must TEST-MEMORY host:nas critical\nmay TEST-MEMORY *", .missed),
            ("", "must TEST-MEMORY host:nas by 2h", .late),
            ("", "must TEST-MEMORY host:nas gone by 12h", .stays),
            ("", "must TEST-MEMORY host:nas because TEST-MEMORY host:pulse", .cause),
            ("  at 2h\n figure host:nas memoryUsed = unknown overdue\n", "never TEST-MEMORY host:nas", .notJudged),
            ("  at 7h\n restore host:nas\n", "must TEST-MEMORY host:nas", .missed),
            ("  for 18h\n at 7h\n restore host:nas\n at 13h\n figure host:nas memoryUsed = 95%\n", "must TEST-MEMORY host:nas once", .wrong),
        ])
    func failures(change: String, truth: String, kind: Score.Failure.Kind) async throws {
        let score = try await score(Self.full + change + truth)
        #expect(score.failures.map(\.kind) == [kind], "\(score.failures.map(\.text))")
    }

    @Test("a finding that its time line heals is gone")
    func heals() async throws {
        let score = try await score(Self.full + "  at 7h\n restore host:nas\nmust TEST-MEMORY host:nas by 6h gone by 12h")
        #expect(score.failures.isEmpty, "\(score.failures.map(\.text))")
    }

    @Test("unknown figures end no finding")
    func unknownEndsNothing() async throws {
        let score = try await score(Self.full + "  at 7h\n figure host:nas memoryUsed = unknown overdue\nmust TEST-MEMORY host:nas")
        #expect(score.failures.isEmpty, "\(score.failures.map(\.text))")
    }

    @Test("a check that throws is a failure and not merely silent")
    func throwing() async throws {
        let broken = Check("TEST-BROKEN", key: "test-broken", "Broken", .general, on: [.host], page: Self.page) { _ in
            throw CancellationError()
        }
        #expect(try await score("healthy a\n  world nas", [broken]).failures.map(\.kind) == [.broken])
    }

    @Test("a mutation is noticed only where a scenario depends on it")
    func mutations() async throws {
        let text = Self.full + "must TEST-MEMORY host:nas\nscenario b\n  world dock\n  never TEST-MEMORY host:dock"
        let whole = try await Bench(checks: [Self.memory], seed: 1).runs(try ScenarioParser.scenarios(text, file: "x.scenarios"))
        #expect(Mutation.allCases.allSatisfy { $0.isNoticed("TEST-MEMORY", whole) })
        #expect(!Mutation.disabled.isNoticed("TEST-MEMORY", [whole[1]]))
        #expect(!Mutation.disabled.isNoticed("TEST-OTHER", whole))
    }

    @Test("the same seed plays the same, another one does not")
    func seeds() async throws {
        let curious = Check(
            "TEST-NOISE", key: "test-noise", "Noise", .general, on: [.host], needs: [.history(.cpu, hours: 48)], page: Self.page
        ) { look in
            let hours = try look.history(.cpu, hours: 48, atLeast: 1).hours
            let text = "\(try look.current(.cpu)) \(hours.map(\.average)) \(hours.map(\.greatest))"
            return .raised(Raised(.info, "Noise", description: "", recommendation: "", evidence: text, items: []))
        }
        let scenarios = try ScenarioParser.scenarios("scenario a\n  noise 3\n  for 2d", file: "x.scenarios")
        let first = try await Bench(checks: [curious], seed: 7).runs(scenarios)[0].tracks
        let second = try await Bench(checks: [curious], seed: 7).runs(scenarios)[0].tracks
        let other = try await Bench(checks: [curious], seed: 8).runs(scenarios)[0].tracks
        #expect(first == second)
        #expect(first.map(\.evidence) != other.map(\.evidence))
        #expect(first.count == 3)
    }
}
