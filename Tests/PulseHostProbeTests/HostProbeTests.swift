import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("A host as Pulse shows it", .timeLimit(.minutes(5)))
struct HostProbeTests {
    private var machine = Machine()

    @Test("a reading in which everything is missing has a reason for each metric and a zero for none")
    func nothing() {
        var probe = HostProbe(id: .host("nas"))
        let host = probe.observe(HostReading(), at: Timestamp(seconds: 0))
        #expect(host.name == "nas")
        #expect(host.status == .online)
        let ofOthers: Set<Metric> = [
            .uptime, .metadataUsed, .metadataTotal, .wear, .dataLogical, .dataStored, .queueLength, .queueAge, .mailIn, .mailOut, .mailSpam,
            .mailVirus, .fanSpeed, .restarts, .zfsCache, .reallocatedSectors, .pendingSectors,
            .mediaErrors, .linkErrors,
        ]
        #expect(Set(host.metrics.entries.map(\.metric)) == Set(Metric.allCases).subtracting(ofOthers))
        for entry in host.metrics.entries {
            #expect(entry.measurement == .unknown(entry.metric == .temperature ? .noSensor : .notReported), "\(entry.metric)")
        }
    }

    @Test("the name is the machine's without its domain, the facts have the whole")
    mutating func name() {
        machine.reading.identity.hostname = "nas.home.example"
        #expect(machine.probe.observe(machine.reading, at: Timestamp(seconds: 0)).name == "nas")
        #expect(machine.facts()?.hostname == "nas.home.example")
    }

    @Test("memory in use is what programs cannot get any more; without that figure it is an estimate")
    mutating func memory() {
        machine.reading.memory = MemoryFigures("MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nCached: 450 kB\nBuffers: 50 kB\n".bytes)
        let metrics = machine.observe(at: 0)
        #expect(metrics[.memoryTotal] == .measured(1000 * 1024, at: Timestamp(seconds: 0)))
        #expect(metrics[.memoryUsed] == .measured(400 * 1024, at: Timestamp(seconds: 0)))
        machine.reading.memory?.available = nil
        #expect(machine.observe(at: 1)[.memoryUsed] == .estimated(400 * 1024, at: Timestamp(seconds: 1), .notReported))
        machine.reading.memory?.free = nil
        #expect(machine.observe(at: 2)[.memoryUsed] == .unknown(.notReported))
    }

    private static let arcstats =
        "9 1 0x01 147 39984 5437461234 9907182471\nname                            type data\nhits                            4    8123\n"
        + "c_min                           4    65536\nc_max                           4    524288\nsize                            4    262144\n"

    @Test("the cache of ZFS is cache but for its least size; without that nothing of it is promised")
    mutating func zfsCache() {
        machine.reading.memory = MemoryFigures("MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\n".bytes)
        #expect(machine.observe(at: 0)[.zfsCache] == nil)
        machine.reading.zfsCache = ZFSCacheFigures(Self.arcstats.bytes)
        let metrics = machine.observe(at: 1)
        #expect(metrics[.zfsCache] == .measured(262_144, at: Timestamp(seconds: 1)))
        #expect(metrics[.memoryUsed] == .measured(400 * 1024 - (262_144 - 65_536), at: Timestamp(seconds: 1)))
        machine.reading.memory?.available = nil
        #expect(machine.observe(at: 2)[.memoryUsed] == .estimated(900 * 1024 - 196_608, at: Timestamp(seconds: 2), .notReported))
        machine.reading.memory?.available = 999 * 1024
        #expect(machine.observe(at: 3)[.memoryUsed]?.value == 0)
        machine.reading.memory?.available = 600 * 1024
        machine.reading.zfsCache?.least = nil
        #expect(machine.observe(at: 4)[.memoryUsed]?.value == 409_600)
        machine.reading.zfsCache?.least = 1 << 20
        #expect(machine.observe(at: 5)[.memoryUsed]?.value == 409_600)
    }

    @Test("a cache that does not say how large it is is none", arguments: ["", "size 4", "size 4 x", "c_min 4 100", "size 4 18446744073709551616"])
    func oddCache(file: String) {
        #expect(ZFSCacheFigures(file.bytes) == nil)
    }

    @Test("a machine with ZFS tells its cache, a container does not tell that of the machine around it")
    func zfsCacheOfMachine() throws {
        let machine = try FakeMachine(["proc/spl/kstat/zfs/arcstats": Self.arcstats])
        #expect(machine.read().zfsCache?.size == 262_144)
        #expect(machine.read().zfsCache?.least == 65_536)
        #expect(try FakeMachine(["proc/spl/kstat/zfs/arcstats": Self.arcstats, "run/systemd/container": "lxc\n"]).read().zfsCache == nil)
    }

    @Test("a machine without swap uses none of none; figures that contradict each other are unknown")
    mutating func swap() {
        machine.reading.memory = MemoryFigures("SwapTotal: 0 kB\nSwapFree: 0 kB\n".bytes)
        #expect(machine.observe(at: 0)[.swapUsed]?.value == 0)
        machine.reading.memory = MemoryFigures("SwapTotal: 8 kB\nSwapFree: 6 kB\n".bytes)
        let metrics = machine.observe(at: 1)
        #expect(metrics[.swapTotal]?.value == 8192)
        #expect(metrics[.swapUsed]?.value == 2048)
        machine.reading.memory = MemoryFigures("SwapTotal: 1 kB\nSwapFree: 2 kB\n".bytes)
        #expect(machine.observe(at: 2)[.swapUsed] == .unknown(.notReported))
    }

    @Test("the disk is the root filesystem, exact in the metric, and rounded in the facts")
    mutating func disk() {
        let mebibyte: Int64 = 1 << 20
        machine.reading.filesystems = [
            Filesystem(mountpoint: "/", type: "ext4", total: 100_000 * mebibyte, used: 12_345 * mebibyte + 678),
            Filesystem(mountpoint: "/boot", total: 500 * mebibyte, used: 100 * mebibyte + 1), Filesystem(mountpoint: "/mnt/films", type: "nfs4"),
            Filesystem(mountpoint: "/full", total: 1000 * mebibyte + 1, used: 1000 * mebibyte + 1),
        ]
        let metrics = machine.observe(at: 0)
        #expect(metrics[.diskTotal]?.value == Double(100_000 * mebibyte))
        #expect(metrics[.diskUsed]?.value == Double(12_345 * mebibyte + 678))
        #expect(machine.facts()?.filesystems.map(\.used) == [12_300 * mebibyte, 100 * mebibyte, nil, 1000 * mebibyte])
    }

    @Test("temperatures: the processors' as the metric, all of them in the facts, in whole degrees under different names")
    mutating func temperatures() {
        machine.reading.temperatures = [
            TemperatureSensor(chip: "nvme", label: "Composite", celsius: 40.4), TemperatureSensor(chip: "nvme", label: "Composite", celsius: 41.6),
            TemperatureSensor(chip: "cpu_thermal", label: nil, celsius: 50.25),
        ]
        #expect(machine.observe(at: 0)[.temperature]?.value == 50.25)
        let expected = [("nvme Composite", 40.0), ("nvme Composite (2)", 42), ("cpu_thermal", 50)].map { TemperatureReading(label: $0, celsius: $1) }
        #expect(machine.facts()?.temperatures == expected)
    }

    @Test("facts of a machine at rest stay the same from reading to reading")
    mutating func stable() {
        machine.reading.filesystems = [Filesystem(mountpoint: "/", total: 1 << 40, used: 1 << 39)]
        machine.reading.temperatures = [TemperatureSensor(chip: "coretemp", label: "Package id 0", celsius: 50.2)]
        let before = machine.facts(at: 0)
        machine.reading.uptime = .milliseconds(1_010_430)
        machine.reading.statistics?.startedAt = Timestamp(seconds: 1_800_000_001)
        machine.reading.filesystems?[0].used = 1 << 39 + 500_000
        machine.reading.temperatures[0].celsius = 49.7
        #expect(machine.facts(at: 10) == before)
    }

    @Test("the moment of the start is the kernel's, or else counted back, and does not tremble")
    mutating func start() {
        #expect(machine.facts(at: 0)?.startedAt == Timestamp(seconds: 1_800_000_000))
        machine.reading.statistics = nil
        machine.reading.identity.bootID = "second"
        machine.reading.uptime = .milliseconds(100_400)
        #expect(machine.facts(at: 1_900_000_000)?.startedAt == Timestamp(seconds: 1_899_999_899))
        machine.reading.uptime = .milliseconds(109_900)
        #expect(machine.facts(at: 1_900_000_010)?.startedAt == Timestamp(seconds: 1_899_999_899))
    }

    @Test("a clock that was set right moves the start, and so does a restart")
    mutating func startMoves() {
        _ = machine.facts(at: 0)
        machine.reading.statistics?.startedAt = Timestamp(seconds: 1_800_000_500)
        #expect(machine.facts(at: 10)?.startedAt == Timestamp(seconds: 1_800_000_500))
        machine.reading.identity.bootID = "second"
        machine.reading.statistics?.startedAt = Timestamp(seconds: 1_800_000_505)
        #expect(machine.facts(at: 20)?.startedAt == Timestamp(seconds: 1_800_000_505))
    }

    @Test("threads are those that run now, the rest of the processors as it was described")
    mutating func processors() {
        machine.reading.processors = ProcessorFacts(model: "Fast", sockets: 1, cores: 4, threads: 8, megahertz: 3000)
        #expect(machine.facts()?.processors == ProcessorFacts(model: "Fast", sockets: 1, cores: 4, threads: 1, megahertz: 3000))
        machine.reading.statistics = nil
        #expect(machine.facts()?.processors.threads == 8)
    }
}
