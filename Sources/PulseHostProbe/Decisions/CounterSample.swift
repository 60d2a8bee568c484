import PulseCore

/// The counters of one reading that rates are made of.
struct CounterSample: Sendable {
    let at: Timestamp
    let uptime: Duration?
    let bootID: String?
    let processors: ProcessorTimes?
    let cores: [CoreTimes]
    /// Bytes and packets by name of disk or interface. A metric that is missing was not told.
    let counters: [Metric: [String: UInt64]]
    /// By name of disk; nil when there is no list of disks.
    let requests: [String: DiskRequests]?

    init(_ reading: HostReading, at now: Timestamp) {
        at = now
        uptime = reading.uptime
        bootID = reading.identity.bootID
        processors = reading.statistics?.processors
        cores = reading.statistics?.cores ?? []
        var counters: [Metric: [String: UInt64]] = [:]
        let disks = reading.disks.map(DiskChoice.counted)
        requests = disks.map { disks in Dictionary(disks.compactMap { disk in disk.requests.map { (disk.name, $0) } }) { first, _ in first } }
        if let disks {
            counters[.diskRead] = Self.table(disks) { ($0.name, $0.bytesRead) }
            counters[.diskWrite] = Self.table(disks) { ($0.name, $0.bytesWritten) }
        }
        if let interfaces = reading.interfaces.map(InterfaceChoice.counted) {
            counters[.networkIn] = Self.table(interfaces) { ($0.name, $0.bytesReceived) }
            counters[.networkOut] = Self.table(interfaces) { ($0.name, $0.bytesSent) }
            counters[.networkErrors] = Self.table(interfaces) { ($0.name, $0.errors) }
            counters[.networkDrops] = Self.table(interfaces) { ($0.name, $0.drops) }
        }
        self.counters = counters
    }

    private static func table<Row>(_ rows: [Row], _ pair: (Row) -> (String, UInt64?)) -> [String: UInt64] {
        Dictionary(rows.compactMap { row in pair(row).1.map { (pair(row).0, $0) } }) { first, _ in first }
    }

    func isRestart(after last: Self) -> Bool {
        if let bootID, let before = last.bootID, bootID != before { return true }
        if let uptime, let before = last.uptime, uptime < before { return true }
        return false
    }

    func elapsed(since last: Self) -> Duration {
        if let uptime, let before = last.uptime { return uptime - before }
        return at.since(last.at)
    }
}
