import PulseCore
import PulsePatrol
import Testing

@testable import PulseHTTP

/// What is told of a run, without sockets.
@Suite("The story of a run", .timeLimit(.minutes(5)))
struct PatrolStoryTests {
    private var story = PatrolStory()

    private func progress(_ run: String, _ done: Int, of total: Int, conditions: Int = 0) -> PatrolProgress {
        PatrolProgress(
            run: run, phase: done < total ? .looking : .comparing, startedAt: TestServer.start,
            step: RunStep(done: done, total: total, kinds: done == 0 ? [] : [.guest, .node], conditions: conditions))
    }

    private func news(_ position: PatrolStory.Position?, isLimited: Bool = false) -> [String] {
        story.news(after: position, isLimited: isLimited).map { String(decoding: $0.plain, as: UTF8.self) }
    }

    private func frame(_ number: Int, _ members: String, run: String = "r-1") -> String {
        "id: \(run)-\(number)\ndata: {\(members),\"run\":\"\(run)\"}\n\n"
    }

    @Test("somebody who comes late gets one frame with all that was said, and then what is new")
    mutating func comesLate() {
        #expect(news(nil) == [])
        story.hear(progress("r-1", 0, of: 500))
        story.hear(progress("r-1", 200, of: 500, conditions: 1))
        let said =
            #"Patrol looks at 500 resources.\u000a200 of 500 resources looked at, the last guests and nodes; 1 condition seen so far.\u000a"#
        #expect(news(nil) == [frame(3, #""type":"content","content":"\#(said)","phase":"analyzing""#)])
        let position = story.end
        story.hear(progress("r-1", 500, of: 500, conditions: 4))
        let end =
            #"500 of 500 resources looked at, the last guests and nodes; 4 conditions seen so far. Now they are compared with what was known.\u000a"#
        #expect(news(position) == [frame(4, #""type":"content","content":"\#(end)","phase":"analyzing""#)])
        #expect(news(story.end) == [])
    }

    @Test("whoever waited hears a run from its start, and whoever comes back what was missed")
    mutating func comesBack() throws {
        let idle = story.end
        story.hear(progress("r-1", 0, of: 3))
        #expect(
            news(idle) == [
                frame(1, #""type":"start","phase":"analyzing""#),
                frame(2, #""type":"content","content":"Patrol looks at 3 resources.\u000a","phase":"analyzing""#),
            ])
        let first = try #require(PatrolStory.Position(lastEventID: "r-1-1"))
        #expect(news(first) == [try #require(news(idle).last)])
        story.hear(progress("r-2", 0, of: 3))
        #expect(news(PatrolStory.Position(run: "r-1", number: 2)).map { $0.prefix(9) } == ["id: r-2-1", "id: r-2-2"])
        // From a number that was never given out nothing follows.
        #expect(news(PatrolStory.Position(run: "r-2", number: 9)) == [])
    }

    @Test("an id that is none is no position", arguments: ["", "x", "x-", "-", "x-1-y", nil])
    func foreignID(text: String?) {
        #expect(PatrolStory.Position(lastEventID: text) == nil)
    }

    @Test("what is kept is bounded, and a reader who is behind it gets it whole, marked as cut")
    mutating func bounded() throws {
        for done in 0...(2 * PatrolStory.keptFrames) { story.hear(progress("r-1", done, of: 1_000_000)) }
        let all = news(PatrolStory.Position(run: "r-1", number: 2))
        #expect(all.count == 1 && all[0].contains(#""content":"…\u000a"#) && all[0].utf8.count < PatrolStory.keptBytes)
        let kept = news(PatrolStory.Position(run: "r-1", number: story.end.number - PatrolStory.keptFrames))
        #expect(kept.count == PatrolStory.keptFrames)
    }

    @Test("who does not see everything reads how a run failed without a name")
    mutating func failure() async throws {
        let server = try TestServer(features: EveryFeature(), estateProblem: "treasure cannot be read")
        #expect(server.patrol.ask(by: nil))
        await server.patrol.runIfDue()
        story = server.hub.story
        let said = "The run ended without an outcome: treasure cannot be read"
        #expect(
            news(.init()) == [
                frame(1, #""type":"start","phase":"analyzing""#, run: "run-1"),
                frame(2, #""type":"error","content":"\#(said)","phase":"idle""#, run: "run-1"),
            ])
        #expect(news(.init(), isLimited: true).last == frame(2, #""type":"error","content":"The run had no outcome.","phase":"idle""#, run: "run-1"))
    }
}
