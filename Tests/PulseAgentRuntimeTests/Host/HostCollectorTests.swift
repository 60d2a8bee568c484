import Foundation
import PulseAgentProtocol
import PulseCore
import PulseHostProbe
import Testing

@testable import PulseAgentRuntime

@Suite("The host as a collector", .timeLimit(.minutes(5)))
struct HostCollectorTests {
    private static let now: @Sendable () -> Timestamp = { Timestamp(seconds: 1_800_000_000) }
    private let machine: HostFolder

    init() throws {
        machine = try HostFolder([
            "proc/sys/kernel/hostname": "nas.home.example\n", "proc/sys/kernel/random/boot_id": "boot-1\n",
            "etc/machine-id": "0123456789abcdef0123456789abcdef\n", "proc/uptime": "1000.00 1\n", "proc/loadavg": "0.10 0.20 0.30 1/2 3\n",
            "proc/stat": "cpu 100 0 100 800 0 0 0 0 0 0\ncpu0 100 0 100 800 0 0 0 0 0 0\nbtime 1790000000\n",
            "proc/meminfo": "MemTotal: 1000 kB\nMemAvailable: 400 kB\n", "proc/pressure/cpu": "some avg10=1.23 avg60=0 avg300=0 total=0\n",
            "proc/net/dev": "eth0: 1000 0 0 0 0 0 0 0 2000 0 0 0 0 0 0 0\n", "sys/class/net/eth0/device/x": "",
            "proc/self/mountinfo": "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 /mnt/films rw - xfs /dev/sdb1 rw\n",
        ])
    }

    private func collector(_ programs: any ProgramRunning = NoPrograms(), excluding: [String] = []) -> HostCollector {
        HostCollector(configuration: .init(root: machine.root, excludedFilesystems: excluding), programs: programs, now: Self.now)
    }

    @Test("one thing: the host with its short name, its facts and its figures")
    func picture() async throws {
        let picture = await collector().picture(at: Timestamp(seconds: 0))
        let object = try #require(picture.objects.first)
        #expect(picture.objects.count == 1)
        #expect(object.key == ObjectKey(.host) && object.key.description == "host:")
        #expect(object.name == "nas" && object.status == .online && object.parent == nil)
        guard case .host(let facts) = object.facts else {
            Issue.record("these are facts of something else")
            return
        }
        #expect(facts.hostname == "nas.home.example")
        #expect(facts.loadAverage == [0.1, 0.2, 0.3])
        let figures = try #require(picture.figures.first)
        #expect(figures.key == object.key)
        #expect(figures.values[.memoryUsed] == .value(614_400))
        #expect(figures.values[.processorPressure] == .value(0.0123))
        #expect(figures.values[.ioPressure] == .unknown(.notReported))
        #expect(figures.values[.cpu] == .unknown(.firstSample))
        #expect(figures.values[.temperature] == .unknown(.noSensor))
        #expect(picture.engines == nil && picture.kubernetes == nil)
        #expect(picture.modules == [AgentStatus.Module("host", .working, kinds: [.host])])
    }

    @Test("rates and parts come with the second picture, with as many digits as are kept")
    func second() async throws {
        let collector = collector()
        _ = await collector.picture(at: Timestamp(seconds: 0))
        try machine.write("1003.00 1\n", to: "proc/uptime")
        try machine.write("cpu 200 0 100 1000 0 0 0 0 0 0\ncpu0 200 0 100 1000 0 0 0 0 0 0\nbtime 1790000000\n", to: "proc/stat")
        try machine.write("eth0: 2000 0 0 0 0 0 0 0 2000 0 0 0 0 0 0 0\n", to: "proc/net/dev")
        let figures = try #require(await collector.picture(at: Timestamp(seconds: 3)).figures.first)
        #expect(figures.values[.cpu] == .value(0.3333))
        #expect(figures.values[.networkIn] == .value(333))
        #expect(figures.parts.contains(PartFigure(.cpu, part: "core 0", 0.3333)))
        #expect(figures.parts.contains(PartFigure(.networkIn, part: "eth0", 333)))
    }

    @Test("a quiet machine gives the same objects again")
    func quiet() async {
        let collector = collector()
        let first = await collector.picture(at: Timestamp(seconds: 0))
        #expect(await collector.picture(at: Timestamp(seconds: 10)).objects == first.objects)
    }

    @Test("who this is, for the header")
    func identity() {
        let identity = collector().identity
        #expect(identity.hostname == "nas.home.example" && identity.machineID == "0123456789abcdef0123456789abcdef" && identity.bootID == "boot-1")
        #expect(identity.architecture != nil)
    }

    @Test("what is excluded is not told")
    func excluded() async {
        let picture = await collector(excluding: ["/mnt/*"]).picture(at: Timestamp(seconds: 0))
        guard case .host(let facts)? = picture.objects.first?.facts else {
            Issue.record("no host")
            return
        }
        #expect(facts.filesystems.map(\.mountpoint) == ["/"])
    }

    @Test("what is missing on the machine makes the module limited, with the next step")
    func limited() async throws {
        try machine.write("ONLINE\n", to: "proc/spl/kstat/zfs/tank/state")
        let collector = collector()
        let running = Task { await collector.run() }
        var module: AgentStatus.Module?
        for _ in 0..<100_000 where module?.condition != .limited {
            module = await collector.picture(at: Timestamp(seconds: 0)).modules.first
            await Task.yield()
        }
        running.cancel()
        await running.value
        #expect(module?.problem == "Of ZFS only the health is known: zpool is not installed.")
        #expect(module?.nextStep?.hasPrefix("Install the package with zpool") == true)
        #expect(module?.kinds == ["host"])
    }

    @Test("a picture survives the wire")
    func wire() async throws {
        let picture = await collector().picture(at: Timestamp(seconds: 0))
        let object = try #require(picture.objects.first)
        #expect(try JSONDecoder().decode(ReportedObject.self, from: JSONEncoder().encode(object)) == object)
        let figures = try #require(picture.figures.first)
        #expect(try JSONDecoder().decode(ObjectFigures.self, from: JSONEncoder().encode(figures)) == figures)
    }
}

/// A machine on which no program is installed.
private struct NoPrograms: ProgramRunning {
    func has(_ name: String) -> Bool { false }
    func run(_ call: ProgramCall) async -> ProgramOutcome { .missing }
}

/// A folder with files where a machine would have them; it goes with the value.
private final class HostFolder {
    let root = NSTemporaryDirectory() + "pulse-host-\(UUID().uuidString)"

    init(_ files: [String: String]) throws {
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: root).appendingPathComponent(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
