import Foundation
import PulseCore
import Testing

@testable import PulseHostProbe

/// The machine that the tests run on, with its own programs.
@Suite("This machine", .timeLimit(.minutes(5)))
struct ThisMachineProgramTests {
    private static let runner = ProgramRunner()
    private static let now: @Sendable () -> Timestamp = { Timestamp(seconds: 1_800_000_000) }

    private func survey() -> HostSurvey { HostSurvey(programs: Self.runner, now: Self.now) }

    @Test("figures of parts, pressure and processes")
    func figures() throws {
        let reader = HostReader()
        var probe = HostProbe(id: .host("here"))
        var (first, second) = (reader.read(), reader.read())
        // The ticks of each processor and of all together are rounded by themselves, so one can stand still while the other moves.
        func hasMoved() -> Bool {
            second.statistics?.cores != first.statistics?.cores && second.statistics?.processors != first.statistics?.processors
        }
        for _ in 0..<10_000 where !hasMoved() { second = reader.read() }
        (first.uptime, second.uptime) = (nil, nil)
        _ = probe.observe(first, at: Timestamp(seconds: 0))
        let host = probe.observe(second, at: Timestamp(seconds: 10))
        #expect(host.parts.contains { $0.metric == .cpu && $0.part.hasPrefix("core ") && (0...1).contains($0.value) })
        #expect(host.parts.contains { $0.metric == .networkIn })
        #expect(try #require(host.metrics[.processes]?.value) >= 1)
        if FileManager.default.fileExists(atPath: "/proc/pressure/cpu") {
            #expect((0...1).contains(try #require(host.metrics[.processorPressure]?.value)))
        }
        #expect((0...1).contains(try #require(host.metrics[.steal]?.value)))
        guard case .host(let facts) = host.facts else {
            Issue.record("these are facts of something else")
            return
        }
        #expect(facts.virtualization != nil)
    }

    @Test("two looks one after the other give the same facts")
    func quiet() async throws {
        let watch = HostWatch(id: .host("here"), programs: Self.runner, now: Self.now)
        _ = try #require(await watch.look(at: Timestamp(seconds: 0), within: .seconds(60)))
        let first = try #require(await watch.look(at: Timestamp(seconds: 10), within: .seconds(60)))
        let second = try #require(await watch.look(at: Timestamp(seconds: 20), within: .seconds(60)))
        guard case .host(var before) = first.host.facts, case .host(let after) = second.host.facts else {
            Issue.record("no hosts")
            return
        }
        // Other suites run beside this one, so this machine is not quiet.
        (before.loadAverage, before.filesystems) = (after.loadAverage, after.filesystems)
        #expect(before == after)
    }

    @Test("a reading takes some milliseconds")
    func duration() {
        let reader = HostReader()
        _ = reader.read()
        let begin = MonotonicTime.now
        for _ in 0..<20 { _ = reader.read() }
        let each = (MonotonicTime.now - begin) / 20
        // Measured beside other suites on a busy machine; alone it is about one.
        #expect(each < .milliseconds(200))
    }

    @Test("apt's simulation as this user", .enabled(if: runner.has("apt-get"), "apt-get is not here"))
    func packages() async {
        let survey = survey()
        await survey.take(.packages)
        let found = survey.findings
        #expect(found.packages?.manager == "apt")
        // The lists may be missing in a small image; then that is said.
        #expect(found.packages?.pending != nil || found.limitations[.packages] != nil)
    }

    @Test(
        "failed units of systemd",
        .enabled(if: FileManager.default.fileExists(atPath: "/run/systemd/system"), "systemd does not run this machine"))
    func units() async {
        let survey = survey()
        await survey.take(.units)
        #expect(survey.findings.failedUnits != nil || survey.findings.limitations[.units] != nil)
    }

    @Test("smartctl on this machine's disks", .enabled(if: runner.has("smartctl"), "smartctl is not installed"))
    func disks() async throws {
        let survey = survey()
        await survey.take(.disks)
        for disk in try #require(survey.findings.disks) { #expect(!disk.device.isEmpty) }
    }

    @Test(
        "what smartctl says of devices that are no disks is told apart, though most of it ends with the same status",
        .enabled(if: runner.has("smartctl"), "smartctl is not installed"),
        arguments: [
            (["/dev/null"], HostDisk.Answer.unsupported), (["-d", "sat", "/dev/null"], .standby), (["-d", "nvme", "/dev/null"], .unreadable),
            (["-d", "sat", "/dev/no-such-disk"], .unreadable),
        ])
    func notDisks(target: [String], expected: HostDisk.Answer) async throws {
        let arguments = ["--json=c", "-n", "standby", "-i", "-H", "-A"] + target
        let outcome = await Self.runner.run(ProgramCall("smartctl", arguments, deadline: .seconds(30), outputLimit: 1 << 20))
        guard case .exited(_, let output, _) = outcome else {
            Issue.record("smartctl did not end: \(outcome)")
            return
        }
        var disk = HostDisk(device: "none", answer: .notAsked)
        disk.take(try #require(SmartctlAnswer.parse(output[...])), at: Timestamp(seconds: 0))
        #expect(disk.answer == expected)
        #expect(disk.passed == nil)
    }

    @Test("pools, or that there are none")
    func pools() async {
        let survey = survey()
        await survey.take(.pools)
        #expect(survey.findings.pools != nil || survey.findings.limitations[.pools] != nil)
    }
}
