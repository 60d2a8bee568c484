import Foundation
import Testing

@testable import PulseHostProbe

/// Real programs, in a folder of the test's own.
@Suite("Running programs", .timeLimit(.minutes(2)))
struct ProgramRunnerProgramTests {
    private let folder: FakeMachine
    private let runner: ProgramRunner

    init() throws {
        folder = try FakeMachine()
        runner = ProgramRunner(folders: [folder.root, "/usr/bin", "/bin"])
    }

    private func script(_ name: String, _ text: String) throws {
        try folder.write("#!/bin/sh\n\(text)\n", to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder.root)/\(name)")
    }

    private func run(
        _ name: String, _ arguments: [String] = [], deadline: Duration = .seconds(30), limit: Int = 1 << 20
    ) async -> ProgramOutcome {
        await runner.run(ProgramCall(name, arguments, deadline: deadline, outputLimit: limit))
    }

    /// A process that was killed is there for a moment still.
    private func goesAway(_ name: String) async -> Bool {
        for _ in 0..<1000 {
            guard isRunning(name) else { return true }
            await Task.yield()
        }
        return false
    }

    private func isRunning(_ name: String) -> Bool {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
        return ids.contains { id in
            FileManager.default.contents(atPath: "/proc/\(id)/cmdline").map { String(decoding: $0, as: UTF8.self).contains("\(folder.root)/\(name)") }
                ?? false
        }
    }

    @Test("output, complaint and code")
    func output() async throws {
        try script("speak", "echo out; echo err >&2; exit 7")
        #expect(await run("speak") == .exited(code: 7, output: Array("out\n".utf8), complaint: "err\n"))
    }

    @Test("arguments are passed as they are: there is no shell between")
    func arguments() async throws {
        try script("show", "for a in \"$@\"; do echo \"[$a]\"; done")
        #expect(
            await run("show", ["a b", "$HOME", "; rm -rf /", ""])
                == .exited(code: 0, output: Array("[a b]\n[$HOME]\n[; rm -rf /]\n[]\n".utf8), complaint: ""))
    }

    @Test("a program gets no input, no file of ours, an environment that is fixed, and a group of its own")
    func surroundings() async throws {
        try script(
            "look", "cat; ls /proc/self/fd | wc -l; env | grep -v -e ^_= -e ^PWD= -e ^SHLVL= -e ^OLDPWD= | sort; cut -d' ' -f5 /proc/$$/stat; echo $$"
        )
        let open = FileHandle(forReadingAtPath: "/dev/zero")
        guard case .exited(0, let output, _) = await run("look") else {
            Issue.record("it did not run")
            return
        }
        try open?.close()
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        // 0, 1, 2 and the folder that `ls` reads.
        #expect(lines.first == "4")
        #expect(
            lines.dropFirst().dropLast(2).map(String.init) == [
                "HOME=/", "LANG=C", "LC_ALL=C", "PATH=\(folder.root):/usr/bin:/bin", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER=", "TERM=dumb", "TZ=UTC0",
            ])
        #expect(lines.last == lines.dropLast().last)
    }

    @Test("a program that does not end in time is killed with all that it started")
    func late() async throws {
        try script("child", "sleep 300; true")
        try script("slow", "\(folder.root)/child & \(folder.root)/child & echo begun; wait")
        let begin = MonotonicTime.now
        #expect(await run("slow", deadline: .milliseconds(300)) == .late)
        #expect(MonotonicTime.now - begin < .seconds(20))
        #expect(await goesAway("child"))
        #expect(await goesAway("slow"))
    }

    @Test("what a program leaves behind does not keep its asker waiting, and is ended")
    func daemon() async throws {
        try script("left", "sleep 300; true")
        try script("leaves", "\(folder.root)/left & echo done")
        #expect(await run("leaves") == .exited(code: 0, output: Array("done\n".utf8), complaint: ""))
        #expect(await goesAway("left"))
    }

    @Test("a program that prints without end is stopped at the limit")
    func flood() async throws {
        #expect(await run("yes", limit: 100_000) == .tooLong)
        try script("most", "printf 1234567890")
        #expect(await run("most", limit: 10) == .exited(code: 0, output: Array("1234567890".utf8), complaint: ""))
        #expect(await run("most", limit: 9) == .tooLong)
    }

    @Test("a complaint without end is cut, and stops nothing")
    func complaints() async throws {
        try script("grumble", "head -c 1000000 /dev/zero | tr '\\0' x >&2; echo fine")
        guard case .exited(0, let output, let complaint) = await run("grumble") else {
            Issue.record("it did not end")
            return
        }
        #expect(output == Array("fine\n".utf8))
        #expect(complaint.utf8.count == 4096)
    }

    @Test("a program that is missing, that may not be run, that is none, and that ends by a signal")
    func failures() async throws {
        #expect(await run("no-such-program") == .missing)
        #expect(!runner.has("no-such-program") && runner.has("sh"))
        try script("dies", "kill -9 $$")
        #expect(await run("dies") == .killed(signal: 9))
        try folder.write("\u{7F}ELF nonsense", to: "odd")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder.root)/odd")
        guard case .refused(let reason) = await run("odd") else {
            Issue.record("it ran")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("a program whose task is cancelled is killed")
    func cancelled() async throws {
        try script("waits", "echo > \(folder.root)/begun; sleep 300; true")
        let task = Task { [runner] in await runner.run(ProgramCall("waits", [], deadline: .seconds(100), outputLimit: 100)) }
        while !FileManager.default.fileExists(atPath: folder.root + "/begun") { await Task.yield() }
        task.cancel()
        #expect(await task.value == .late)
        #expect(await goesAway("waits"))
    }

    @Test("many programs one after the other leave neither files open nor processes behind")
    func leaks() async throws {
        func count(_ path: String) -> Int { (try? FileManager.default.contentsOfDirectory(atPath: path))?.count ?? 0 }
        _ = await run("true")
        let before = count("/proc/self/fd")
        for _ in 0..<50 { #expect(await run("true") == .exited(code: 0, output: [], complaint: "")) }
        // Other suites open files meanwhile.
        #expect(count("/proc/self/fd") < before + 40)
        let children = try String(contentsOfFile: "/proc/self/task/\(getpid())/children", encoding: .utf8).split(separator: " ")
        let zombies = children.filter { (try? String(contentsOfFile: "/proc/\($0)/stat", encoding: .utf8))?.contains("(true) Z") == true }
        #expect(zombies.isEmpty)
    }
}
