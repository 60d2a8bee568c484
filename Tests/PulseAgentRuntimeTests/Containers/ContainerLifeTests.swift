import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("What events tell of a container", .timeLimit(.minutes(1)))
struct ContainerLifeTests {
    private static let start = Timestamp(seconds: 1_795_438_736)

    /// `1 die 3; 2 start` -> events at those seconds. A number behind `kill` is its signal, behind `die` its exit code.
    private static func life(_ script: String) -> ContainerLife {
        var life = ContainerLife()
        for step in script.split(separator: ";") {
            let words = step.split(separator: " ").map(String.init)
            let at = start + .seconds(Int(words[0]) ?? 0)
            let number = words.count > 2 ? words[2] : nil
            life.event(
                EngineEvent(
                    .container, words[1], id: "x", at: at, exitCode: words[1] == "die" ? number.flatMap { Int($0) } : nil,
                    signal: words[1] == "kill" ? number : nil), at: at)
        }
        return life
    }

    @Test(
        "an end is by hand when somebody asked for it over the interface",
        arguments: [
            ("0 start;1 die 0", false), ("0 start;1 kill 15;2 die 143;3 stop", true), ("0 start;1 die 0;2 stop", true),
            // Podman tells it the other way round.
            ("0 start;1 stop;2 die 0", true),
            // A signal to read its settings again is no request to end.
            ("0 start;1 kill 1;9 die 1", false), ("0 start;1 kill SIGHUP;9 die 1", false),
            // It outlived the request.
            ("0 start;1 kill 15;2000 die 1", false), ("0 start;1 kill 15;2 die 143;3 start;4 die 1", false),
        ])
    func byHand(script: String, expected: Bool) {
        #expect(Self.life(script).end?.wasStoppedByHand == expected)
    }

    @Test("an end for want of memory is that of the event before it, and only of that end")
    func outOfMemory() {
        #expect(Self.life("0 start;1 oom;1 die 137").end == .init(exitCode: 137, wasOutOfMemory: true, wasStoppedByHand: false))
        #expect(Self.life("0 start;1 oom;1 die 137;2 start;3 die 1").end == .init(exitCode: 1, wasOutOfMemory: false, wasStoppedByHand: false))
    }

    @Test(
        "a restart is a start after an end that nobody asked for",
        arguments: [
            ("0 start", 0), ("0 start;1 die 3;2 start;3 die 3;4 start", 2), ("0 start;1 kill 15;2 die 0;3 stop;4 start", 0),
            // Seen from the middle of its life on.
            ("0 die 1;1 start", 1), ("0 start;1 start", 0),
        ])
    func restarts(script: String, expected: Int) {
        #expect(Self.life(script).restarts.count(at: Self.start + .seconds(60)) == expected)
    }

    @Test("restarts are those of the last hour")
    func window() {
        let life = Self.life("0 die 1;1 start;1800 die 1;1801 start")
        #expect(life.restarts.count(at: Self.start + .seconds(1900)) == 2)
        #expect(life.restarts.count(at: Self.start + .seconds(3602)) == 1)
        #expect(life.restarts.count(at: Self.start + .seconds(5402)) == 0)
    }

    @Test("the engine's counter counts from when it was first read, and tells what events missed")
    func counter() {
        var life = Self.life("0 die 1;1 start")
        life.readRestartCount(500, at: Self.start)
        #expect(life.restarts.count(at: Self.start + .seconds(2)) == 1)
        life.readRestartCount(504, at: Self.start + .seconds(10))
        #expect(life.restarts.count(at: Self.start + .seconds(11)) == 4)
        // Started by hand, it begins anew.
        life.readRestartCount(0, at: Self.start + .seconds(20))
        life.readRestartCount(1, at: Self.start + .seconds(30))
        #expect(life.restarts.count(at: Self.start + .seconds(31)) == 5)
    }

    @Test("a loop that restarts without end takes a bounded place")
    func bounded() {
        var counter = RestartCounter()
        for second in 0..<5_000 { counter.startedAgain(at: Self.start + .milliseconds(second * 100)) }
        counter.read(0, at: Self.start)
        counter.read(Int.max / 2, at: Self.start + .seconds(600))
        #expect(counter.count(at: Self.start + .seconds(601)) == 1_000)
    }
}
