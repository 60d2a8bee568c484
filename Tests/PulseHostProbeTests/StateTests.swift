import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("What state a machine is in", .timeLimit(.minutes(5)))
struct StateTests {
    @Test(
        "pressure: the share of the last ten seconds",
        arguments: [
            ("some avg10=4.48 avg60=8.00 avg300=18.38 total=133817231\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n", 0.0448),
            ("some avg10=0.00 avg60=0.36 avg300=0.57 total=1\n", 0), ("full avg10=1.00 avg60=0 avg300=0 total=0\n", nil), ("some avg60=1\n", nil),
            ("some avg10=101.0\n", nil), ("some avg10=-1\n", nil), ("", nil),
        ] as [(String, Double?)])
    func pressure(file: String, expected: Double?) {
        #expect(PressureShare.parse(file.bytes) == expected)
    }

    @Test("a kernel without pressure stall information is unknown")
    func noPressure() throws {
        #expect(try FakeMachine().read().pressure == PressureFigures())
        let machine = try FakeMachine(["proc/pressure/io": "some avg10=1.50 avg60=0 avg300=0 total=0\n"])
        #expect(machine.read().pressure == PressureFigures(io: 0.015))
    }

    @Test("processes are counted, and not where those of others are hidden")
    func processes() throws {
        let machine = try FakeMachine(["proc/1/stat": "x", "proc/20/stat": "x", "proc/self1/stat": "x", "proc/3x/stat": "x"])
        #expect(machine.read().processCount == 2)
        #expect(try FakeMachine(["proc/20/stat": "x"]).read().processCount == nil)
    }

    @Test("fans in their order, with their names, without those that say that they are broken")
    func fans() throws {
        let machine = try FakeMachine([
            "sys/class/hwmon/hwmon0/name": "nct6798\n", "sys/class/hwmon/hwmon0/fan1_input": "1204\n",
            "sys/class/hwmon/hwmon0/fan2_input": "0\n", "sys/class/hwmon/hwmon0/fan2_label": "CPU Fan\n",
            "sys/class/hwmon/hwmon0/fan3_input": "700\n", "sys/class/hwmon/hwmon0/fan3_fault": "1\n",
            "sys/class/hwmon/hwmon0/fan4_input": "-5\n", "sys/class/hwmon/hwmon0/fan5_input": "99999999\n",
        ])
        #expect(
            machine.read().fans == [FanSensor(chip: "nct6798", label: "fan1", turns: 1204), FanSensor(chip: "nct6798", label: "CPU Fan", turns: 0)])
        #expect(try FakeMachine().read().fans == nil)
        #expect(try FakeMachine(["sys/class/hwmon/hwmon0/name": "x"]).read().fans == [])
    }

    @Test(
        "newer kernels of the same kind",
        arguments: [
            ("6.8.12-2-pve", "6.8.12-1-pve", true), ("6.8.12-10-pve", "6.8.12-9-pve", true), ("6.8.12-1-pve", "6.8.12-1-pve", false),
            ("6.1.0-18-amd64", "6.8.12-1-pve", nil), ("6.1.0-18-cloud-amd64", "6.1.0-17-amd64", nil),
            ("5.14.0-362.8.1.el9_3.x86_64", "5.14.0-362.el9.x86_64", true), ("5.14.0-427.13.1.el9_4.x86_64", "5.14.0-362.8.1.el9_3.x86_64", true),
            ("5.14.0-427.el9.x86_64+rt", "5.14.0-362.el9.x86_64", nil), ("", "", false),
        ] as [(String, String, Bool?)])
    func releases(first: String, second: String, expected: Bool?) {
        #expect(KernelRelease(first).isNewer(than: KernelRelease(second)) == expected)
    }

    private func due(_ files: [String: String]) throws -> Bool? { try FakeMachine(files).read().isRebootDue }

    @Test("a restart is due when it is asked for, or when a newer kernel lies there")
    func reboot() throws {
        let running = ["proc/sys/kernel/osrelease": "6.1.0-17-amd64\n"]
        #expect(try due(running) == nil)
        #expect(try due(running.merging(["run/reboot-required": ""]) { $1 }) == true)
        #expect(try due(running.merging(["boot/vmlinuz-6.1.0-17-amd64": "", "boot/vmlinuz-6.1.0-9-amd64": ""]) { $1 }) == false)
        #expect(try due(running.merging(["boot/vmlinuz-6.1.0-17-amd64": "", "boot/vmlinuz-6.1.0-18-amd64": ""]) { $1 }) == true)
        #expect(try due(running.merging(["lib/modules/6.1.0-17-amd64/modules.dep": "", "lib/modules/6.1.0-18-amd64/x": ""]) { $1 }) == false)
        #expect(
            try due(running.merging(["lib/modules/6.1.0-17-amd64/modules.dep": "", "lib/modules/6.1.0-20-amd64/modules.dep": ""]) { $1 }) == true)
    }

    @Test("a kernel that came from elsewhere, and one of a container's host, say nothing")
    func otherKernel() throws {
        #expect(try due(["proc/sys/kernel/osrelease": "6.18.44-special\n", "boot/vmlinuz-6.1.0-18-amd64": ""]) == nil)
        let files = [
            "proc/sys/kernel/osrelease": "6.1.0-17-amd64\n", "boot/vmlinuz-6.1.0-17-amd64": "", "boot/vmlinuz-6.1.0-18-amd64": "", ".dockerenv": "",
        ]
        #expect(try due(files) == nil)
    }

    private static let virtual = "processor: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n"
    private static let real = "processor: 0\nflags\t\t: fpu vme lahf_lm\n"

    @Test(
        "what sort of machine it is",
        arguments: [
            ([:], nil), (["proc/cpuinfo": real], "none"), (["proc/cpuinfo": virtual], "vm-other"), (["proc/cpuinfo": "processor: 0\n"], nil),
            (["proc/cpuinfo": virtual, "sys/class/dmi/id/sys_vendor": "QEMU\n", "sys/class/dmi/id/product_name": "Standard PC\n"], "kvm"),
            (["proc/cpuinfo": real, "sys/class/dmi/id/sys_vendor": "QEMU\n"], "qemu"),
            (["proc/cpuinfo": virtual, "sys/class/dmi/id/product_name": "VMware7,1\n"], "vmware"),
            (["proc/cpuinfo": virtual, "sys/class/dmi/id/product_name": "Virtual Machine\n"], "microsoft"),
            (["proc/cpuinfo": virtual, "sys/class/dmi/id/product_name": "VirtualBox\n"], "oracle"),
            (["proc/cpuinfo": virtual, "sys/hypervisor/type": "xen\n"], "xen"),
            (["proc/cpuinfo": virtual, "sys/hypervisor/type": "xen\n", "proc/xen/capabilities": "control_d\n"], "none"),
            (["sys/class/dmi/id/sys_vendor": "Dell Inc.\n", "proc/cpuinfo": real], "none"),
            (["proc/cpuinfo": virtual, ".dockerenv": ""], "docker"), (["proc/cpuinfo": real, "run/.containerenv": ""], "podman"),
            (["proc/cpuinfo": real, "run/systemd/container": "lxc\n"], "lxc"), (["proc/1/environ": "TERM=linux\0container=lxc\0"], "lxc"),
            (["proc/1/environ": "TERM=linux\0xcontainer=lxc\0"], nil), (["proc/device-tree/hypervisor/compatible": "linux,kvm"], "kvm"),
            (["proc/sys/kernel/osrelease": "5.15.90.1-microsoft-standard-WSL2\n"], "wsl"),
        ] as [([String: String], String?)])
    func virtualization(files: [String: String], expected: String?) throws {
        #expect(try FakeMachine(files).read().virtualization == expected)
    }

    @Test("the id of the board is not the container's")
    func productUUID() throws {
        let id = "4C4C4544-0042-3510-8052-B4C04F4D3132"
        let machine = try FakeMachine(["sys/class/dmi/id/product_uuid": id + "\n", "proc/cpuinfo": Self.real])
        #expect(machine.read().productUUID == "4c4c4544-0042-3510-8052-b4c04f4d3132")
        try machine.write("lxc\n", to: "run/systemd/container")
        #expect(machine.read().productUUID == nil)
        #expect(try FakeMachine(["sys/class/dmi/id/product_uuid": "short\n"]).read().productUUID == nil)
    }

    @Test(
        "patterns of filesystems",
        arguments: [
            ("/mnt/*", "/mnt/films", true), ("/mnt/*", "/mnt", false), ("*", "/", true), ("/", "/", true), ("/", "/x", false),
            ("*films", "/mnt/films", true),
            ("/*/b*d", "/a/bcd", true), ("/*/b*d", "/a/bce", false), ("", "", true), ("", "/", false), ("**", "x", true), ("a*a", "a", false),
        ])
    func patterns(pattern: String, text: String, expected: Bool) {
        #expect(Wildcard.matches(Array(pattern.utf8), Array(text.utf8)) == expected)
    }

    @Test("a pattern that is made to take long does not", .timeLimit(.minutes(1)))
    func slowPattern() {
        let pattern = Array(String(repeating: "a*", count: 120).utf8) + [0x62]
        #expect(!Wildcard.matches(pattern, [UInt8](repeating: 0x61, count: 4000)))
    }

    @Test("what somebody excludes is neither told nor asked, by mount point or by device")
    func excluded() throws {
        let machine = try FakeMachine([
            "proc/self/mountinfo": """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /mnt/films rw - xfs /dev/sda2 rw
            3 1 8:3 / /srv rw - xfs /dev/mapper/vg-srv rw
            """
        ])
        let reader = HostReader(root: machine.root, excludedFilesystems: ["/mnt/*", "/dev/mapper/*"])
        #expect(reader.read().filesystems?.map(\.mountpoint) == ["/"])
    }

    @Test(
        "moments as zpool writes them",
        arguments: [
            ("Mon Nov 23 14:21:03 2026", "2026-11-23T14:21:03Z"), ("Sun Nov  8 01:24:01 2026", "2026-11-08T01:24:01Z"),
            ("Mon Nov 23 24:00:00 2026", nil),
            ("Mon Nev 23 14:21:03 2026", nil), ("Mon Nov 23 14:21 2026", nil), ("", nil),
        ])
    func moments(text: String, expected: String?) {
        #expect(CalendarText.parse(text.bytes.words) == expected.flatMap { Timestamp(rfc3339: $0) })
    }
}
