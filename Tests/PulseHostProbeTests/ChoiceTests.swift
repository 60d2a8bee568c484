import PulseCore
import Testing

@testable import PulseHostProbe

@Suite("What counts and what is shown", .timeLimit(.minutes(5)))
struct ChoiceTests {
    private func disks(_ places: KeyValuePairs<String, BlockDevice.Place>) -> [String] {
        DiskChoice.counted(places.map { BlockDevice(DiskCounters(name: $0, bytesRead: 0, bytesWritten: 0), $1) }).map(\.name)
    }

    @Test("disks count, and neither their partitions nor what is made of them")
    func hardware() {
        let found = disks([
            "sda": .hardware, "sda1": .partition, "nvme0n1": .hardware, "nvme0c0n1": .hardware, "md0": .layered, "dm-0": .layered,
            "loop0": .standalone,
            "zram0": .standalone, "sr0": .hardware, "zd0": .standalone,
        ])
        #expect(found == ["sda", "nvme0n1"])
    }

    @Test("without hardware, what stands on nothing else counts")
    func noHardware() {
        #expect(disks(["nbd0": .standalone, "dm-0": .layered, "loop0": .standalone, "ram1": .standalone]) == ["nbd0"])
        #expect(disks(["dm-0": .standalone, "dm-1": .layered]) == ["dm-0"])
        #expect(disks(["loop0": .standalone, "zram0": .standalone]) == [])
    }

    @Test("without /sys the names decide")
    func names() {
        let found = disks([
            "sda": .unknown, "sda1": .unknown, "sdaa": .unknown, "nvme0n1": .unknown, "nvme0n1p2": .unknown, "xvda1": .unknown, "sdp": .unknown,
            "sdp1": .unknown, "dm-1": .unknown, "dm-10": .unknown, "md127": .unknown, "loop3": .unknown,
        ])
        #expect(found == ["sda", "sdaa", "nvme0n1", "xvda1", "sdp"])
        #expect(disks(["dm-1": .unknown, "dm-10": .unknown]) == ["dm-1", "dm-10"])
    }

    private func interface(_ name: String, device: Bool = false, _ addresses: [String] = []) -> HostInterface {
        HostInterface(InterfaceCounters(name: name, bytesReceived: 0, bytesSent: 0), hasDevice: device, addresses: addresses)
    }

    @Test(
        "interfaces with a device count; where there is none, all but the plumbing; where nothing else is left, all but loopback",
        arguments: [
            (["lo", "+enp1s0", "+wlan0", "vmbr0", "bond0", "veth1a", "tap101i0", "fwbr101i0", "docker0", "wg0"], ["enp1s0", "wlan0"]),
            (["lo", "eth0", "ifb0", "docker0"], ["eth0"]), (["lo", "veth3"], ["veth3"]), (["lo"], []), ([], []),
        ])
    func interfaces(all: [String], expected: [String]) {
        let interfaces = all.map { $0.hasPrefix("+") ? interface(String($0.dropFirst()), device: true) : interface($0) }
        #expect(InterfaceChoice.counted(interfaces).map(\.name) == expected)
    }

    @Test("a bridge with an address is shown; guests' ends of cables are not")
    func shown() {
        let interfaces = [
            interface("lo", ["127.0.0.1/8"]), interface("enp1s0", device: true), interface("vmbr0", ["10.0.0.5/24"]), interface("vmbr1"),
            interface("docker0", ["172.17.0.1/16"]), interface("tap101i0"),
        ]
        #expect(InterfaceChoice.shown(interfaces).map(\.name) == ["enp1s0", "vmbr0"])
    }

    private func filesystems(_ lines: String...) -> [String] {
        FilesystemChoice.choose(MountEntry.parse(lines.map { "1 1 \($0)\n" }.joined().bytes)).map { ($0.mayBeAsked ? "" : "?") + $0.mount.path }
    }

    @Test("pseudo filesystems, snaps and what engines mount for themselves are left out")
    func pseudo() {
        let found = filesystems(
            "0:21 / /proc rw - proc proc rw", "0:6 / /dev rw - devtmpfs devtmpfs rw", "8:2 / / rw - ext4 /dev/sda2 rw",
            "0:24 / /run rw - tmpfs tmpfs rw",
            "7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro", "0:55 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw",
            "8:1 / /boot/efi rw - vfat /dev/sda1 rw", "0:60 / /etc/pve rw - fuse /dev/fuse rw", "0:61 / /var/lib/lxcfs rw - fuse.lxcfs lxcfs rw",
            "8:33 / /run/media/ann/stick rw - exfat /dev/sdc1 rw")
        #expect(found == ["/", "/boot/efi", "/run/media/ann/stick"])
    }

    @Test("network filesystems are named and not asked, and neither is what lies behind them")
    func remote() {
        let found = filesystems(
            "8:2 / / rw - ext4 /dev/sda2 rw", "0:70 / /mnt/films rw - nfs4 nas:/films rw", "0:70 / /mnt/music rw - nfs4 nas:/music rw",
            "0:71 / /mnt/share rw - cifs //nas/share rw", "0:72 / /mnt/far rw - fuse.sshfs ann@far: rw",
            "8:17 / /mnt/films/local rw - xfs /dev/sdb1 rw",
            "8:18 / /mnt/filmsy rw - xfs /dev/sdb2 rw")
        #expect(found == ["/", "?/mnt/far", "?/mnt/films", "?/mnt/films/local", "/mnt/filmsy", "?/mnt/music", "?/mnt/share"])
    }

    @Test("what covers another mount is what is there")
    func covered() {
        #expect(
            filesystems("8:2 / / rw - ext4 /dev/sda2 rw", "8:3 / /data rw - xfs /dev/sda3 rw", "0:80 / /data rw - nfs nas:/data rw") == [
                "/", "?/data",
            ])
    }

    @Test("a filesystem is shown once: at / first, then where the whole of it is mounted, then at the shortest path")
    func once() {
        #expect(filesystems("0:30 /@home /home rw - btrfs /dev/sda2 rw", "0:30 /@ / rw - btrfs /dev/sda2 rw") == ["/"])
        #expect(
            filesystems("8:2 / / rw - ext4 /dev/sda2 rw", "8:3 /web /srv rw - xfs /dev/sda3 rw", "8:3 / /mnt/data rw - xfs /dev/sda3 rw") == [
                "/", "/mnt/data",
            ])
        #expect(filesystems("8:3 /a /mnt/long rw - xfs /dev/sda3 rw", "8:3 /b /mnt/b rw - xfs /dev/sda3 rw") == ["/mnt/b"])
    }

    @Test("in a container / is shown whatever it is, and the engine's files are not")
    func container() {
        let found = filesystems(
            "0:90 / / rw - overlay overlay rw", "8:2 /docker/x/hosts /etc/hosts rw - ext4 /dev/sda2 rw",
            "8:2 /docker/x/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda2 rw", "8:2 /docker/volumes/p/_data /data rw - ext4 /dev/sda2 rw")
        #expect(found == ["/", "/data"])
    }

    @Test(
        "the hottest package of the processors",
        arguments: [
            ([("coretemp", "Package id 0", 50.0), ("coretemp", "Core 0", 55), ("coretemp", "Package id 1", 52), ("nvme", "Composite", 70)], 52.0),
            ([("coretemp", "Core 0", 48), ("coretemp", "Core 1", 49)], 49), ([("k10temp", "Tctl", 70), ("k10temp", "Tdie", 50)], 50),
            ([("k10temp", "Tctl", 61), ("k10temp", "Tccd1", 63)], 61), ([("cpu_thermal", nil, 44)], 44), ([("cpu-thermal", nil, 45)], 45),
            ([("acpitz", nil, 28), ("nvme", "Composite", 40)], nil), ([], nil),
        ] as [([(String, String?, Double)], Double?)])
    func temperature(sensors: [(String, String?, Double)], expected: Double?) {
        #expect(ProcessorTemperature.hottest(sensors.map { TemperatureSensor(chip: $0, label: $1, celsius: $2) }) == expected)
    }
}
