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
