import PulseCore
import Testing

@testable import PulseHostProbe

/// Bytes of the kernel in, a value or nothing out.
@Suite("Parsing", .timeLimit(.minutes(5)))
struct ParsingTests {
    @Test("processor times leave out the columns for guests, which the others contain")
    func processorTimes() {
        let file = """
            cpu  90 1 30 700 20 2 3 4 50 6
            cpu0 45 0 15 350 10 1 2 2 25 3
            cpu1 45 1 15 350 10 1 1 2 25 3
            intr 12345 1 2 3
            btime 1795441334
            """
        let statistics = KernelStatistics(file.bytes)
        let times = ProcessorTimes(user: 90, nice: 1, system: 30, idle: 700, ioWait: 20, interrupts: 2, softInterrupts: 3, steal: 4)
        #expect(statistics?.processors == times)
        #expect(statistics?.threads == 2)
        #expect(statistics?.cores.map(\.number) == [0, 1])
        #expect(statistics?.cores.last?.times.nice == 1)
        #expect(statistics?.startedAt == Timestamp(seconds: 1_795_441_334))
    }

    @Test("an old kernel's four columns are enough")
    func fewColumns() {
        let times = KernelStatistics("cpu 1 2 3 4\n".bytes)?.processors
        #expect(times == ProcessorTimes(user: 1, nice: 2, system: 3, idle: 4, ioWait: nil, interrupts: 0, softInterrupts: 0, steal: nil))
    }

    @Test(
        "odd processor lines say nothing",
        arguments: ["", "cpu\n", "cpu 1 2 3\n", "cpu a b c d\n", "cpu -1 2 3 4\n", "cpu 99999999999999999999 0 0 0\n"])
    func oddProcessorTimes(file: String) {
        #expect(KernelStatistics(file.bytes)?.processors == nil)
    }

    @Test("odd moments of the start say nothing", arguments: ["btime", "btime 0", "btime -5", "btime x", "btime 9223372036854775807"])
    func oddStart(file: String) {
        #expect(KernelStatistics(file.bytes)?.startedAt == nil)
    }

    @Test("memory is in bytes, and a missing line is not zero")
    func memory() {
        let memory = MemoryFigures("MemTotal:       2048 kB\nMemFree:    1 kB\nSwapTotal:   0 kB\nHugePages_Total:   3\n".bytes)
        #expect(memory?.total == 2_097_152)
        #expect(memory?.free == 1024)
        #expect(memory?.swapTotal == 0)
        #expect(memory?.available == nil)
        #expect(memory?.swapFree == nil)
    }

    @Test(
        "odd memory lines say nothing",
        arguments: ["", "MemTotal", "MemTotal: kB", "MemTotal: 5", "MemTotal: 5 MB", "MemTotal: 18446744073709551615 kB"])
    func oddMemory(file: String) {
        #expect(MemoryFigures(file.bytes) == nil)
    }

    @Test("load average", arguments: [("0.52 1.10 12.00 3/412 9876\n", [0.52, 1.1, 12]), ("0.52 1.10", nil), ("nan inf 0x1 1/2 3", nil), ("", nil)])
    func load(file: String, expected: [Double]?) {
        #expect(LoadAverage.parse(file.bytes) == expected)
    }

    @Test(
        "uptime",
        arguments: [
            ("4711.25 9000.00\n", Duration.milliseconds(4_711_250)), ("4711", .seconds(4711)), ("-1.0 2", nil), ("x", nil), ("", nil),
            ("99999999999999999999999", nil),
        ])
    func uptime(file: String, expected: Duration?) {
        #expect(Uptime.parse(file.bytes) == expected)
    }

    @Test("two sockets with two cores of two threads each")
    func processorsOfAPC() {
        let threads = (0..<8).map { number in
            "processor\t: \(number)\nmodel name\t: Fast  CPU @ 2.40GHz\ncpu MHz\t\t: 2399.998\nphysical id\t: \(number / 4)\ncore id\t\t: \(number % 2)\n"
        }
        let facts = ProcessorDescription.parse(threads.joined(separator: "\n").bytes)
        #expect(facts == ProcessorFacts(model: "Fast  CPU @ 2.40GHz", sockets: 2, cores: 4, threads: 8, megahertz: 2400))
    }

    @Test("a small board tells its model at the end, and neither sockets nor cores")
    func processorsOfABoard() {
        let file = "processor\t: 0\nBogoMIPS\t: 108.00\n\nprocessor\t: 1\nBogoMIPS\t: 108.00\n\nRevision\t: c03114\nModel\t\t: Small Board 4\n"
        #expect(ProcessorDescription.parse(file.bytes) == ProcessorFacts(model: "Small Board 4", threads: 2))
        #expect(ProcessorDescription.parse("nothing: here".bytes) == nil)
    }

    @Test("disks count in sectors of 512 bytes, old rows of 14 fields and new ones of 20 alike")
    func disks() {
        let file = """
               8       0 sda 10 0 4 30 20 0 6 40 0 50 60
             259       0 nvme0n1 1 2 8 4 5 6 10 8 9 10 11 12 13 14 15 16 17
               8       1 sda1 1 2 3
               8       2 sda2 1 2 x 4 5 6 7 8 9 10 11
               8       3 sda3 1 2 18446744073709551615 4 5 6 7 8 9 10 11
            """
        #expect(
            DiskCounters.parse(file.bytes) == [
                DiskCounters(name: "sda", bytesRead: 2048, bytesWritten: 3072, requests: DiskRequests(count: 30, milliseconds: 70)),
                DiskCounters(name: "nvme0n1", bytesRead: 4096, bytesWritten: 5120, requests: DiskRequests(count: 6, milliseconds: 12)),
            ])
    }

    @Test("interfaces, also where the first number touches the colon")
    func interfaces() {
        let file = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:       5 1 0 0 0 0 0 0 6 1 0 0 0 0 0 0
            enp0s2:111216 963 7 2 0 5 0 0 208228 735 1 30 0 0 1 0
             odd: 5 1 18446744073709551615 0 0 0 0 0 6 1 1 x 0 0 0 0
             short: 1 2 3
               bad: x 1 0 0 0 0 0 0 6 1 0 0 0 0 0 0
            """
        #expect(
            InterfaceCounters.parse(file.bytes) == [
                InterfaceCounters(name: "lo", bytesReceived: 5, bytesSent: 6, errors: 0, drops: 0),
                InterfaceCounters(name: "enp0s2", bytesReceived: 111_216, bytesSent: 208_228, errors: 8, drops: 32),
                InterfaceCounters(name: "odd", bytesReceived: 5, bytesSent: 6),
            ])
    }

    @Test(
        "mounts: optional fields, escapes, and an empty origin",
        arguments: [
            ("27 1 254:0 / / rw,relatime - ext4 /dev/vda1 rw", MountEntry(device: "254:0", mountpoint: "/", type: "ext4", origin: "/dev/vda1")),
            (
                "36 27 8:17 /data /mnt/my\\040films rw shared:7 master:1 - xfs /dev/sdb\\0111 rw",
                MountEntry(device: "8:17", root: "/data", mountpoint: "/mnt/my films", type: "xfs", origin: "/dev/sdb\t1")
            ),
            ("40 27 0:50 / /a\\134b\\12c rw - tmpfs  rw", MountEntry(device: "0:50", mountpoint: "/a\\b\\12c", type: "tmpfs", origin: "")),
            ("41 27 0:51 / /x\\777 rw - tmpfs none rw", MountEntry(device: "0:51", mountpoint: "/x\\777", type: "tmpfs", origin: "none")),
        ])
    func mount(line: String, expected: MountEntry) {
        #expect(MountEntry.parse((line + "\n").bytes) == [expected])
    }

    @Test(
        "odd mounts are left out",
        arguments: [
            "", "- - - - - -", "27 1 254:0 / / rw ext4 /dev/vda1 rw", "27 1 254:0 / / rw -", "27 1 254:0 / relative rw - ext4 x rw",
            "1 2 3 / /a\\000b rw - ext4 x rw",
        ])
    func oddMount(line: String) {
        #expect(MountEntry.parse(line.bytes) == [])
    }

    @Test(
        "the name of the system, in every quoting a shell knows",
        arguments: [
            ("NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", "Debian GNU/Linux 12 (bookworm)"), ("NAME=Alpine", "Alpine"),
            ("PRETTY_NAME='It is \\ so'", "It is \\ so"), ("PRETTY_NAME=\"A \\\"good\\\" one\"", "A \"good\" one"), ("#PRETTY_NAME=no\nID=x", nil),
            ("PRETTY_NAME=\"\"\nNAME=Void", "Void"), ("PRETTY_NAME=\"open", "open"), ("", nil),
        ])
    func system(file: String, expected: String?) {
        #expect(OperatingSystemName.parse(file.bytes) == expected)
    }

    @Test(
        "temperatures: what a disconnected sensor tells is none",
        arguments: [
            ("49850\n", 49.85), ("-5000", -5), ("0", 0), ("127000", nil), ("-273150", nil), ("-128000", nil), ("warm", nil), ("-", nil), ("", nil),
        ])
    func temperature(file: String, expected: Double?) {
        #expect(SensorTemperature.parse(file.bytes) == expected)
    }
}
