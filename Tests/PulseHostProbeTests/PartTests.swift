import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("Figures of parts", .timeLimit(.minutes(5)))
struct PartTests {
    private var machine = Machine()

    private func parts(_ host: ObservedResource, _ metric: Metric) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: host.parts.filter { $0.metric == metric }.map { ($0.part, $0.value) })
    }

    private mutating func observe(at second: Int64) -> ObservedResource {
        machine.reading.uptime = .seconds(1000 + second)
        return machine.probe.observe(machine.reading, at: Timestamp(seconds: second))
    }

    private static func disk(_ name: String, _ bytes: UInt64, _ count: UInt64, _ milliseconds: UInt64) -> BlockDevice {
        BlockDevice(
            DiskCounters(name: name, bytesRead: bytes, bytesWritten: 0, requests: DiskRequests(count: count, milliseconds: milliseconds)), .hardware)
    }

    @Test("a first reading has no parts")
    mutating func first() {
        #expect(observe(at: 0).parts == [])
    }

    @Test("each processor has its share; one that was switched on counts from its second reading")
    mutating func cores() {
        machine.reading.statistics = KernelStatistics("cpu 0 0 0 0\ncpu0 100 0 0 100\ncpu3 0 0 0 200\n".bytes)
        _ = observe(at: 0)
        machine.reading.statistics = KernelStatistics("cpu 0 0 0 1\ncpu0 175 0 0 125\ncpu3 0 0 0 300\ncpu4 1 0 0 1\n".bytes)
        #expect(parts(observe(at: 10), .cpu) == ["core 0": 0.75, "core 3": 0])
    }

    @Test("stolen time has a figure of its own")
    mutating func steal() {
        machine.reading.statistics = KernelStatistics("cpu 100 0 100 800 0 0 0 0 0 0\n".bytes)
        _ = observe(at: 0)
        machine.reading.statistics = KernelStatistics("cpu 100 0 100 875 0 0 0 25 0 0\n".bytes)
        #expect(observe(at: 10).metrics[.steal]?.value == 0.25)
        machine.reading.statistics = KernelStatistics("cpu 200 0 100 900\n".bytes)
        #expect(observe(at: 20).metrics[.steal] == .unknown(.notReported))
    }

    @Test("disks and interfaces by name; one whose counter fell is missing, and the others are not")
    mutating func devices() {
        machine.reading.disks = [Self.disk("sda", 1000, 0, 0), Self.disk("sdb", 1000, 0, 0)]
        _ = observe(at: 0)
        machine.reading.disks = [Self.disk("sda", 3000, 0, 0), Self.disk("sdb", 500, 0, 0)]
        let host = observe(at: 10)
        #expect(parts(host, .diskRead) == ["sda": 200])
        #expect(parts(host, .diskWrite) == ["sda": 0, "sdb": 0])
        #expect(parts(host, .networkIn) == ["eth0": 0])
        #expect(host.metrics[.diskRead] == .unknown(.firstSample))
    }

    @Test("damaged and dropped packets per minute; an interface that does not tell them has none, which is not zero")
    mutating func packets() {
        func interfaces(_ errors: UInt64?, _ drops: UInt64?) -> [HostInterface] {
            ["eth0", "eth1"].map { name in
                let isTold = name == "eth0"
                return HostInterface(
                    InterfaceCounters(
                        name: name, bytesReceived: 0, bytesSent: 0, errors: isTold ? errors : nil, drops: isTold ? drops : nil), hasDevice: true)
            }
        }
        machine.reading.interfaces = interfaces(1000, 5)
        #expect(observe(at: 0).metrics[.networkErrors] == .unknown(.firstSample))
        machine.reading.interfaces = interfaces(1004, 5)
        let host = observe(at: 30)
        #expect(parts(host, .networkErrors) == ["eth0": 8])
        #expect(parts(host, .networkDrops) == ["eth0": 0])
        #expect(host.metrics[.networkErrors]?.value == 8)
        machine.reading.interfaces = interfaces(nil, nil)
        #expect(observe(at: 60).metrics[.networkErrors] == .unknown(.notReported))
    }

    @Test("latency of the whole is the mean of all requests, and not of all disks")
    mutating func latency() throws {
        machine.reading.disks = [Self.disk("sda", 0, 100, 1000), Self.disk("sdb", 0, 0, 0), Self.disk("sdc", 0, 5, 5)]
        #expect(observe(at: 0).metrics[.diskLatency] == .unknown(.firstSample))
        machine.reading.disks = [Self.disk("sda", 0, 190, 1090), Self.disk("sdb", 0, 10, 1000), Self.disk("sdc", 0, 5, 5)]
        let host = observe(at: 10)
        #expect(abs(try #require(host.metrics[.diskLatency]?.value) - 0.0109) < 1e-9)
        let parts = parts(host, .diskLatency)
        #expect(Set(parts.keys) == ["sda", "sdb"])
        #expect(abs(try #require(parts["sda"]) - 0.001) < 1e-9)
        #expect(abs(try #require(parts["sdb"]) - 0.1) < 1e-9)
    }

    @Test("disks that had nothing to do have no latency, which is not zero; a counter that fell has none either")
    mutating func idle() {
        machine.reading.disks = [Self.disk("sda", 0, 100, 1000)]
        _ = observe(at: 0)
        #expect(observe(at: 10).metrics[.diskLatency] == .unknown(.notReported))
        machine.reading.disks = [Self.disk("sda", 0, 200, 10)]
        let host = observe(at: 20)
        #expect(host.metrics[.diskLatency] == .unknown(.firstSample))
        #expect(parts(host, .diskLatency).isEmpty)
    }

    @Test("pressure and processes")
    mutating func pressure() {
        machine.reading.pressure = PressureFigures(processor: 0.0448, memory: 0, io: nil)
        machine.reading.processCount = 217
        let metrics = observe(at: 0).metrics
        #expect(metrics[.processorPressure]?.value == 0.0448)
        #expect(metrics[.memoryPressure]?.value == 0)
        #expect(metrics[.ioPressure] == .unknown(.notReported))
        #expect(metrics[.processes]?.value == 217)
    }

    @Test("fans have a figure each, under names that differ")
    mutating func fans() {
        machine.reading.fans = [
            FanSensor(chip: "nct6798", label: "fan1", turns: 1204), FanSensor(chip: "nct6798", label: "fan2", turns: 0),
            FanSensor(chip: "gpu", label: "fan1", turns: 900), FanSensor(chip: "gpu", label: "fan1", turns: 901),
        ]
        #expect(parts(observe(at: 0), .fanSpeed) == ["nct6798 fan1": 1204, "nct6798 fan2": 0, "gpu fan1": 900, "gpu fan1 (2)": 901])
    }

    @Test("a machine with very many processors and disks has a limit of parts")
    mutating func limit() {
        func counters(_ ticks: UInt64) -> String { (0..<1000).map { "cpu\($0) \(ticks) 0 0 \(ticks)\n" }.joined() }
        func disks(_ count: UInt64) -> [BlockDevice] { (0..<1000).map { Self.disk("sd\($0)x", count, count, count) } }
        machine.reading.statistics = KernelStatistics(counters(1).bytes)
        machine.reading.disks = disks(1)
        machine.reading.interfaces = (0..<1000).map {
            HostInterface(InterfaceCounters(name: "eth\($0)", bytesReceived: 0, bytesSent: 0), hasDevice: true)
        }
        machine.reading.fans = (0..<1000).map { FanSensor(chip: "x", label: "fan\($0)", turns: 1) }
        _ = observe(at: 0)
        machine.reading.statistics = KernelStatistics(counters(2).bytes)
        machine.reading.disks = disks(2)
        #expect(observe(at: 10).parts.count <= 1024)
    }
}
