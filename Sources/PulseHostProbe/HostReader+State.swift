import PulseCore

extension HostReader {
    func pressure() -> PressureFigures {
        func share(_ name: String) -> Double? { files.contents("proc/pressure/\(name)", limit: 4096).flatMap(PressureShare.parse) }
        return PressureFigures(processor: share("cpu"), memory: share("memory"), io: share("io"))
    }

    /// A container sees the cache of the machine around it, and with LXC a memory of its own, so that one can't be taken from the other.
    func zfsCache() -> ZFSCacheFigures? {
        kind.isContainer ? nil : files.contents("proc/spl/kstat/zfs/arcstats").flatMap(ZFSCacheFigures.init)
    }

    /// Nil where `/proc` hides the processes of others (`hidepid=`, `ProtectProc=`): then the first one is not to be seen.
    func processCount() -> Int? { files.countNumbers(in: "proc").flatMap { $0.hasFirst ? $0.count : nil } }

    func isRebootDue() -> Bool? {
        var evidence = RebootEvidence()
        evidence.isAskedFor = files.exists("run/reboot-required") || files.exists("var/run/reboot-required")
        evidence.running = files.line("proc/sys/kernel/osrelease")
        evidence.isContainer = kind.isContainer
        let kernels = (files.names(in: "boot") ?? []).filter { $0.hasPrefix("vmlinuz-") }.map { String($0.dropFirst(8)) }
        evidence.installed = kernels.isEmpty ? kernelsWithModules : kernels
        return evidence.verdict
    }

    /// A folder stays behind where a driver was built for a kernel that is gone.
    private var kernelsWithModules: [String] {
        (files.names(in: "lib/modules") ?? []).filter { files.exists("lib/modules/\($0)/modules.dep") }
    }

    /// systemd-timesyncd leaves a file where the kernel may not be asked.
    func clock() -> ClockReading? {
        if let told = KernelClock.read() { return told }
        return files.exists("run/systemd/timesync/synchronized") ? ClockReading(isSynchronised: true, maximumError: nil) : nil
    }
}
