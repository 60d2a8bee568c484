import PulseCore

/// Reads the counters of containers where the kernel keeps them. It costs a hundredth of what asking the engine costs, on both sides.
struct CgroupReader: Sendable {
    private let files: KernelFiles

    /// - Parameter root: stands for the machine's `/`.
    init(root: String) {
        files = KernelFiles(root: root)
    }

    /// How long the machine runs: a clock that nobody sets.
    var uptime: Duration? {
        guard let bytes = files.read("/proc/uptime"), let word = KernelText.words(bytes[...]).first else { return nil }
        let parts = word.split(separator: 0x2E)
        guard parts.count == 2, let seconds = KernelText.number(parts[0]), let hundredths = KernelText.number(parts[1]), seconds < 1 << 40 else {
            return nil
        }
        return .milliseconds(Int64(seconds) * 1000 + Int64(hundredths) * 10)
    }

    /// - Parameters:
    ///   - process: the number of the container's first process, as the engine tells it.
    ///   - hasOwnNetwork: false when it uses the machine's, whose bytes are not its own.
    /// - Returns: nil when the place cannot be found, so that the engine has to be asked.
    func place(id: String, process: Int?, hasOwnNetwork: Bool) -> CgroupPlace? {
        let isUnified = files.exists("/sys/fs/cgroup/cgroup.controllers")
        if let process, process > 0, let file = files.read("/proc/\(process)/cgroup"),
            let layout = CgroupPlace.find(in: file, id: id, isUnified: isUnified)
        {
            return CgroupPlace(layout: layout, process: hasOwnNetwork ? process : nil)
        }
        for path in CgroupPlace.candidates(id: id) {
            if isUnified, files.exists("/sys/fs/cgroup\(path)/cpu.stat") {
                return CgroupPlace(layout: .unified("/sys/fs/cgroup\(path)"), process: nil)
            }
            if !isUnified, files.exists("/sys/fs/cgroup/cpuacct\(path)/cpuacct.usage") {
                let folders = ["cpuacct", "memory", "blkio", "pids"].map { "/sys/fs/cgroup/\($0)\(path)" }
                return CgroupPlace(
                    layout: .divided(processors: folders[0], memory: folders[1], blocks: folders[2], processes: folders[3]), process: nil)
            }
        }
        return nil
    }

    /// - Returns: nil when the container is gone from there.
    func sample(_ place: CgroupPlace, at now: Duration) -> ContainerSample? {
        var sample = ContainerSample(way: .files, at: now)
        switch place.layout {
        case .unified(let folder): readUnified(folder, into: &sample)
        case .divided(let processors, let memory, let blocks, let processes):
            sample.processorNanoseconds = files.number("\(processors)/cpuacct.usage")
            if let memory { sample.memoryUsed = memoryUsed(memory, "memory.usage_in_bytes", "total_inactive_file") }
            if let blocks { readDividedBlocks(blocks, into: &sample) }
            sample.processes = processes.flatMap { files.number("\($0)/pids.current") }
        }
        guard sample.processorNanoseconds != nil else { return nil }
        if let process = place.process { readNetwork(of: process, into: &sample) }
        return sample
    }

    private func readUnified(_ folder: String, into sample: inout ContainerSample) {
        let microseconds = files.read("\(folder)/cpu.stat").flatMap { KernelText.value(of: "usage_usec", in: $0) }
        sample.processorNanoseconds = microseconds.map { $0 &* 1000 }
        sample.memoryUsed = memoryUsed(folder, "memory.current", "inactive_file")
        sample.processes = files.number("\(folder)/pids.current")
        guard let rows = files.read("\(folder)/io.stat") else { return }
        (sample.read, sample.written) = Self.unifiedBlocks(rows)
    }

    private func memoryUsed(_ folder: String, _ usage: String, _ cache: String) -> UInt64? {
        guard let used = files.number("\(folder)/\(usage)") else { return nil }
        let kept = files.read("\(folder)/memory.stat").flatMap { KernelText.value(of: cache, in: $0) } ?? 0
        return used >= kept ? used - kept : used
    }

    /// `254:0 rbytes=8192 wbytes=0 rios=1 wios=0 dbytes=0 dios=0`
    private static func unifiedBlocks(_ bytes: [UInt8]) -> (read: UInt64, written: UInt64) {
        var sums: (read: UInt64, written: UInt64) = (0, 0)
        for word in KernelText.lines(bytes).flatMap(KernelText.words) {
            if word.starts(with: "rbytes=".utf8) { sums.read &+= KernelText.number(word.dropFirst(7)) ?? 0 }
            if word.starts(with: "wbytes=".utf8) { sums.written &+= KernelText.number(word.dropFirst(7)) ?? 0 }
        }
        return sums
    }

    /// `254:0 Read 8192`, and sums without a device that are not counted again.
    private func readDividedBlocks(_ folder: String, into sample: inout ContainerSample) {
        let names = ["blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"]
        guard let bytes = names.lazy.compactMap({ files.read("\(folder)/\($0)") }).first else { return }
        var sums: (read: UInt64, written: UInt64) = (0, 0)
        for words in KernelText.lines(bytes).map(KernelText.words) where words.count == 3 {
            if words[1].elementsEqual("Read".utf8) { sums.read &+= KernelText.number(words[2]) ?? 0 }
            if words[1].elementsEqual("Write".utf8) { sums.written &+= KernelText.number(words[2]) ?? 0 }
        }
        (sample.read, sample.written) = sums
    }

    /// `/proc/<pid>/net/dev`: all interfaces but the loopback.
    private func readNetwork(of process: Int, into sample: inout ContainerSample) {
        guard let bytes = files.read("/proc/\(process)/net/dev") else { return }
        var sums: (received: UInt64, sent: UInt64)?
        for line in KernelText.lines(bytes) {
            guard let colon = line.firstIndex(of: 0x3A) else { continue }
            let name = KernelText.words(line[..<colon]).first ?? []
            let words = KernelText.words(line[(colon + 1)...])
            guard words.count >= 16, !name.elementsEqual("lo".utf8) else { continue }
            guard let received = KernelText.number(words[0]), let sent = KernelText.number(words[8]) else { continue }
            sums = ((sums?.received ?? 0) &+ received, (sums?.sent ?? 0) &+ sent)
        }
        sample.received = sums?.received
        sample.sent = sums?.sent
    }
}
