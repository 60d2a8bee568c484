import Dispatch
import PulseCore
import Synchronization
import Testing

@testable import PulseHostProbe

@Suite("The slow part of looking at a machine", .timeLimit(.minutes(5)))
struct SurveyTests {
    private static let start = Timestamp(seconds: 1_800_000_000)

    private func at(_ seconds: Int64) -> Timestamp { Self.start + .seconds(seconds) }

    @Test("each step has its own pace, and what takes long waits a little at the start")
    func pace() {
        var schedule = SurveySchedule(SurveyStep.allCases, at: at(0))
        #expect(schedule.begin(at: at(0)) == [.units, .pools])
        #expect(schedule.pause(at: at(0)) == .seconds(2))
        #expect(schedule.begin(at: at(1)) == [])
        #expect(schedule.begin(at: at(2)) == [.disks])
        #expect(schedule.begin(at: at(15)) == [.packages])
        for step in SurveyStep.allCases { schedule.finished(step, at: at(16)) }
        #expect(schedule.begin(at: at(59)) == [])
        #expect(schedule.begin(at: at(60)) == [.units])
        #expect(schedule.begin(at: at(300)) == [.pools])
    }

    @Test("a step that runs still is not begun again, and is due at once when it ends late")
    func slow() {
        var schedule = SurveySchedule([.units], at: at(0))
        #expect(schedule.begin(at: at(0)) == [.units])
        #expect(schedule.begin(at: at(500)) == [])
        #expect(schedule.pause(at: at(500)) == .seconds(60))
        schedule.finished(.units, at: at(501))
        #expect(schedule.begin(at: at(501)) == [.units])
    }

    @Test("a clock that is set back does not stop the survey", arguments: [-10_000_000, -100, 100, 10_000_000] as [Int64])
    func clock(jump: Int64) {
        var schedule = SurveySchedule([.units], at: at(0))
        _ = schedule.begin(at: at(0))
        schedule.finished(.units, at: at(jump))
        let began = (0...60).first { !schedule.begin(at: at(jump + Int64($0))).isEmpty }
        #expect(began != nil)
    }

    private static let machine = [
        "sys/block/sda/device/model": "Turner\n", "sys/block/sda/size": "2048\n", "sys/block/sda/queue/rotational": "1\n", "dev/sda": "",
        "sys/block/loop0/size": "1", "proc/stat": "cpu 1 2 3 4\n",
    ]

    private func survey(_ answers: [String: ProgramOutcome], _ files: [String: String] = machine, asksDisks: Bool = true) async throws -> (
        SurveyFindings, [String]
    ) {
        let machine = try FakeMachine(files)
        let programs = RecordedPrograms(answers)
        let survey = HostSurvey(root: machine.root, programs: programs, asksDisks: asksDisks) { Self.start }
        await survey.take(.disks)
        return (survey.findings, programs.asked)
    }

    @Test("disks are asked so that those that sleep are not woken")
    func asked() async throws {
        let (findings, asked) = try await survey(["smartctl": .printed(SmartctlOutputs.sataDisk, code: 64), "smartctl --scan": .printed("{}")])
        #expect(asked == ["smartctl --json=c -n standby -i -H -A /dev/sda", "smartctl --scan --json=c"])
        #expect(findings.disks?.map(\.device) == ["sda"])
        #expect(findings.disks?.first?.passed == true)
        #expect(findings.limitations.isEmpty)
    }

    @Test("without smartctl disks are listed, and the sentence says what to install")
    func missing() async throws {
        let (findings, asked) = try await survey([:])
        #expect(asked == [])
        var expected = HostDisk(device: "sda", answer: .notAsked)
        expected.model = "Turner"
        expected.size = 2048 * 512
        expected.isRotational = true
        #expect(findings.disks == [expected])
        #expect(findings.limitations[.disks]?.nextStep == "Install the package smartmontools.")
    }

    @Test("somebody who wants no disk to be asked is not told to install anything")
    func notWanted() async throws {
        let (findings, asked) = try await survey(["smartctl": .printed(SmartctlOutputs.sataDisk)], asksDisks: false)
        #expect(asked == [])
        #expect(findings.disks?.first?.answer == .notAsked)
        #expect(findings.limitations.isEmpty)
    }

    @Test("a user without the right is told which disks, and what would help")
    func forbidden() async throws {
        let (findings, _) = try await survey(["smartctl": .printed(SmartctlOutputs.forbidden, code: 2), "smartctl --scan": .printed("{}")])
        #expect(findings.disks?.first?.answer == .notAsked)
        #expect(findings.limitations[.disks]?.problem.contains("may not ask sda") == true)
    }

    @Test("a process that sees no devices says so instead of asking")
    func noDevices() async throws {
        let (findings, asked) = try await survey(["smartctl": .late], Self.machine.filter { $0.key != "dev/sda" })
        #expect(asked == [])
        #expect(findings.limitations[.disks]?.problem.contains("sees no device files") == true)
    }

    @Test("a disk that does not answer in time is unreadable, and no failure")
    func late() async throws {
        let (findings, _) = try await survey(["smartctl": .late])
        #expect(findings.disks?.first?.answer == .unreadable)
        #expect(findings.disks?.first?.passed == nil)
    }

    @Test("disks behind a controller come by their type")
    func controller() async throws {
        let (findings, _) = try await survey([
            "smartctl": .printed(SmartctlOutputs.sas),
            "smartctl --json=c -n standby -i -H -A /dev/sda": .printed(SmartctlOutputs.behindController, code: 2),
            "smartctl --scan": .printed("{\"devices\":[{\"name\":\"/dev/bus/0\",\"type\":\"megaraid,8\"}]}"),
        ])
        #expect(findings.disks?.map(\.device) == ["sda", "bus/0 megaraid,8"])
        #expect(findings.disks?.map(\.answer) == [.unsupported, .answered])
    }

    @Test("a disk of a virtual machine is not asked, and nobody is told to install anything for it")
    func virtual() async throws {
        let (findings, asked) = try await survey([:], ["sys/block/sda/device/model": "QEMU HARDDISK\n"])
        #expect(findings.disks?.first?.answer == .unsupported)
        #expect(findings.disks?.first?.bus == "virtual")
        #expect(asked == [])
        #expect(findings.limitations.isEmpty)
    }

    @Test("a disk that fell asleep between two surveys keeps its figures")
    func asleep() async throws {
        let machine = try FakeMachine(Self.machine)
        let programs = ChangingPrograms([.printed(SmartctlOutputs.sataDisk), .missing, .printed(SmartctlOutputs.standby, code: 2), .missing])
        let survey = HostSurvey(root: machine.root, programs: programs) { Self.start }
        await survey.take(.disks)
        await survey.take(.disks)
        #expect(survey.findings.disks?.first?.answer == .standby)
        #expect(survey.findings.disks?.first?.celsius == 31)
    }

    @Test("figures are there while a disk keeps smartctl waiting, and the survey ends with its task")
    func beside() async throws {
        let machine = try FakeMachine(Self.machine)
        let programs = HangingPrograms()
        let watch = HostWatch(id: .host("nas"), configuration: .init(root: machine.root), programs: programs) { Self.start }
        let survey = Task { await watch.take(.disks) }
        await programs.untilAsked()
        let view = try #require(await watch.look(at: Self.start, within: .seconds(60)))
        #expect(view.host.metrics[.cpu] == .unknown(.firstSample))
        survey.cancel()
        await survey.value
        // What was stopped has found nothing.
        #expect(await watch.look(at: Self.start, within: .seconds(60))?.limitations == [])
    }

    @Test("a reading that hangs keeps nobody waiting, is not begun a second time, and is over when it comes back")
    func hangingReading() async {
        let gate = DispatchSemaphore(value: 0)
        let begun = Mutex(0)
        let desk = ReadingDesk {
            begun.withLock { $0 += 1 }
            gate.wait()
            return HostReading()
        }
        #expect(await desk.read(within: .milliseconds(20)) == nil)
        #expect(await desk.read(within: .seconds(100)) == nil)
        #expect(begun.withLock { $0 } == 1)
        // Enough for the one that hangs and for one after it.
        gate.signal()
        gate.signal()
        var reading: HostReading?
        while reading == nil { reading = await desk.read(within: .seconds(100)) }
        #expect(begun.withLock { $0 } == 2)
    }

    @Test("a survey runs until its task is cancelled")
    func run() async throws {
        let machine = try FakeMachine(Self.machine.merging(["run/systemd/system/x": ""]) { $1 })
        let programs = HangingPrograms()
        let survey = HostSurvey(root: machine.root, programs: programs) { Self.start }
        let running = Task { await survey.run() }
        await programs.untilAsked()
        running.cancel()
        await running.value
    }
}

/// Programs that answer one after the other.
private final class ChangingPrograms: ProgramRunning {
    private let answers: Mutex<[ProgramOutcome]>

    init(_ answers: [ProgramOutcome]) {
        self.answers = Mutex(answers)
    }

    func has(_ name: String) -> Bool { true }

    func run(_ call: ProgramCall) async -> ProgramOutcome { answers.withLock { $0.isEmpty ? .missing : $0.removeFirst() } }
}

/// Programs that never end by themselves.
private final class HangingPrograms: ProgramRunning {
    private let asked = AsyncStream<Void>.makeStream()
    private let waiting = AsyncStream<Void>.makeStream()

    func has(_ name: String) -> Bool { true }

    func run(_ call: ProgramCall) async -> ProgramOutcome {
        asked.continuation.yield()
        // Ends when the task is cancelled.
        for await _ in waiting.stream {}
        return .late
    }

    func untilAsked() async {
        for await _ in asked.stream { return }
    }
}
