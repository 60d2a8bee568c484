import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("Reading a machine's files", .timeLimit(.minutes(5)))
struct HostReaderTests {
    @Test("a machine without a single file is a reading without a value")
    func nothing() throws {
        var expected = HostReading()
        expected.identity.architecture = MachineArchitecture.read()
        var reading = try FakeMachine().read()
        // The kernel is asked for its clock, and answers.
        reading.clock = nil
        #expect(reading == expected)
    }

    @Test("names of a machine")
    func identity() throws {
        let machine = try FakeMachine([
            "proc/sys/kernel/hostname": "nas.home\n", "proc/sys/kernel/osrelease": "6.12.1-fake\n", "proc/sys/kernel/random/boot_id": "b-1\n",
            "etc/machine-id": "0123456789abcdef0123456789abcdef\n", "usr/lib/os-release": "PRETTY_NAME=\"Fake 1\"\n",
        ])
        let identity = machine.read().identity
        #expect(identity.hostname == "nas.home")
        #expect(identity.machineID == "0123456789abcdef0123456789abcdef")
        #expect(identity.bootID == "b-1")
        #expect(identity.osName == "Fake 1")
        #expect(identity.kernel == "6.12.1-fake")
        try machine.write("uninitialized\n", to: "etc/machine-id")
        #expect(machine.read().identity.machineID == nil)
    }

    @Test("the highest clock rate is preferred to that of the moment")
    func clockRate() throws {
        let machine = try FakeMachine(["proc/cpuinfo": "processor: 0\ncpu MHz: 801.2\n"])
        #expect(machine.read().processors?.megahertz == 801)
        try machine.write("4200000\n", to: "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq")
        #expect(machine.read().processors?.megahertz == 4200)
    }

    @Test("disks get their place from /sys, also those with a slash in their name")
    func disks() throws {
        let row = "1 0 2 0 1 0 4 0 0 0 0"
        let machine = try FakeMachine([
            "proc/diskstats": ["sda", "sda1", "dm-0", "loop0", "cciss/c0d0"].map { "8 0 \($0) \(row)\n" }.joined(),
            "sys/block/sda/device/model": "x", "sys/block/dm-0/slaves/sda1": "", "sys/block/cciss!c0d0/device/model": "x",
        ])
        try machine.makeFolder("sys/block/loop0/slaves")
        #expect(machine.read().disks?.map(\.place) == [.hardware, .partition, .layered, .standalone, .hardware])
        #expect(
            machine.read().disks?.first?.counters
                == DiskCounters(name: "sda", bytesRead: 1024, bytesWritten: 2048, requests: DiskRequests(count: 2, milliseconds: 0)))
    }

    @Test("without /sys the place of a disk is unknown")
    func disksWithoutSys() throws {
        #expect(try FakeMachine(["proc/diskstats": "8 0 sda 1 0 2 0 1 0 4 0 0 0 0\n"]).read().disks?.map(\.place) == [.unknown])
    }

    @Test("interfaces with their hardware address; zeros are none")
    func interfaces() throws {
        let numbers = "1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0"
        let machine = try FakeMachine([
            "proc/net/dev": "fake0: \(numbers)\nfake1: \(numbers)\n", "sys/class/net/fake0/address": "02:00:00:00:00:01\n",
            "sys/class/net/fake0/device/vendor": "x", "sys/class/net/fake1/address": "00:00:00:00:00:00\n",
        ])
        let interfaces = try #require(machine.read().interfaces)
        #expect(interfaces.map(\.hasDevice) == [true, false])
        #expect(interfaces.map(\.hardwareAddress) == ["02:00:00:00:00:01", nil])
    }

    @Test("filesystems with strange names are asked by their true names, and those that are gone have no size")
    func filesystems() throws {
        let machine = try FakeMachine([
            "proc/self/mountinfo": """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /mnt/my\\040films\\134\\012of\\0112026 rw - xfs /dev/sda2 rw
            3 1 8:3 / /mnt/gone rw - xfs /dev/sda3 rw
            4 1 0:9 / /mnt/far rw - nfs nas:/far rw
            nonsense
            """
        ])
        try machine.makeFolder("mnt/my films\\\nof\t2026")
        try machine.makeFolder("mnt/far")
        let found = try #require(machine.read().filesystems)
        #expect(found.map(\.mountpoint) == ["/", "/mnt/far", "/mnt/gone", "/mnt/my films\\\nof\t2026"])
        #expect(found.map { $0.total != nil } == [true, false, false, true])
        #expect(found.map(\.device) == ["/dev/sda1", "nas:/far", "/dev/sda3", "/dev/sda2"])
    }

    @Test("a mountpoint that is not UTF-8 is asked by its bytes")
    func notUTF8() throws {
        let mount = try #require(MountEntry.parse("1 0 8:1 / /a\\377b rw - ext4 x rw".bytes).first)
        #expect(Array(mount.mountpoint) == [0x2F, 0x61, 0xFF, 0x62])
        #expect(mount.path == "/a\u{FFFD}b")
    }

    @Test("sensors in the order of their numbers, without the faulty, the silent and the impossible")
    func sensors() throws {
        let machine = try FakeMachine([
            "sys/class/hwmon/hwmon10/name": "nvme\n", "sys/class/hwmon/hwmon10/temp1_input": "40850\n",
            "sys/class/hwmon/hwmon10/temp1_label": "Composite\n",
            "sys/class/hwmon/hwmon2/name": "coretemp\n", "sys/class/hwmon/hwmon2/temp1_input": "51000\n",
            "sys/class/hwmon/hwmon2/temp1_label": "Package id 0\n", "sys/class/hwmon/hwmon2/temp10_input": "49000\n",
            "sys/class/hwmon/hwmon2/temp2_input": "50000\n", "sys/class/hwmon/hwmon2/temp3_input": "60000\n",
            "sys/class/hwmon/hwmon2/temp3_fault": "1\n",
            "sys/class/hwmon/hwmon2/temp4_input": "-273150\n", "sys/class/hwmon/hwmon2/temp5_input": "",
            "sys/class/hwmon/hwmon3/temp1_input": "1000\n",
            "sys/class/thermal/thermal_zone0/type": "x86_pkg_temp\n", "sys/class/thermal/thermal_zone0/temp": "51000\n",
        ])
        #expect(
            machine.read().temperatures == [
                TemperatureSensor(chip: "coretemp", label: "Package id 0", celsius: 51), TemperatureSensor(chip: "coretemp", label: nil, celsius: 50),
                TemperatureSensor(chip: "coretemp", label: nil, celsius: 49), TemperatureSensor(chip: "nvme", label: "Composite", celsius: 40.85),
            ])
    }

    @Test("thermal zones take part where no chip speaks for the processors, and repeat no chip")
    func zones() throws {
        let machine = try FakeMachine([
            "sys/class/hwmon/hwmon0/name": "gpu_thermal\n", "sys/class/hwmon/hwmon0/temp1_input": "40000\n",
            "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n", "sys/class/thermal/thermal_zone0/temp": "47000\n",
            "sys/class/thermal/thermal_zone1/type": "gpu-thermal\n", "sys/class/thermal/thermal_zone1/temp": "40000\n",
            "sys/class/thermal/cooling_device0/type": "fan\n",
        ])
        #expect(machine.read().temperatures.map(\.chip) == ["gpu_thermal", "cpu-thermal"])
    }

    @Test("a file that is too long ends with its last whole line")
    func tooLong() throws {
        let machine = try FakeMachine(["long": String(repeating: "123456789\n", count: 10)])
        let files = FileTree(root: machine.root)
        #expect(files.contents("long", limit: 25)?.text == "123456789\n123456789")
        #expect(files.contents("long", limit: 1000)?.count == 100)
    }

    @Test("a folder in a file's place is nothing")
    func folder() throws {
        let machine = try FakeMachine()
        try machine.makeFolder("proc/stat")
        #expect(machine.read().statistics == nil)
    }

    @Test("this machine has memory, a share of busy time and a root filesystem")
    func thisMachine() throws {
        let reader = HostReader()
        var first = reader.read()
        var second = reader.read()
        // The kernel counts in hundredths of a second; no sleeping here.
        for _ in 0..<10_000 where second.statistics?.processors == first.statistics?.processors { second = reader.read() }
        (first.uptime, second.uptime) = (nil, nil)
        var probe = HostProbe(id: .host("here"))
        _ = probe.observe(first, at: Timestamp(seconds: 0))
        let host = probe.observe(second, at: Timestamp(seconds: 10))
        let memory = try #require(host.metrics[.memoryTotal]?.value)
        #expect((1e6...memory).contains(try #require(host.metrics[.memoryUsed]?.value)))
        #expect((0...1).contains(try #require(host.metrics[.cpu]?.value)))
        #expect(try #require(host.metrics[.diskTotal]?.value) > 0)
        #expect(try #require(host.metrics[.networkIn]?.value) >= 0)
        guard case .host(let facts) = host.facts else {
            Issue.record("these are facts of something else")
            return
        }
        #expect(facts.filesystems.first?.mountpoint == "/")
        #expect(facts.startedAt != nil && facts.kernel != nil && facts.architecture != nil && facts.processors.threads ?? 0 > 0)
    }

    @Test("loopback has its address")
    func addresses() {
        #expect(InterfaceAddresses.all()["lo"]?.first == "127.0.0.1/8")
    }
}
