import PulseCore

/// Reads what a Linux machine says about itself in its files. Each reading takes some milliseconds and blocks meanwhile.
package struct HostReader: Sendable {
    let files: FileTree
    /// Read once: it does not change, and asking for it wakes every processor to measure its clock rate.
    private let processors: ProcessorFacts?
    let kind: MachineKind
    let exclusion: FilesystemExclusion

    /// - Parameters:
    ///   - root: the folder that stands for `/` of the machine.
    ///   - excludedFilesystems: mount points and devices that are neither asked nor told; `*` stands for any characters.
    package init(root: String = "/", excludedFilesystems: [String] = []) {
        files = FileTree(root: root)
        // About 1.5 kB for each thread.
        let description = files.contents("proc/cpuinfo", limit: 4 << 20)
        processors = Self.processors(description, files)
        kind = MachineKind(files, hasHypervisorFlag: description.flatMap(ProcessorDescription.isVirtual))
        exclusion = FilesystemExclusion(excludedFilesystems)
    }

    /// What cannot be read is nil in the answer; nothing else happens.
    package func read() -> HostReading {
        var reading = HostReading()
        reading.identity = identity()
        reading.processors = processors
        reading.statistics = files.contents("proc/stat").flatMap(KernelStatistics.init)
        reading.memory = files.contents("proc/meminfo").flatMap(MemoryFigures.init)
        reading.zfsCache = zfsCache()
        reading.loadAverage = files.contents("proc/loadavg").flatMap(LoadAverage.parse)
        reading.uptime = files.contents("proc/uptime").flatMap(Uptime.parse)
        reading.disks = disks()
        reading.interfaces = interfaces()
        reading.filesystems = filesystems()
        reading.temperatures = SensorReader(files: files).temperatures()
        reading.fans = SensorReader(files: files).fans()
        reading.pressure = pressure()
        reading.processCount = processCount()
        reading.arrays = ArrayReader(files: files).arrays()
        reading.clock = clock()
        reading.isRebootDue = isRebootDue()
        reading.virtualization = kind.virtualization
        reading.productUUID = kind.productUUID
        return reading
    }

    package func identity() -> HostIdentity {
        var identity = HostIdentity()
        identity.hostname = files.line("proc/sys/kernel/hostname")
        // systemd writes "uninitialized" until the first start is over.
        identity.machineID = files.line("etc/machine-id").flatMap { $0.utf8.count == 32 ? $0 : nil }
        identity.bootID = files.line("proc/sys/kernel/random/boot_id")
        let release = files.contents("etc/os-release") ?? files.contents("usr/lib/os-release")
        identity.osName = release.flatMap(OperatingSystemName.parse)
        identity.kernel = files.line("proc/sys/kernel/osrelease")
        identity.architecture = MachineArchitecture.read()
        return identity
    }

    private static func processors(_ description: Bytes?, _ files: FileTree) -> ProcessorFacts? {
        var facts = description.flatMap(ProcessorDescription.parse)
        // The highest rate says more than that of this moment. Thousands of hertz.
        if let highest = files.contents("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq")?.trimmed.unsigned {
            facts?.megahertz = (Double(highest) / 1000).rounded()
        }
        return facts
    }
}
