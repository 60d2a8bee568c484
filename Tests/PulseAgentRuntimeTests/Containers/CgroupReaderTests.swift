import Foundation
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("Counters in the kernel's files", .timeLimit(.minutes(1)))
struct CgroupReaderTests {
    private static let id = EngineAnswers.id("ab12")

    /// A folder that stands for `/`, with these files in it.
    private static func withFiles<Value>(_ files: [String: String], _ body: (CgroupReader) throws -> Value) throws -> Value {
        let root = NSTemporaryDirectory() + "pulse-cgroup-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (path, text) in files {
            let folder = (root + path).split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/\(folder)", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: root + path))
        }
        return try body(CgroupReader(root: root))
    }

    private static func unified(_ folder: String) -> [String: String] {
        [
            "/sys/fs/cgroup/cgroup.controllers": "cpu io memory pids\n",
            "\(folder)/cpu.stat": "usage_usec 609715\nuser_usec 1\nsystem_usec 2\n", "\(folder)/memory.current": "1000000\n",
            "\(folder)/memory.stat": "anon 5\nfile 7\ninactive_file 400000\n", "\(folder)/pids.current": "4\n",
            "\(folder)/io.stat": "254:0 rbytes=8192 wbytes=10 rios=1 wios=0 dbytes=0 dios=0\n254:1 rbytes=8 wbytes=1\n",
        ]
    }

    private static let network = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo:     500       5    0    0    0     0          0         0      500       5    0    0    0     0       0          0
          eth0:    2405      30    0    0    0     0          0         0     1402      16    0    0    0     0       0          0
        """

    @Test("cgroup v2: found by the first process of the container, also when Podman put it one folder deeper")
    func unified() throws {
        let folder = "/sys/fs/cgroup/machine.slice/libpod-\(Self.id).scope"
        var files = Self.unified(folder)
        files["/proc/77/cgroup"] = "0::/machine.slice/libpod-\(Self.id).scope/container\n"
        files["/proc/77/net/dev"] = Self.network
        try Self.withFiles(files) { reader in
            let place = try #require(reader.place(id: Self.id, process: 77, hasOwnNetwork: true))
            #expect(place == CgroupPlace(layout: .unified(folder), process: 77))
            let sample = try #require(reader.sample(place, at: .seconds(5)))
            #expect((sample.processorNanoseconds, sample.memoryUsed, sample.processes) == (609_715_000, 600_000, 4))
            #expect((sample.read, sample.written, sample.received, sample.sent) == (8200, 11, 2405, 1402))
        }
    }

    @Test("cgroup v1: a folder per controller, and sums of devices are not counted twice")
    func divided() throws {
        let path = "/docker/\(Self.id)"
        let files = [
            "/proc/77/cgroup": "9:pids:\(path)\n8:memory:\(path)\n5:cpu,cpuacct:\(path)\n3:blkio:\(path)\n1:name=systemd:\(path)\n0::/\n",
            "/sys/fs/cgroup/cpu,cpuacct\(path)/cpuacct.usage": "687703985\n", "/sys/fs/cgroup/memory\(path)/memory.usage_in_bytes": "708608\n",
            "/sys/fs/cgroup/memory\(path)/memory.stat": "cache 9\ninactive_file 1\ntotal_inactive_file 8608\n",
            "/sys/fs/cgroup/pids\(path)/pids.current": "1\n",
            "/sys/fs/cgroup/blkio\(path)/blkio.throttle.io_service_bytes_recursive": "254:0 Read 10\n254:0 Write 20\n254:0 Total 30\nTotal 30\n",
        ]
        try Self.withFiles(files) { reader in
            let place = try #require(reader.place(id: Self.id, process: 77, hasOwnNetwork: false))
            #expect(place.process == nil)
            let sample = try #require(reader.sample(place, at: .zero))
            #expect((sample.processorNanoseconds, sample.memoryUsed, sample.processes) == (687_703_985, 700_000, 1))
            #expect((sample.read, sample.written, sample.received) == (10, 20, nil))
        }
    }

    @Test(
        "a process that is not of the container is not believed",
        arguments: ["0::/\n", "0::/../docker-x.scope\n", "0::/system.slice/sshd.service\n", "", "::::\n\n:"])
    func foreign(cgroup: String) throws {
        try Self.withFiles(["/proc/77/cgroup": cgroup, "/sys/fs/cgroup/cgroup.controllers": "cpu\n"]) { reader in
            #expect(reader.place(id: Self.id, process: 77, hasOwnNetwork: true) == nil)
        }
    }

    @Test("where the processes are hidden, the usual places are tried", arguments: ["/system.slice/docker-ID.scope", "/docker/ID"])
    func usualPlaces(path: String) throws {
        let folder = "/sys/fs/cgroup" + path.replacingOccurrences(of: "ID", with: Self.id)
        try Self.withFiles(Self.unified(folder)) { reader in
            #expect(reader.place(id: Self.id, process: nil, hasOwnNetwork: true) == CgroupPlace(layout: .unified(folder), process: nil))
        }
    }

    @Test("a container that is gone has no sample")
    func gone() throws {
        try Self.withFiles(["/proc/uptime": "3600.25 7000.00\n"]) { reader in
            #expect(reader.sample(CgroupPlace(layout: .unified("/sys/fs/cgroup/docker/x"), process: nil), at: .zero) == nil)
            #expect(reader.uptime == .milliseconds(3_600_250))
        }
    }

    @Test("numbers of the kernel", arguments: [("12\n", 12), ("", nil), ("max\n", nil), ("-3", nil), ("99999999999999999999999", nil), ("7 8", 7)])
    func numbers(text: String, expected: UInt64?) {
        #expect(KernelText.number(Array(text.utf8)[...]) == expected)
    }
}
