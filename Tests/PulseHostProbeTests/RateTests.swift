import PulseCore
import Testing

@testable import PulseHostProbe

/// Readings in, rates out, in virtual time.
@Suite("Rates", .timeLimit(.minutes(5)))
struct RateTests {
    private static let rates: [Metric] = [.cpu, .diskRead, .diskWrite, .networkIn, .networkOut]
    private var machine = Machine()

    private mutating func setDisk(_ read: UInt64, _ written: UInt64, _ name: String = "sda") {
        machine.reading.disks = [BlockDevice(DiskCounters(name: name, bytesRead: read, bytesWritten: written), .hardware)]
    }

    private mutating func setProcessors(_ columns: String) {
        machine.reading.statistics = KernelStatistics("cpu \(columns)\n".bytes)
    }

    private mutating func setInterfaces(_ rows: KeyValuePairs<String, UInt64>) {
        machine.reading.interfaces = rows.map { HostInterface(InterfaceCounters(name: $0, bytesReceived: $1, bytesSent: 0), hasDevice: true) }
    }

    @Test("a first reading has no rates, and says why")
    mutating func first() {
        let metrics = machine.observe(at: 0)
        for metric in Self.rates { #expect(metrics[metric] == .unknown(.firstSample)) }
        #expect(metrics[.ioWait] == .unknown(.firstSample))
    }

    @Test("bytes per second between two readings")
    mutating func second() {
        _ = machine.observe(at: 0)
        setDisk(5000 + 20_000, 7000)
        machine.reading.interfaces = [HostInterface(InterfaceCounters(name: "eth0", bytesReceived: 1100, bytesSent: 250), hasDevice: true)]
        let metrics = machine.observe(at: 10)
        let now = Timestamp(seconds: 10)
        #expect(metrics[.diskRead] == .measured(2000, at: now))
        #expect(metrics[.diskWrite] == .measured(0, at: now))
        #expect(metrics[.networkIn] == .measured(100, at: now))
        #expect(metrics[.networkOut] == .measured(5, at: now))
    }

    @Test(
        "processors: waiting is idle, stolen time is busy, guests' time is not counted twice",
        arguments: [
            ("150 0 100 850 0 0 0 0 0 0", 0.5, 0.0), ("100 0 100 850 50 0 0 0 0 0", 0, 0.5), ("100 0 100 875 0 0 0 25 0 0", 0.25, 0),
            ("150 0 100 850 0 0 0 0 50 0", 0.5, 0), ("110 10 110 830 20 10 10 0 0 0", 0.5, 0.2), ("200 0 100 800 0 0 0 0 0 0", 1, 0),
        ])
    mutating func processors(columns: String, busy: Double, ioWait: Double) throws {
        _ = machine.observe(at: 0)
        setProcessors(columns)
        let metrics = machine.observe(at: 10)
        #expect(abs(try #require(metrics[.cpu]?.value) - busy) < 1e-9)
        #expect(abs(try #require(metrics[.ioWait]?.value) - ioWait) < 1e-9)
    }

    @Test("waiting time that goes back a little, as the kernel's does, is no time")
    mutating func waitingGoesBack() throws {
        setProcessors("100 0 100 800 50 0 0 0 0 0")
        _ = machine.observe(at: 0)
        setProcessors("150 0 100 850 48 0 0 0 0 0")
        let metrics = machine.observe(at: 10)
        #expect(metrics[.cpu]?.value == 0.5)
        #expect(metrics[.ioWait]?.value == 0)
    }

    @Test("a kernel that does not tell waiting from idle has no waiting")
    mutating func noWaiting() {
        setProcessors("100 0 100 800")
        _ = machine.observe(at: 0)
        setProcessors("150 0 100 850")
        let metrics = machine.observe(at: 10)
        #expect(metrics[.cpu]?.value == 0.5)
        #expect(metrics[.ioWait] == .unknown(.notReported))
    }

    @Test("a counter that fell makes its own rate unknown for one reading, and no other")
    mutating func fell() {
        _ = machine.observe(at: 0)
        setDisk(10, 7000 + 1000)
        let metrics = machine.observe(at: 10)
        #expect(metrics[.diskRead] == .unknown(.firstSample))
        #expect(metrics[.diskWrite]?.value == 100)
        setDisk(110, 8000)
        #expect(machine.observe(at: 20)[.diskRead]?.value == 10)
    }

    @Test("a restart makes all rates unknown, though the counters have already passed their old values")
    mutating func restart() {
        _ = machine.observe(at: 0)
        setDisk(1_000_000, 1_000_000)
        machine.reading.identity.bootID = "second"
        let metrics = machine.observe(at: 10)
        for metric in Self.rates { #expect(metrics[metric] == .unknown(.firstSample)) }
    }

    @Test("an uptime that fell is a restart where there is no id of the start")
    mutating func restartByUptime() {
        machine.reading.identity.bootID = nil
        _ = machine.observe(at: 0)
        setDisk(1_000_000, 1_000_000)
        #expect(machine.observe(at: 10, uptime: 5)[.diskRead] == .unknown(.firstSample))
    }

    @Test("a file that is missing is not reported, and when it comes back it is a first sample")
    mutating func missing() {
        let disks = machine.reading.disks
        _ = machine.observe(at: 0)
        machine.reading.disks = nil
        machine.reading.statistics = nil
        let metrics = machine.observe(at: 10)
        for metric in [.diskRead, .diskWrite, .cpu, .ioWait] as [Metric] { #expect(metrics[metric] == .unknown(.notReported)) }
        #expect(metrics[.networkIn]?.value == 0)
        machine.reading.disks = disks
        #expect(machine.observe(at: 20)[.diskRead] == .unknown(.firstSample))
        #expect(machine.observe(at: 30)[.diskRead]?.value == 0)
    }

    @Test("nothing in a file is not reported either: no disk is not a disk at rest")
    mutating func empty() {
        machine.reading.disks = []
        #expect(machine.observe(at: 0)[.diskRead] == .unknown(.notReported))
        #expect(machine.observe(at: 10)[.diskRead] == .unknown(.notReported))
    }

    @Test("an interface that appears counts from its second reading, one that disappears no longer")
    mutating func comesAndGoes() {
        setInterfaces(["eth0": 1000])
        _ = machine.observe(at: 0)
        setInterfaces(["eth0": 2000, "eth1": 900_000])
        #expect(machine.observe(at: 10)[.networkIn]?.value == 100)
        setInterfaces(["eth0": 3000, "eth1": 901_000])
        #expect(machine.observe(at: 20)[.networkIn]?.value == 200)
        setInterfaces(["eth1": 902_000])
        #expect(machine.observe(at: 30)[.networkIn]?.value == 100)
        setInterfaces(["eth2": 5])
        #expect(machine.observe(at: 40)[.networkIn] == .unknown(.firstSample))
    }

    @Test("a clock that is set, in either direction, does not disturb rates: the uptime tells how long it was")
    mutating func clockIsSet() {
        _ = machine.observe(at: 1000, uptime: 1000)
        setDisk(5000 + 100, 7000)
        #expect(machine.observe(at: 5, uptime: 1010)[.diskRead] == .measured(10, at: Timestamp(seconds: 5)))
        setDisk(5000 + 200, 7000)
        #expect(machine.observe(at: 90_000, uptime: 1020)[.diskRead]?.value == 10)
    }

    @Test("a clock that goes back makes rates unknown where there is no uptime")
    mutating func clockGoesBack() {
        machine.reading.uptime = nil
        _ = machine.look(at: 100)
        setDisk(6000, 8000)
        #expect(machine.look(at: 50)[.diskRead] == .unknown(.firstSample))
        setDisk(7000, 9000)
        #expect(machine.look(at: 60)[.diskRead]?.value == 100)
    }

    @Test("a reading that follows at once repeats what was measured, and the next one loses nothing")
    mutating func atOnce() {
        _ = machine.observe(at: 0)
        setDisk(5000 + 100, 7000)
        let before = machine.observe(at: 10)
        setDisk(5000 + 400, 7000)
        #expect(machine.observe(at: 10)[.diskRead] == before[.diskRead])
        #expect(machine.observe(at: 20)[.diskRead]?.value == 30)
    }

    @Test("a jump that no machine can make is not a rate")
    mutating func jump() {
        _ = machine.observe(at: 0)
        setDisk(UInt64.max / 2, 7000)
        #expect(machine.observe(at: 10)[.diskRead] == .unknown(.invalidAnswer))
    }
}
