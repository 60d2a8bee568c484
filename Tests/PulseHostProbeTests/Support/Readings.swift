import PulseCore

@testable import PulseHostProbe

/// A machine whose counters the test moves by hand.
struct Machine {
    var reading = HostReading()
    var probe = HostProbe(id: .host("nas"))

    init() {
        reading.identity.hostname = "nas"
        reading.identity.bootID = "first"
        reading.uptime = .seconds(1000)
        reading.statistics = KernelStatistics("cpu 100 0 100 800 0 0 0 0 0 0\ncpu0 100 0 100 800 0 0 0 0 0 0\nbtime 1800000000\n".bytes)
        reading.disks = [BlockDevice(DiskCounters(name: "sda", bytesRead: 5000, bytesWritten: 7000), .hardware)]
        reading.interfaces = [HostInterface(InterfaceCounters(name: "eth0", bytesReceived: 100, bytesSent: 200), hasDevice: true)]
    }

    /// Lets time pass on the machine's own count and on the clock alike.
    mutating func observe(at second: Int64, uptime: Int64? = nil) -> MetricTable {
        reading.uptime = .seconds(uptime ?? 1000 + second)
        return look(at: second)
    }

    /// Only the clock says what time it is.
    mutating func look(at second: Int64) -> MetricTable {
        probe.observe(reading, at: Timestamp(seconds: second)).metrics
    }

    mutating func facts(at second: Int64 = 0) -> HostFacts? {
        guard case .host(let facts) = probe.observe(reading, at: Timestamp(seconds: second)).facts else { return nil }
        return facts
    }
}
