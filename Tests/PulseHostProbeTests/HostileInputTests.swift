import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHostProbe

/// Whatever stands in the files, nothing breaks.
@Suite("Hostile input", .timeLimit(.minutes(5)))
struct HostileInputTests {
    private static let words = [
        "cpu", "cpu0", "btime", "MemTotal:", "kB", "18446744073709551615", "9223372036854775808", "-9223372036854775808", "0", "-", ".", "1.5",
        "eth0:",
        "sda", "254:0", "/", "\\040", "\\", "ext4", "PRETTY_NAME=", "\"", "'", ":", "=", "processor\t:", "\n", "\n", " ", "\t", "\0", "é",
    ]

    private static func parseAll(_ file: Bytes) {
        _ = KernelStatistics(file)
        _ = MemoryFigures(file)
        _ = LoadAverage.parse(file)
        _ = Uptime.parse(file)
        _ = ProcessorDescription.parse(file)
        _ = DiskCounters.parse(file)
        _ = InterfaceCounters.parse(file)
        _ = FilesystemChoice.choose(MountEntry.parse(file))
        _ = OperatingSystemName.parse(file)
        _ = SensorTemperature.parse(file)
        _ = FanSpeed.parse(file)
        _ = PressureShare.parse(file)
        _ = ProcessorDescription.isVirtual(file)
        for var array in ArrayListing.parse(file) { array.settle(["sda": ArrayMemberState(state: "spare", slot: .max)]) }
        _ = KernelRelease(file.text).isNewer(than: KernelRelease("6.1.0-18-amd64"))
        parseOutputs(file)
    }

    private static func parseOutputs(_ output: Bytes) {
        for var pool in PoolListing.parse(output) { PoolStatus.parse(output).first.map { pool.take($0) } }
        for status in PoolStatus.parse(output) {
            var pool = ZFSPool(name: status.name)
            pool.take(status)
        }
        _ = FailedUnits.parse(output)
        _ = PendingPackages.apt(output)
        _ = PendingPackages.dnf(output)
        _ = PendingPackages.zypper(output)
        _ = PendingPackages.pacman(output)
        _ = SmartctlScan.hiddenDisks(output)
        guard let answer = SmartctlAnswer.parse(output) else { return }
        var disk = HostDisk(device: "sda", answer: .notAsked)
        disk.take(answer, at: Timestamp(seconds: 0))
        #expect(disk.answer == .answered || disk.passed == nil)
    }

    /// Shapes that are worth being mutated: each parser gets far into them.
    private static let samples =
        SmartctlOutputs.all + [
            "md0 : active raid5 sde[3] sdd[1](F) sdc[0]\n      2095104 blocks level 5 [3/2] [UU_]\n      [=>..]  recovery = 12.6% (1/2) finish=0.1min\n",
            "tank\t1006632960\t63255552\t3\tONLINE\n",
            "  pool: t\n state: DEGRADED\n  scan: scrub repaired 0B on Mon Nov 23 14:21:03 2026\n\t1.2M, 12.3% done\nconfig:\n\n\tt  ONLINE  0  0  1.2K\nerrors: x\n",
            "Inst bash [5.2-1] (5.2-2 Debian-Security:12/stable-security [amd64])\nkernel.x86_64  5-1  baseos\nv  | a | b\nbash 1 -> 2\n",
            "some avg10=4.48 avg60=8.00 avg300=18.38 total=133817231\n", "cpu0 1 2 3 4 5 6 7 8\nbtime 1\nflags : hypervisor\n",
            "{\"devices\":[{\"name\":\"/dev/bus/0\",\"type\":\"megaraid,8\"}]}",
        ]

    @Test("recorded shapes with a few bytes changed, cut out or doubled", arguments: 1...20 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for sample in Self.samples {
            for _ in 0..<10 { Self.parseAll(Self.mutate(Array(sample.utf8), &random)[...]) }
        }
    }

    private static func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
            case 2: bytes.insert(contentsOf: "99999999999999999999".utf8, at: place)
            default: bytes.insert(contentsOf: bytes[..<place].suffix(20), at: place)
            }
        }
        return bytes
    }

    @Test("random bytes", arguments: 1...20 as ClosedRange<UInt64>)
    func bytes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let file = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            Self.parseAll(file[...])
        }
    }

    @Test("the words of the formats in a random order", arguments: 1...20 as ClosedRange<UInt64>)
    func scrambled(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let file = (0..<60).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            Self.parseAll(file.bytes)
        }
    }

    @Test("counters at their limits make no rate and no harm")
    func limits() {
        let largest = UInt64.max
        var machine = Machine()
        machine.reading.statistics?.processors = ProcessorTimes(
            user: largest, nice: largest, system: largest, idle: largest, ioWait: largest, interrupts: largest, softInterrupts: largest,
            steal: largest)
        machine.reading.disks = [BlockDevice(DiskCounters(name: "sda", bytesRead: 0, bytesWritten: 0), .hardware)]
        machine.reading.filesystems = [Filesystem(mountpoint: "/", total: .max, used: .max)]
        _ = machine.observe(at: 0)
        machine.reading.disks = [BlockDevice(DiskCounters(name: "sda", bytesRead: largest, bytesWritten: 0), .hardware)]
        let metrics = machine.observe(at: 10)
        #expect(metrics[.cpu] == .unknown(.firstSample))
        #expect(metrics[.diskRead] == .unknown(.invalidAnswer))
        #expect(machine.facts()?.filesystems.first?.used == .max)
    }
}
